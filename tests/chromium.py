"""Chromium's processes. Starting and ending one costs seconds, so a test takes one that is free and gives it back clean.

What a page can leave behind goes when it is given back: its tab (with what is emulated in it, and its history), cookies,
cache, and what its origin stored. Two that are open at the same time are two processes.
"""

import contextlib
import shutil
import tempfile

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service

ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--no-default-browser-check", "--no-proxy-server", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--disable-extensions", "--metrics-recording-only",
    "--disable-domain-reliability", "--disable-client-side-phishing-detection", "--window-size=1200,900",
]


class Chromium:
    free = []

    def __init__(self, profile=None):
        """With a profile of the caller's it serves no other test."""
        self.lasting = profile is not None
        self.profile = profile or tempfile.mkdtemp(prefix="broadsheet-chromium-")
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in [*ARGUMENTS, f"--user-data-dir={self.profile}"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(60)
        self.home = self.driver.current_window_handle

    @classmethod
    def take(cls):
        chromium = cls.free.pop() if cls.free else cls()
        chromium.driver.switch_to.new_window("tab")
        # As the only window of a desk has it: else the first click is what focuses the page, and it looks around anew.
        chromium.driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
        return chromium

    def give_back(self, origin):
        if self.lasting:
            self.quit()
            return
        try:
            for command, parameters in (("Network.clearBrowserCookies", {}), ("Network.clearBrowserCache", {}),
                                        ("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})):
                self.driver.execute_cdp_cmd(command, parameters)
            self.driver.delete_network_conditions()
            self.driver.close()
            self.driver.switch_to.window(self.home)
            self.driver.get_log("browser")
            clean = self.driver.window_handles == [self.home]
        except WebDriverException:
            clean = False
        if clean:
            self.free.append(self)
        else:
            self.quit()

    def quit(self):
        with contextlib.suppress(Exception):
            self.driver.quit()
        if not self.lasting:
            shutil.rmtree(self.profile, ignore_errors=True)

    @classmethod
    def quit_all(cls):
        while cls.free:
            cls.free.pop().quit()
