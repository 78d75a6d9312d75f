"""Chromium in the hands of Playwright. What a sequence asks of a browser and of a tab is what stands here and
in driven.py."""

import os
import signal
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from playwright.sync_api import Error, sync_playwright

from tests import patience

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@contextmanager
def browsers(folder, urls):
    """One on each of these addresses."""
    with sync_playwright() as playwright:
        made = [Browser(playwright, folder / str(number), url) for number, url in enumerate(urls)]
        yield made
        for each in made:
            each.context.close()


class Browser:
    """One browser with a folder of its own, so that what it kept outlives its own death."""

    def __init__(self, playwright, folder, base_url):
        self.playwright, self.folder, self.base_url, self.context = playwright, Path(folder), base_url, None
        self.errors = []
        self.start()

    def start(self):
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=CHROMIUM, args=FLAGS, base_url=self.base_url, locale="en-GB",
            viewport={"width": 820, "height": 1180},
        )  # fmt: skip
        self.context.set_default_timeout(patience.MILLISECONDS)

    def kill(self):
        """As an empty battery does."""
        pids = self.processes
        assert pids, "there is no browser to kill"
        with suppress(Error), self.context.expect_event("close"):
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        for lock in self.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    @property
    def processes(self):
        """All that show something too: one that went on would keep its driver waiting."""
        folder = f"--user-data-dir={self.folder}"
        found = [each for each in psutil.process_iter(["cmdline"]) if folder in (each.info["cmdline"] or [])]
        return {each.pid for top in found for each in [top, *top.children(recursive=True)]}

    def let_in(self, session):
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.base_url}])

    def offline(self, is_off):
        self.context.set_offline(is_off)

    def script_errors(self):
        """Since it was asked before."""
        said, self.errors = self.errors, []
        return said

    def tab(self, zone):
        return Tab(self, zone)

    def close_tabs(self):
        for page in self.context.pages[1:]:
            with suppress(Error):
                page.close(run_before_unload=False)


class Tab:
    """A page of it. Places are CSS selectors."""

    def __init__(self, browser, zone):
        self.browser, self.page = browser, browser.context.new_page()
        self.session = browser.context.new_cdp_session(self.page)  # another one may not change what it set
        self.travel(zone)
        self.page.on("pageerror", lambda error: browser.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())

    # --- where it is

    def go(self, path):
        with suppress(Error):  # no network: the browser's own page, or what the device kept
            self.page.goto(path)

    def reload(self):
        with suppress(Error):
            self.page.reload()

    def back(self):
        self.page.go_back()

    def close(self):
        with suppress(Error):
            self.page.close()

    def crash(self):
        """The process that shows it dies; the browser goes on."""
        with suppress(Error):
            self.page.goto("chrome://crash", timeout=1000)
        self.close()

    def travel(self, zone):
        """The page that is open too. Returns whether it could."""
        with suppress(Error):
            self.session.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        return True

    def pause(self, seconds):
        self.page.wait_for_timeout(seconds * 1000)

    @property
    def url(self):
        return self.page.url

    @property
    def is_closed(self):
        return self.page.is_closed()

    # --- eyes

    def js(self, body, *args):
        """The body of an asynchronous function of `args`."""
        return self.page.evaluate(f"async (args) => {{ {body} }}", list(args))

    def count(self, place):
        return self.page.locator(place).count()

    def shows(self, place):
        return self.page.locator(place).first.is_visible()

    def value(self, place):
        return self.page.locator(place).input_value()

    def state(self):
        return self.page.locator("#status").get_attribute("data-state")

    # --- hands

    def type(self, place, text):
        """After what stands there."""
        field = self.page.locator(place).first
        field.focus()
        field.press("Control+End")
        self.page.keyboard.type(text)

    def paste(self, place, text):
        field = self.page.locator(place).first
        field.focus()
        field.press("Control+End")
        self.page.keyboard.insert_text(text)

    def fill(self, place, text):
        self.page.fill(place, text)

    def enter(self, place):
        self.page.press(place, "Enter")

    def choose(self, place, index):
        self.page.select_option(place, index=index)

    def click(self, place, index=0):
        self.page.locator(place).nth(index).click()

    def press(self, place):
        """A button that goes to another page, or to none without a network."""
        with suppress(Error):
            self.page.click(place)

    def click_if_shown(self, place):
        with suppress(Error):
            self.page.locator(place).first.click(timeout=300)

    def wait_for(self, place):
        self.page.locator(place).first.wait_for()
