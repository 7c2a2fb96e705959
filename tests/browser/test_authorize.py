"""An application asks for a password, in Chromium: the page's policy must let the form's redirect out, and no other."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest

PATH = "/wp-admin/authorize-application.php"


class Application:
    """Listens on loopback as a desktop application does, and keeps the addresses that it is told."""

    def __init__(self):
        told = self.told = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                told.append(self.path)
                # An icon of its own: the browser would ask for /favicon.ico after the test has stopped this server.
                body = b'<!doctype html><link rel=icon href="data:,"><title>told</title><p id=told>told'
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def application():
    application = Application()
    yield application
    application.close()


def log_in(browser, site, target):
    browser.open(target)
    browser.find("#log").send_keys("author")
    browser.find("#pwd").send_keys(site.users["author"]["password"])
    browser.find('form[action*="wp-login.php"] [type="submit"]').click()
    browser.wait(lambda: browser.all('form[action*="authorize-application.php"]'))


def press(browser, name):
    browser.find(f'form[action*="authorize-application.php"] [name="{name}"]').click()


@pytest.mark.parametrize("button", ["approve", "reject"])
def test_the_application_is_told(browser, fresh_site, application, button):
    success = quote(application.base + "/cb?state=7", safe="")
    log_in(browser, fresh_site, f"{PATH}?app_name=Desk&success_url={success}")
    assert "Desk" in browser.text("main")
    press(browser, button)
    browser.wait(lambda: browser.all("#told"))
    (told,) = application.told
    sent = parse_qs(urlsplit(told).query)
    assert sent["state"] == ["7"]
    if button == "reject":
        assert sent["success"] == ["false"] and "password" not in sent
    else:
        answer = fresh_site.get("/wp-json/wp/v2/users/me", auth=(sent["user_login"][0], sent["password"][0]))
        assert answer.status_code == 200


def test_the_password_is_shown(browser, fresh_site):
    log_in(browser, fresh_site, f"{PATH}?app_name=Desk")
    press(browser, "approve")
    browser.wait(lambda: browser.all("#password"))
    password = browser.find("#password").get_property("value")
    assert fresh_site.get("/wp-json/wp/v2/users/me", auth=("author", password)).status_code == 200
