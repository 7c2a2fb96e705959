"""What the newsroom's tests of accounts, users and settings share."""

from harness import USERS, new_session

PASSWORD = USERS["author"][1]


def value(newsroom, label):
    return newsroom.field(label).get_property("value")


def logged_in_elsewhere(site, login="author", password=PASSWORD):
    session = new_session()
    session.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    answer = session.post(site.base + "/wp-json/broadsheet/v1/session", json={"username": login, "password": password})
    assert answer.status_code == 200, answer.text
    return session


def is_in(site, session):
    return session.get(site.base + "/wp-json/broadsheet/v1/session").json()["user"] != 0


def error_at(newsroom, label):
    field = newsroom.field(label)
    newsroom.wait(lambda: field.get_attribute("aria-invalid") == "true")
    ids = field.get_attribute("aria-describedby").split()
    return newsroom.find("[id='%s']" % next(one for one in ids if one.endswith("-error"))).text
