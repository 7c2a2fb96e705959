"""The library: files come by drop and by button, are found, described, replaced and deleted; by mouse and by keys."""

import os
import struct

import pytest
from media_files import add, chunk, drop, png
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def names(newsroom):
    return newsroom.driver.execute_script(
        "return [...document.querySelectorAll('.media-name')].map(element => element.innerText)")


def total(site, **query):
    return int(site.api("editor").get("media", params=query).headers["X-WP-Total"])


def test_empty_and_upload_by_drop(newsroom, fresh_site, tmp_path):
    newsroom.log_in("author").open("media")
    newsroom.wait_for("The library is empty.")
    assert newsroom.axe() == []
    newsroom.shot("media-empty")
    drop(newsroom, ("a.png", "image/png", b"x"), let_go=False)
    newsroom.wait_for("Drop the files to upload them", ".drop-anywhere")
    assert newsroom.axe() == []
    # What is refused keeps nothing else from going, and says why.
    drop(newsroom, ("harbour.png", "image/png", png(800, 600)), ("page.html", "text/html", b"<html>"),
         ("quay.png", "image/png", png(300, 300)), ("broken.png", "image/png", b"\x89PNG no picture"))
    newsroom.wait_for("2 files were uploaded.", ".toast")
    newsroom.wait(lambda: sorted(names(newsroom)) == ["harbour", "quay"])
    refused = newsroom.text(".uploads")
    assert "page.html is of a type that is not taken." in refused and "broken.png" in refused
    assert not newsroom.all(".drop-anywhere")
    assert newsroom.axe() == []
    newsroom.shot("media-uploads")
    newsroom.press("Dismiss page.html").press("Dismiss broken.png")
    newsroom.wait(lambda: not newsroom.all(".uploads"))
    # The server's refusal of the broken one is the test's own.
    assert all("415" in line for line in newsroom.said())

    # By button.
    path = tmp_path / "by button.png"
    path.write_bytes(png(200, 100))
    newsroom.find("input[type=file][multiple]").send_keys(str(path))
    newsroom.wait(lambda: "by-button" in names(newsroom))
    assert total(fresh_site) == 3


def test_what_is_too_large_is_refused_before_it_goes(newsroom, fresh_site, tmp_path):
    newsroom.log_in("editor").open("media")
    large = tmp_path / "large.png"
    with open(large, "wb") as file:
        file.write(png(10, 10))
        file.truncate(100 * 1024 * 1024)
    pixels = tmp_path / "pixels.png"
    pixels.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9000, 9000, 8, 2, 0, 0, 0)) +
                       chunk(b"IEND", b""))
    requests = "return performance.getEntriesByType('resource').filter(e => e.initiatorType === 'xmlhttprequest').length"
    newsroom.find("input[type=file][multiple]").send_keys(f"{large}\n{pixels}")
    newsroom.wait_for("large.png is too large: it has 100 MB, and 64 MB at most are taken.", ".uploads")
    newsroom.wait_for("pixels.png has too many pixels: 9,000 × 9,000.", ".uploads")
    assert newsroom.driver.execute_script(requests) == 0
    assert total(fresh_site) == 0
    newsroom.shot("media-too-large")


def test_a_lost_connection_is_retried(newsroom, fresh_site):
    newsroom.log_in("editor").open("media")
    newsroom.wait_for("The library is empty.")
    # The limits are known by then: they are asked for once.
    drop(newsroom, ("first.png", "image/png", png(20, 20)))
    newsroom.wait(lambda: names(newsroom) == ["first"])
    newsroom.driver.set_network_conditions(offline=True, latency=0, throughput=0)
    drop(newsroom, ("second.png", "image/png", png(20, 20)))
    newsroom.wait_for("The connection was lost.", ".uploads")
    newsroom.driver.set_network_conditions(offline=False, latency=0, throughput=-1)
    newsroom.wait(lambda: "second" in names(newsroom))
    newsroom.said()


def test_cancel(newsroom, fresh_site):
    newsroom.log_in("editor").open("media")
    newsroom.wait_for("The library is empty.")
    newsroom.driver.set_network_conditions(offline=False, latency=5, download_throughput=10**7, upload_throughput=20_000)
    drop(newsroom, ("noise.txt", "text/plain", os.urandom(300_000).hex().encode()))
    newsroom.wait(lambda: newsroom.all(".upload progress"))
    newsroom.press("Cancel noise.txt")
    newsroom.wait(lambda: not newsroom.all(".uploads"))
    newsroom.driver.set_network_conditions(offline=False, latency=0, throughput=-1)
    assert total(fresh_site) == 0
    newsroom.said()


def test_details_by_keyboard(newsroom, fresh_site):
    first = add(fresh_site, "first.png")
    second = add(fresh_site, "second.png", png(1600, 900, (0x90, 0x30, 0x30)), caption="A caption")
    fresh_site.make_post(title="Shows the second", featured_media=second["id"])
    newsroom.log_in("editor").open("media")
    newsroom.wait(lambda: names(newsroom) == ["second", "first"])
    newsroom.find(".media-grid > li").send_keys(Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.ENTER)
    newsroom.wait_for("Shows the second", "dialog .uses")
    assert "id=%d" % second["id"] in newsroom.driver.current_url
    assert newsroom.axe() == []
    newsroom.shot("media-details")
    alt = newsroom.field("Alternative text")
    alt.send_keys("A red wall")
    newsroom.key(Keys.CONTROL, "s")
    newsroom.wait_for("second was saved.", ".toast")
    # What was typed last is saved when the dialog is left.
    newsroom.field("Title").send_keys(" wall")
    newsroom.key(Keys.ESCAPE)
    newsroom.wait(lambda: not newsroom.all("dialog"))
    newsroom.wait(lambda: names(newsroom) == ["second wall", "first"])
    saved = fresh_site.api("editor").get(f"media/{second['id']}", params={"context": "edit"}).json()
    assert (saved["alt_text"], saved["title"]["raw"], saved["caption"]["raw"]) == ("A red wall", "second wall", "A caption")
    # Which have no alternative text.
    newsroom.press("Without alternative text")
    newsroom.wait(lambda: names(newsroom) == ["first"])
    newsroom.press("Used nowhere")
    newsroom.wait(lambda: names(newsroom) == ["first"])
    newsroom.press("All")
    newsroom.field("Find in the library").send_keys("wall")
    newsroom.wait(lambda: names(newsroom) == ["second wall"])
    newsroom.driver.refresh()
    newsroom.settle().wait(lambda: names(newsroom) == ["second wall"])
    assert first["id"] != second["id"]


def test_replace_is_seen_on_the_page(newsroom, fresh_site, tmp_path):
    picture = add(fresh_site, "front.png", png(800, 600))
    post = fresh_site.make_post(title="Front", featured_media=picture["id"],
                                content=f'<p><img src="{picture["source_url"]}" width="800" height="600" alt=""></p>')
    path = tmp_path / "better.png"
    path.write_bytes(png(400, 200, (0x20, 0x80, 0x40)))
    text = tmp_path / "no.txt"
    text.write_text("words")
    newsroom.log_in("editor").open(f"media?id={picture['id']}")
    newsroom.wait_for("Front", "dialog .uses")
    newsroom.find("dialog input[type=file]").send_keys(str(text))
    newsroom.wait_for("Replace the file?")
    newsroom.press("Replace")
    newsroom.wait_for("The new file is of another kind", "dialog .notice")
    newsroom.press("Cancel")
    newsroom.find("dialog input[type=file]").send_keys(str(path))
    newsroom.wait_for("better.png comes in the place of front.png")
    newsroom.wait_for("1 article or page shows the new one at once.")
    assert newsroom.axe() == []
    newsroom.shot("media-replace")
    newsroom.press("Replace")
    newsroom.wait_for("The file of front was replaced.", ".toast")
    newsroom.wait_for("better.png", "dialog .media-facts")
    assert all("415" in line for line in newsroom.said())
    newsroom.driver.get(post["link"])
    shown = newsroom.driver.execute_script(
        "return [...document.querySelectorAll('article img')].map(i => [i.currentSrc.split('/').pop(), i.naturalWidth, i.naturalHeight])")
    assert shown and all(name.startswith("better") and width == 2 * height for name, width, height in shown), shown
    moved = fresh_site.get(picture["source_url"].removeprefix(fresh_site.base))
    assert moved.status_code == 301 and moved.headers["Location"].endswith("better.png")


def test_selection_and_bulk_delete(newsroom, fresh_site):
    media = [add(fresh_site, f"picture-{n}.png", png(60, 60)) for n in range(5)]
    fresh_site.make_post(title="Uses", content=f'<img src="{media[1]["source_url"]}">')
    newsroom.log_in("editor").open("media")
    newsroom.wait(lambda: len(names(newsroom)) == 5)
    grid = newsroom.find(".media-grid > li")
    grid.send_keys(Keys.ARROW_RIGHT, " ")
    newsroom.key(Keys.SHIFT, Keys.ARROW_RIGHT)
    newsroom.key(Keys.SHIFT, Keys.ARROW_RIGHT)
    newsroom.wait_for("3 chosen", ".media-tools")
    assert newsroom.axe() == []
    newsroom.shot("media-chosen")
    newsroom.key(Keys.DELETE)
    newsroom.wait_for("Delete 3 media?", "dialog h2")
    newsroom.wait_for("1 of them is used", "dialog")
    assert newsroom.axe() == []
    newsroom.press("Delete for good")
    newsroom.wait_for("3 media were deleted.", ".toast")
    newsroom.wait(lambda: names(newsroom) == ["picture-4", "picture-0"])
    # As a list.
    newsroom.press("List")
    newsroom.wait(lambda: len(newsroom.all(".media-list tbody tr")) == 2)
    assert newsroom.axe() == []
    newsroom.shot("media-list")


def test_another_ones_medium_is_only_looked_at(newsroom, fresh_site):
    medium = add(fresh_site, "editors.png")
    newsroom.log_in("author").open(f"media?id={medium['id']}")
    newsroom.wait_for("you may use it, but not change it")
    assert not newsroom.field("Title").is_enabled()
    assert not [b for b in newsroom.all("dialog button") if b.text in ("Delete", "Replace the file…", "Save")]
    assert newsroom.axe() == []


@pytest.mark.parametrize("role", ["contributor", "subscriber"])
def test_roles_without_uploads(newsroom, role):
    newsroom.log_in(role).open("media")
    newsroom.wait_for("You may not see this.", "h1")
    assert not [link for link in newsroom.driver.find_elements(By.CSS_SELECTOR, ".navigation a") if "Media" in link.text]
