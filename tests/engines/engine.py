"""One face for three engines: Chromium, Firefox and WebKitGTK, each driven through its own driver, so that a
journey is written once."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection

from tests import patience
from tests.engines import drivers
from tests.engines.display import Display
from tests.patience import eventually

SIZE = (820, 1180)
INNER = "return [innerWidth, innerHeight]"
STATUS = "return document.querySelector('#status [data-status]')?.innerText ?? ''"
SAYS = """return [...document.querySelectorAll('h1, #status, [role=alert], textarea')]
  .filter((each) => each.getClientRects().length)
  .map((each) => each.matches('textarea') ? each.value : each.innerText).filter(Boolean)"""
# The body of an asynchronous function; what it returns comes back, and what it throws is thrown here.
AWAITED = """const done = arguments[arguments.length - 1], args = [...arguments].slice(0, -1);
(async () => { %s })().then((value) => done({ value }), (error) => done({ error: `${error}` }));"""
# What a driver writes of the console of a page; Firefox tells nothing of refusals there, so the page says
# them in it.
SAID = re.compile(r"CONSOLE|console\.error|JavaScript error")
EXPECTED = re.compile("|".join(drivers.EXPECTED))
REFUSALS = """() => addEventListener("securitypolicyviolation",
  ({ violatedDirective, blockedURI }) => console.error("refused", violatedDirective, blockedURI))"""
NOT_NOW = (ElementClickInterceptedException, ElementNotInteractableException,
           NoSuchElementException, StaleElementReferenceException)  # fmt: skip


class Engine:
    """A browser with a folder of its own, so that what it kept outlives its own death: `kill()`, then
    `start()`.

    A place on the page is a CSS selector, an XPath (it begins with / or a parenthesis), or an element found
    before. Every wait ends with what it waits for."""

    def __init__(self, kind, base_url="", profile=None, language="nl", dark=False, size=SIZE):
        self.kind, self.base_url, self.language, self.dark, self.size = kind, base_url, language, dark, size
        self.is_mine = profile is None
        self.profile = Path(profile or tempfile.mkdtemp(prefix=f"{kind}."))
        self.downloads, self.log = self.profile / "downloads", self.profile / "driver.log"
        self.downloads.mkdir(parents=True, exist_ok=True)
        self.driver = self.process = None
        self.read = 0  # so much of the log
        self.display = Display() if kind == "webkit" else None
        try:
            self.start()
        except BaseException:
            self.quit()
            raise

    # --- its life

    def start(self):
        """Starts it on what it kept."""
        port = drivers.free_port()
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                drivers.command(self.kind, port),
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        eventually(lambda: answers(port))
        at = ClientConfig(f"http://127.0.0.1:{port}", timeout=2 * patience.SECONDS)
        self.driver = webdriver.Remote(RemoteConnection(client_config=at), options=self.options)
        if self.kind == "firefox":
            self.driver.script.pin(REFUSALS)
        self.driver.set_script_timeout(patience.SECONDS)
        self.driver.set_page_load_timeout(patience.SECONDS)
        self.frame = self.measured()
        self.resize(*self.size)

    @property
    def options(self):
        return drivers.options(self.kind, self.profile, self.language, self.dark)

    @property
    def environment(self):
        """Nothing of it touches the home folder of who runs it."""
        own = {"HOME": str(self.profile), "XDG_RUNTIME_DIR": str(self.profile), "TZ": "Europe/Amsterdam"}
        quiet = {"GTK_A11Y": "none", "NO_AT_BRIDGE": "1", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        return os.environ | own | quiet | ({"DISPLAY": self.display.name} if self.display else {})

    def kill(self):
        """As an empty battery does: the browser with all its processes, and its driver."""
        with suppress(psutil.NoSuchProcess, AttributeError):
            driver = psutil.Process(self.process.pid)
            family = [driver, *driver.children(recursive=True)]
            for each in family:
                with suppress(psutil.NoSuchProcess):
                    each.kill()
            psutil.wait_procs(family, timeout=patience.SECONDS)
            self.process.wait()
        with suppress(Exception):
            self.driver.quit()  # nobody answers any more; it closes what is open on this side
        for lock in (self.profile / "data").glob("Singleton*"):
            lock.unlink(missing_ok=True)
        self.driver = self.process = None

    def quit(self):
        if self.driver:
            with suppress(Exception):
                self.driver.quit()
        self.kill()
        if self.display:
            self.display.stop()
        if self.is_mine:
            shutil.rmtree(self.profile, ignore_errors=True)

    # --- where it is

    @property
    def url(self):
        return self.driver.current_url

    def get(self, address):
        self.driver.get(address if "://" in address else self.base_url + address)

    def reload(self):
        """As F5 does. geckodriver's own refresh goes past the service worker."""
        self.js("window.stale = true; location.reload()")
        self.wait(lambda: self.js("return !window.stale && document.readyState === 'complete'"), "reloaded")

    def resize(self, width, height):
        """The page gets this width and height; what the window has round it comes on top."""
        if self.kind == "firefox":  # no window of it is narrower than 450 pixels; its page may be
            here = self.driver.current_window_handle
            self.driver.browsing_context.set_viewport(here, {"width": width, "height": height})
        else:
            self.driver.set_window_size(width + self.frame[0], height + self.frame[1])
        self.wait(lambda: self.js(INNER) == [width, height], f"{width} x {height}")

    def measured(self):
        """What the window has round its page, once it stands still."""
        outer = self.driver.get_window_size()
        inner = self.wait(lambda: (now := self.js(INNER)) == self.js(INNER) and all(now) and now, "a window")
        return outer["width"] - inner[0], outer["height"] - inner[1]

    def shot(self, path):
        self.driver.save_screenshot(str(path))

    # --- eyes

    def js(self, code, *args):
        return self.driver.execute_script(code, *args)

    def ajs(self, code, *args):
        said = self.driver.execute_async_script(AWAITED % code, *args)
        assert "error" not in said, said["error"]
        return said.get("value")

    def all(self, place):
        return self.driver.find_elements(By.XPATH if place.startswith(("/", "(")) else By.CSS_SELECTOR, place)

    def seen(self, place):
        return [each for each in self.all(place) if each.is_displayed()]

    def has(self, place):
        """Whether it can be seen now."""
        with suppress(StaleElementReferenceException):
            return bool(self.seen(place))
        return False

    def one(self, place):
        """The first that can be seen, once there is one."""
        if not isinstance(place, str):
            return place
        return self.wait(lambda: next(iter(self.seen(place)), None), f"{place} to be seen")

    def text(self, place):
        return self.one(place).text

    def value(self, place):
        return self.one(place).get_property("value")

    def status(self):
        """What the page says about where the words are."""
        return re.sub(r"\s+", " ", self.js(STATUS)).strip()

    def until(self, pattern):
        """Waits until the page says so; returns what it says."""
        said = self.wait(lambda: (now := self.status()) and re.search(pattern, now), f"status {pattern}")
        return said.string

    def wait(self, what, say="it"):
        """Until it holds, or returns something; a page that is on its way to another one is not there yet."""
        try:
            return eventually(lambda: calmly(what))
        except (AssertionError, TimeoutException):  # the page itself never answered what it was asked
            raise AssertionError(f"{self.kind}: {say} never came at {self.url}: {self.js(SAYS)!r}") from None

    def complaints(self):
        """Errors and refusals in its console since one asked last; not that a server did not answer, which
        journeys bring about."""
        with self.log.open(errors="replace") as log:
            log.seek(self.read)
            lines = log.read().splitlines()
            self.read = log.tell()
        return [line for line in lines if SAID.search(line) and not EXPECTED.search(line)]

    # --- hands

    def click(self, place):
        """In the middle of the screen, where no bar lies over it."""

        def press():
            element = self.one(place)
            self.js("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element)
            element.click()
            return True

        self.wait(press, f"{place} to press")

    def type(self, place, text, clear=False):
        """What stands in the field goes first where `clear` says so, as a person takes it away."""
        element = self.one(place)
        if clear:
            element.send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE)
        if text:
            element.send_keys(text)

    def fill(self, place, text):
        """Until it stands there: a page that is only just there may lose the first keys."""

        def stands():
            self.type(place, text, clear=True)
            return self.value(place) == text

        self.wait(stands, f"{text} in {place}")

    def keys(self, *keys):
        """To whatever has the focus."""
        chain = ActionChains(self.driver)
        for each in keys:
            chain.send_keys(each)
        chain.perform()

    # --- the app

    def sign_in(self, email, password, is_right=True):
        self.get("/account/login/")
        self.fill("#id_login", email)
        if not self.has("#id_password"):  # folded, where a letter or a school can let one in
            self.click(".mk-door-password > summary")
        self.fill("#id_password", password)
        self.click(".mk-door-password button")
        self.wait(lambda: ("/account/login/" in self.url) != is_right, f"sign-in of {email}")

    def leave(self):
        """Whoever was signed in is no longer; what the browser kept stays."""
        self.forget()
        self.get("/about/")
        self.forget()

    def forget(self):
        """The cookies of the page that is open; a driver takes away those of its address alone."""
        if self.url.startswith("http"):
            self.driver.delete_all_cookies()

    def downloaded(self):
        """The bytes of the PDF that was asked for, once it is whole; the next one is waited for anew."""
        path = self.wait(lambda: next(filter(is_whole, self.downloads.glob("*.pdf")), None), "a whole PDF")
        content = path.read_bytes()
        path.unlink()
        return content


def answers(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True


def calmly(what):
    try:
        return what()
    except NOT_NOW:
        return None


def is_whole(path):
    return path.read_bytes().rstrip().endswith(b"%%EOF")
