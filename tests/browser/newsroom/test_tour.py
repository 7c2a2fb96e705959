"""Every screen of the navigation, with a press's content: axe-core finds nothing, and nothing is wider than the window;
on a desk and on a phone, light and dark, left-to-right and right-to-left."""

import pytest

import showcase


def screens(newsroom):
    """Paths below /newsroom/ that the frame leads to."""
    newsroom.open()
    newsroom.wait(lambda: newsroom.all(".navigation a"))
    root = newsroom.site.base + "/newsroom/"
    links = [each.get_property("href") for each in newsroom.all(".navigation a, a.me")]
    article = newsroom.site.api("admin").get("posts?per_page=1").json()[0]["id"]
    return list(dict.fromkeys([*(link.removeprefix(root) for link in links), "articles/new", f"articles/{article}"]))


@pytest.mark.parametrize("language", ["english", "persian"])
def test_every_screen(newsroom, language):
    site = newsroom.site
    (showcase.make_press if language == "english" else showcase.make_persian_press)(site)
    newsroom.log_in("admin")
    found, seen = [], screens(newsroom)
    assert len(seen) > 8
    for path in seen:
        for size in (newsroom.DESKTOP, newsroom.PHONE):
            newsroom.resize(*size)
            newsroom.open(path)
            newsroom.wait(lambda: newsroom.all("main h1"))
            found += [f"{path or 'overview'} {size[0]}: {line}" for line in newsroom.axe()]
        newsroom.resize(*newsroom.DESKTOP)
        name = "article" if path[-1:].isdigit() else path.replace("/", "-") or "overview"
        newsroom.shot(f"tour-{name}-rtl" if language == "persian" else f"tour-{name}")
    assert found == []
