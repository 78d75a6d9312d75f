"""Firefox and WebKitGTK in the hands of their own drivers (tests/engines): the same as chromium.py gives a
sequence.

Where a driver cannot do a thing, the nearest that it can stands in for it, and ITS_WAY says so beside the
results.
"""

import os
import re
import signal
import time
from contextlib import contextmanager, suppress

import psutil
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.keys import Keys

from tests.engines.engine import SIZE, Engine
from tests.faults.wire import OWN

ITS_WAY = {
    "firefox": ["kill_tab: the browser starts again after it, since its driver ends with the tab"],
    "webkit": [
        "kill_tab: the browser starts again after it, since its driver ends with the tab",
        "another_zone: the browser is killed and starts in that zone; the page that is open does not go along",
        "offline: the network is cut, but the browser is not told, so it sends no event when it is back",
    ],
}
# WebKit says in the same place what it could not do for a page that is going away, or without a network: no
# script broke by that.
SCRIPT_ERROR = re.compile(
    r"JavaScript error: http.*|CONSOLE JS ERROR (Unhandled Promise Rejection|\w*Error): .*"
)
CARET = "const [field] = arguments; field.focus(); field.setSelectionRange(field.value.length, field.value.length);"
PASTE = CARET + "document.execCommand('insertText', false, arguments[1])"
TOLD = "for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));"
FILL = "const [field, text] = arguments; field.focus(); field.value = text;" + TOLD
CHOOSE = "const [field, index] = arguments; field.selectedIndex = index;" + TOLD
PROCESS = "return gBrowser.selectedBrowser.frameLoader.remoteTab.osPid"
ZONE = "gBrowser.selectedBrowser.browsingContext.timezoneOverride = arguments[0]"


@contextmanager
def browsers(kind, folder, urls):
    """One on each of these addresses."""
    made = []
    try:
        for number, url in enumerate(urls):
            made.append(Browser(kind, folder / str(number), url))
        yield made
    finally:
        for each in made:
            each.quit()


class Browser(Engine):
    """Its first tab stands on a page of the wire, and is never closed: there a cookie can be set, whatever
    goes wrong."""

    def __init__(self, kind, folder, base_url):
        self.zone, self.is_off = "Europe/Amsterdam", False
        super().__init__(kind, base_url, folder, language="en", size=SIZE)

    def start(self):
        super().start()
        self.driver.command_executor.add_command("context", "POST", "/session/$sessionId/moz/context")
        self.first = self.driver.current_window_handle
        self.get(OWN)

    @property
    def options(self):
        asked = super().options
        asked.unhandled_prompt_behavior = "accept"
        if self.kind == "firefox":
            asked.add_argument("-remote-allow-system-access")  # for `inside`
        return asked

    @property
    def environment(self):
        return super().environment | {"TZ": self.zone}

    def inside(self, code, *args):
        """Runs in Firefox itself instead of in its page."""
        self.driver.execute("context", {"context": "chrome"})
        try:
            return self.js(code, *args)
        finally:
            self.driver.execute("context", {"context": "content"})

    def let_in(self, session):
        self.driver.switch_to.window(self.first)
        self.keep_cookie("sessionid", session)

    def keep_cookie(self, name, value):
        self.driver.add_cookie({"name": name, "value": value, "path": "/"})

    def offline(self, is_off):
        self.is_off = is_off
        if self.kind == "firefox":
            self.driver.switch_to.window(self.first)
            self.inside("Services.io.offline = arguments[0]", is_off)

    def script_errors(self):
        """Since it was asked before."""
        return [line for line in self.complaints() if SCRIPT_ERROR.search(line)]

    def tab(self, zone):
        return Tab(self, zone)

    def lose_tab(self, pids):
        """These processes die; then, as the driver does not go on after that, the whole browser. It keeps its
        cookies."""
        self.driver.switch_to.window(self.first)
        cookies = {each["name"]: each["value"] for each in self.driver.get_cookies()}
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.kill()
        self.start()
        for name, value in cookies.items():
            self.keep_cookie(name, value)
        self.offline(self.is_off)

    def close_tabs(self):
        for handle in set(self.driver.window_handles) - {self.first}:
            Tab.close_handle(self.driver, handle)
        self.driver.switch_to.window(self.first)


class Tab:
    """A page of it. Places are CSS selectors."""

    def __init__(self, browser, zone):
        self.browser = browser
        browser.driver.switch_to.window(browser.first)  # the one before may be closed
        browser.driver.switch_to.new_window("tab")
        self.handle = browser.driver.current_window_handle
        if browser.kind == "webkit":  # there it is a window
            browser.resize(*SIZE)
        self.travel(zone)

    @property
    def engine(self):
        """The browser, with this tab in front."""
        self.browser.driver.switch_to.window(self.handle)
        return self.browser

    # --- where it is

    def go(self, path):
        with suppress(WebDriverException):  # no network: the browser's own page, or what the device kept
            self.engine.get(path)

    def reload(self):
        with suppress(WebDriverException):
            self.engine.reload()

    def back(self):
        self.engine.driver.back()

    def close(self):
        self.close_handle(self.browser.driver, self.handle)

    @staticmethod
    def close_handle(driver, handle):
        with suppress(WebDriverException):
            driver.switch_to.window(handle)
            driver.close()

    def crash(self):
        """What shows it dies."""
        self.browser.lose_tab(self.processes)

    @property
    def processes(self):
        """The one that shows it; WebKit does not tell which, so all that show something."""
        if self.browser.kind == "firefox":
            return [self.engine.inside(PROCESS)]
        family = psutil.Process(self.browser.process.pid).children(recursive=True)
        return [each.pid for each in family if each.name().startswith("WebKitWebProc")]

    def travel(self, zone):
        """The page that is open too. Returns whether it could."""
        if self.browser.kind == "firefox":
            self.engine.inside(ZONE, zone)
            return True
        is_there, self.browser.zone = zone == self.browser.zone, zone
        return is_there

    def pause(self, seconds):
        time.sleep(seconds)

    @property
    def url(self):
        return self.engine.url

    @property
    def is_closed(self):
        return self.handle not in self.browser.driver.window_handles

    # --- eyes

    def js(self, body, *args):
        """The body of an asynchronous function of `args`. A page that was on its way to another one is asked
        again."""
        try:
            return self.engine.ajs(body, *args)
        except (WebDriverException, AssertionError):
            self.pause(1)
            return self.engine.ajs(body, *args)

    def count(self, place):
        return len(self.engine.all(place))

    def shows(self, place):
        return self.engine.has(place)

    def value(self, place):
        return self.js("return document.querySelector(args[0])?.value", place)

    def state(self):
        return self.js("return document.querySelector('#status')?.dataset.state")

    # --- hands

    def type(self, place, text):
        """After what stands there."""
        field = self.engine.one(place)
        self.engine.js(CARET, field)
        field.send_keys(text)

    def paste(self, place, text):
        self.engine.js(PASTE, self.engine.one(place), text)

    def fill(self, place, text):
        self.engine.js(FILL, self.engine.one(place), text)

    def enter(self, place):
        self.engine.one(place).send_keys(Keys.ENTER)

    def choose(self, place, index):
        self.engine.js(CHOOSE, self.engine.one(place), index)

    def click(self, place, index=0):
        self.engine.click(self.engine.all(place)[index])

    def press(self, place):
        """A button that goes to another page, or to none without a network."""
        with suppress(WebDriverException):
            self.engine.click(place)

    def click_if_shown(self, place):
        with suppress(WebDriverException):
            for each in self.engine.seen(place)[:1]:
                each.click()

    def wait_for(self, place):
        self.engine.one(place)
