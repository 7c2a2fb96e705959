"""A full disk: writes are refused with 507 or 503, the site stays readable, nothing is half-written, and when there is
room again writing goes on without a restart."""

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import tempfile

import pytest

from harness import Site
from page import Page


@contextlib.contextmanager
def small_disk(megabytes):
    """A directory on a tmpfs of that size; skipped where mounting is not allowed."""
    directory = tempfile.mkdtemp(prefix="broadsheet-test-")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", directory],
                             capture_output=True, text=True)
    try:
        if mounted.returncode != 0:
            pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
        yield directory
    finally:
        subprocess.run(["umount", "-l", directory], capture_output=True)
        shutil.rmtree(directory, ignore_errors=True)


def copy_of(template, directory):
    site = Site(directory, {login: dict(user) for login, user in template.users.items()}, template.binary)
    shutil.copytree(template.data, site.data)
    return site


def fill(site, api, most):
    """Posts articles until one is refused; returns the acknowledged ones, with their titles."""
    there = {}
    for n in range(most):
        title = f"article {n}"
        answer = api.post("posts", {"title": title, "content": f"<p>{n} {'words ' * 8000}</p>", "status": "publish"})
        if answer.status_code == 201:
            there[answer.json()["id"]] = title
            continue
        assert answer.status_code in (503, 507), answer.text
        assert answer.json()["data"]["status"] == answer.status_code
        return there
    pytest.fail("the disk never became full")


def check_whole(site, api, there):
    """Readable, and only what was acknowledged is there."""
    assert site.get("/").status_code == 200
    assert site.get("/wp-json/wp/v2/posts").status_code == 200
    for number, title in there.items():
        answer = api.get(f"posts/{number}?context=edit&_fields=title,link")
        assert answer.status_code == 200 and answer.json()["title"]["raw"] == title
    link = api.get(f"posts/{max(there)}?_fields=link").json()["link"]
    assert site.get(link.removeprefix(site.base)).status_code == 200
    total = int(api.get("posts?per_page=1&status=any").headers["X-WP-Total"])
    assert total == len(there)


def check_form_is_refused_with_its_text(site, link):
    """The log may have room that a checkpoint has just given back: what is taken until that is used up counts, too."""
    form = Page(site.get(link)).comment_form()
    taken = 0
    for n in range(1000):
        text = f"text {n} of a reader that must not be lost " + "x" * 40000
        answer = site.post("/wp-comments-post.php", {**form.fields, "author": "A", "email": "a@example.org",
                                                     "comment": text})
        if answer.status_code != 303:
            assert answer.status_code in (503, 507), answer.status_code
            assert text in Page(answer).text()
            held = site.api("editor").get(f"comments?post={form.fields['comment_post_ID']}&status=all&per_page=1")
            assert int(held.headers["X-WP-Total"]) == taken
            return
        taken += 1
    pytest.fail("comments were taken for ever")


def check_file(site):
    connection = sqlite3.connect(os.path.join(site.data, "site.db"))
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        connection.close()


def test_full_disk(template_site):
    with small_disk(12) as directory:
        site = copy_of(template_site, directory)
        # The logs of the test itself must not need room on that disk.
        elsewhere = tempfile.mkdtemp(prefix="broadsheet-test-")
        site.stderr_path = os.path.join(elsewhere, "stderr")
        try:
            site.start()
            api = site.api("editor")
            there = fill(site, api, 2000)
            assert len(there) > 20
            check_whole(site, api, there)
            # Small writes may still find room; they are whole or refused, too.
            with contextlib.suppress(OSError), open(os.path.join(directory, "ballast"), "wb", 0) as ballast:
                while True:
                    ballast.write(b"x" * 4096)
            check_form_is_refused_with_its_text(site, api.get(f"posts/{max(there)}").json()["link"])
            check_whole(site, api, there)

            subprocess.run(["mount", "-o", "remount,size=24m", directory], check=True)
            answer = api.post("posts", {"title": "room again", "status": "publish"})
            assert answer.status_code == 201, answer.text
            there[answer.json()["id"]] = "room again"
            site.restart()
            check_whole(site, site.api("editor"), there)
            site.stop()
            check_file(site)
        finally:
            if site.process is not None:
                site.kill9()
            shutil.rmtree(elsewhere, ignore_errors=True)


def test_file_size_limit(template_site):
    """The same through a limit on the size of files, which needs no rights to set."""
    directory = tempfile.mkdtemp(prefix="broadsheet-test-")
    site = copy_of(template_site, directory)
    limit = 6 << 20
    site.preexec = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        site.start()
        api = site.api("editor")
        there = fill(site, api, 2000)
        assert len(there) > 5
        check_whole(site, api, there)
        assert site.running()  # SIGXFSZ is no reason to end
        site.preexec = None
        site.restart()
        api = site.api("editor")
        check_whole(site, api, there)
        assert api.post("posts", {"title": "room again"}).status_code == 201
        site.stop()
        check_file(site)
    finally:
        if site.process is not None:
            site.kill9()
        shutil.rmtree(directory, ignore_errors=True)


def test_full_disk_keeps_a_file(template_site):
    """A file that finds no room does not take the place of the one that is there, and leaves nothing behind."""
    with small_disk(12) as directory:
        site = copy_of(template_site, directory)
        elsewhere = tempfile.mkdtemp(prefix="broadsheet-test-")
        site.stderr_path = os.path.join(elsewhere, "stderr")
        noise = b"words " + os.urandom(600_000).hex().encode()
        headers = {"Content-Type": "text/plain", "Content-Disposition": 'attachment; filename="a.txt"'}
        try:
            site.start()
            api = site.api("editor")
            medium = api.request("POST", "media", data=b"the first", headers=headers).json()
            with contextlib.suppress(OSError), open(os.path.join(directory, "ballast"), "wb", 0) as ballast:
                while True:
                    ballast.write(b"x" * 4096)
            answer = api.request("POST", f"/broadsheet/v1/media/{medium['id']}/file", data=noise, headers=headers)
            assert answer.status_code == 507, answer.text
            assert api.get(f"media/{medium['id']}").json()["source_url"] == medium["source_url"]
            assert site.get(medium["source_url"].removeprefix(site.base)).content == b"the first"
            os.unlink(os.path.join(directory, "ballast"))
            files = [name for _, _, names in os.walk(os.path.join(site.data, "uploads")) for name in names]
            assert files == ["a.txt"]
            answer = api.request("POST", f"/broadsheet/v1/media/{medium['id']}/file", data=noise, headers=headers)
            assert answer.status_code == 200, answer.text
            assert site.get(answer.json()["source_url"].removeprefix(site.base)).content == noise
        finally:
            if site.process is not None:
                site.kill9()
            shutil.rmtree(elsewhere, ignore_errors=True)
