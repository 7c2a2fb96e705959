"""Closed means closed: readers comment through the form and through REST while an administrator opens and closes the
article. No comment that was sent after the closing was answered, and before the next opening was asked for, may
be accepted; every acknowledged one is there afterwards."""

import threading
import time

from page import Page

CLIENTS = 16
TOGGLES = 200


class Form:
    """A reader in a browser: the fields of the form as an open page gives them."""

    def __init__(self, site, path):
        self.site = site
        self.path = path
        self.session = site.browser()
        self.fields = None

    def take_fields(self):
        """False while the page has no form."""
        form = Page(self.session.get(self.site.base + self.path, timeout=60)).comment_form()
        self.fields = form.fields if form else None
        return form is not None

    def send(self, name, text):
        fields = {**self.fields, "author": name, "email": f"{name}@example.org", "comment": text}
        return self.session.post(self.site.base + "/wp-comments-post.php", fields, allow_redirects=False,
                                 timeout=60).status_code


def test_toggle_race(fresh_site):
    site = fresh_site
    site.settings(comment_previously_approved=False, rest_allow_anonymous_comments=True)
    post = site.make_post(title="Race", comment_status="open")
    path = post["link"].removeprefix(site.base)

    sent = []       # (began, ended, status, text)
    closed = []     # [answered, asked to open again]
    lock = threading.Lock()
    finished = threading.Event()
    forms = [Form(site, path) for _ in range(CLIENTS // 2)]
    assert all(form.take_fields() for form in forms)

    def comment(i):
        api = site.api()
        n = 0
        while not finished.is_set():
            n += 1
            name, text = f"reader{i}", f"comment {n} of reader {i}"
            began = time.monotonic()
            if i < len(forms):
                status = forms[i].send(name, text)
            else:
                status = api.post("comments", {"post": post["id"], "author_name": name, "content": text,
                                               "author_email": f"{name}@example.org"}).status_code
            with lock:
                sent.append((began, time.monotonic(), status, text))

    threads = [threading.Thread(target=comment, args=(i,)) for i in range(CLIENTS)]
    for thread in threads:
        thread.start()
    admin = site.api("admin")
    reader = site.browser()

    def count():
        return int(admin.get(f"comments?post={post['id']}&per_page=1&_fields=id").headers["X-WP-Total"])

    try:
        for i in range(TOGGLES):
            closing = admin.post(f"posts/{post['id']}", {"comment_status": "closed"})
            answered = time.monotonic()
            assert closing.status_code == 200
            # Nor may one that was on its way slip in afterwards: the number stands still while it is closed.
            there = count()
            if i % 10 == 0:
                assert "wp-comments-post.php" not in reader.get(site.base + path, timeout=60).text
            else:
                time.sleep(0.01)
            assert count() == there
            closed.append((answered, time.monotonic()))
            opening = admin.post(f"posts/{post['id']}", {"comment_status": "open"})
            assert opening.status_code == 200
            if i % 10 == 5:
                assert "wp-comments-post.php" in reader.get(site.base + path, timeout=60).text
            else:
                time.sleep(0.01)
    finally:
        finished.set()
        for thread in threads:
            thread.join()

    accepted = [row for row in sent if row[2] in (201, 303)]
    refused = [row for row in sent if row[2] == 403]
    assert len(accepted) + len(refused) == len(sent), sorted({row[2] for row in sent})
    # The race took place at all.
    assert len(accepted) > 50 and len(refused) > 50, (len(accepted), len(refused))
    assert any(answered < row[0] and row[1] < asked for row in refused for answered, asked in closed)
    late = [row for row in accepted
            if any(answered < row[0] and row[1] < asked for answered, asked in closed)]
    assert late == []

    there = []
    page = 1
    while rows := admin.get(f"comments?post={post['id']}&status=approve&per_page=100&page={page}&context=edit").json():
        there += [row["content"]["raw"] for row in rows]
        page += 1
    assert sorted(there) == sorted(row[3] for row in accepted)


def test_edit_race(fresh_site):
    """The same of commenters who change what they wrote: a closed discussion takes no new words by this way either."""
    site = fresh_site
    site.settings(comment_previously_approved=False, comment_flood_interval=0)
    post = site.make_post(title="Race of changes", comment_status="open")
    path = post["link"].removeprefix(site.base)
    sent, closed = [], []
    lock = threading.Lock()
    finished = threading.Event()

    def own_form(i):
        form = Form(site, path)
        assert form.take_fields()
        fields = {**form.fields, "author": f"reader{i}", "email": f"reader{i}@example.org", "comment": f"first of {i}"}
        page = Page(form.session.post(site.base + "/wp-comments-post.php", fields, timeout=60))
        link = next(a["href"] for a in page.find_all("a") if a.text() == "change or delete it")
        form.fields = Page(form.session.get(link, timeout=60)).comment_form().fields
        return form

    forms = [own_form(i) for i in range(CLIENTS // 2)]

    def change(i):
        n = 0
        while not finished.is_set():
            n += 1
            text = f"change {n} of reader {i}"
            began = time.monotonic()
            status = forms[i].send(f"reader{i}", text)
            with lock:
                sent.append((began, time.monotonic(), status, text, i))

    threads = [threading.Thread(target=change, args=(i,)) for i in range(len(forms))]
    for thread in threads:
        thread.start()
    admin = site.api("admin")

    def texts():
        rows = admin.get(f"comments?post={post['id']}&status=all&per_page=100&context=edit").json()
        return {row["id"]: row["content"]["raw"] for row in rows}

    try:
        for _ in range(TOGGLES // 4):
            assert admin.post(f"posts/{post['id']}", {"comment_status": "closed"}).status_code == 200
            answered = time.monotonic()
            there = texts()
            assert texts() == there
            closed.append((answered, time.monotonic()))
            assert admin.post(f"posts/{post['id']}", {"comment_status": "open"}).status_code == 200
            time.sleep(0.01)
    finally:
        finished.set()
        for thread in threads:
            thread.join()
    accepted = [row for row in sent if row[2] == 303]
    refused = [row for row in sent if row[2] == 403]
    assert len(accepted) + len(refused) == len(sent), sorted({row[2] for row in sent})
    assert len(accepted) > 20 and len(refused) > 20, (len(accepted), len(refused))
    assert not [row for row in accepted if any(answered < row[0] and row[1] < asked for answered, asked in closed)]
    # What was acknowledged last is what each comment says.
    last = {row[4]: row[3] for row in accepted}
    assert {*last.values()} <= {*texts().values()}
