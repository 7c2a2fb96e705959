"""Fixtures for the tests over HTTP; they are defined in tests/harness.py.

    site         a running site, shared by the tests of one file
    fresh_site   a running site for one test alone
    empty_site   no data and no server yet

A site has five users, named by their role: admin, editor, author, contributor, subscriber.

    site.get("/2026/11/a-title/")                  redirects are not followed
    site.post("/wp-comments-post.php", {...})      a form
    site.api("editor").post("posts", {...})        REST as a user, JSON body; site.api() is nobody
    site.make_post(title="...", as_="author")      -> the post's JSON
    with site.with_settings(comment_moderation=True): ...
    site.cli("comments", "status", "17").stdout
    site.raw(b"GET / HTTP/1.1\\r\\n...")             bytes of a connection
    site.restart(), site.kill9(), site.start()
"""

from harness import binary, empty_site, fresh_site, site, template_site  # noqa: F401
