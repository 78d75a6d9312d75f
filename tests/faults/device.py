"""One device of a coach: what a person does on its capture page, and what goes wrong between it and the server."""

import json
import re
import time
from contextlib import suppress

from playwright.sync_api import Error

from observations.models import MAX_TEXT
from tests.faults.forms import Forms
from tests.faults.world import sign_in
from tests.patience import eventually

NOTES = ["com.steps_first_step", "com.checks_start", "saf.other_views", "coach.saw_heard"]
KEPT = {"saved", "here", "held"}
MARKS = ["seen", "partly", "not_seen", "na"]
LAST_SECOND = 1.0
ZONES = ["Europe/Amsterdam", "Europe/London", "UTC", "America/Kralendijk", "Asia/Kolkata"]
TOO_LONG = "x" * (MAX_TEXT + 1)

WORDS_ON_PAGE = """() => [...document.querySelectorAll("textarea, [data-theirs]")].map((each) => each.value ?? each.textContent)"""

RECORDS = """() => new Promise((done) => (indexedDB.open("meekijken").onsuccess = ({ target }) =>
  (target.result.transaction("entries").objectStore("entries").getAll().onsuccess = (event) => done(event.target.result))))"""


class Device(Forms):
    """The capture page of one visit in one browser, and the words that were typed on it."""

    def __init__(self, browser, lesson, rng, name):
        self.browser, self.lesson, self.rng, self.name = browser, lesson, rng, name
        self.words, self.fresh, self.held, self.mode, self.is_off = set(), {}, [], "pass", False
        self.errors, self.marks, self.zone, self.sessions = [], {}, ZONES[0], {}
        self.sign_in()
        self.open()

    # --- the page

    def sign_in(self):
        sign_in(self.browser, self.lesson.coach)

    def open(self):
        """Opens the page, from the device itself where there is no network; False when the device has no copy of it."""
        self.page = self.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.route("**/entries/", self.network)
        with suppress(Error):
            self.page.goto(f"/visits/{self.lesson.pk}/look/")
        self.take_over()
        return self.is_open

    def new_page(self):
        page = self.browser.context.new_page()
        self.travel(page)
        return page

    def travel(self, page):
        if page not in self.sessions:  # another one may not change what it set
            self.sessions[page] = self.browser.context.new_cdp_session(page)
        self.sessions[page].send("Emulation.setTimezoneOverride", {"timezoneId": self.zone})

    def unfold(self):
        self.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")

    @property
    def is_open(self):
        return not self.page.is_closed() and self.page.locator("#write").count() > 0

    def take_over(self):
        """Goes on here when the page is still open in another tab."""
        button = self.page.locator("[data-take-over]")
        self.page.wait_for_timeout(100)
        if button.count() and button.is_visible():
            button.click()

    def state(self):
        return self.page.locator("#status").get_attribute("data-state")

    def has_sent(self):
        """What waits is sent, or waits for a person."""
        with suppress(Error):
            self.page.evaluate("dispatchEvent(new Event('focus'))")
            self.pause(0.3)
            return self.state() in ("saved", "held") or self.page.locator("#moment-text").input_value()

    def settle(self):
        """The words of now count once the page has called them saved."""
        if not self.is_open:
            return
        if self.state() in KEPT and not self.page.locator("#moment-text").input_value():
            self.words |= set(self.fresh)
            self.fresh = {}

    def forgive(self):
        """A kill may take the last second, unless it stands on the device already. What is older the page calls saved first: a slow
        machine only makes it slow."""
        older = {word for word, at in self.fresh.items() if time.monotonic() - at > LAST_SECOND}
        if older and self.is_open:
            eventually(lambda: self.state() != "saving", self.pause)
        self.words |= older | (set(self.fresh) & self.kept)
        self.fresh = {}

    @property
    def kept(self):
        """Words that stand on the device for good, of this visit: the names of words begin anew with each."""
        texts = json.dumps([record["entry"] for record in self.records]) if self.is_open else ""
        return set(re.findall(r"\bw\d+\b", texts.replace("\\n", " ")))

    @property
    def records(self):
        of_this = f"r => r.page.includes('{self.lesson.pk}')"
        return self.page.evaluate(f"({RECORDS})().then((all) => all.filter({of_this}))")

    def pause(self, seconds):
        self.page.wait_for_timeout(seconds * 1000)

    # --- the network between page and server

    def network(self, route):
        mode, self.mode = self.mode, "pass"
        try:
            getattr(self, f"net_{mode}")(route)
        except Error:
            with suppress(Error):
                route.abort()

    def net_pass(self, route):
        route.continue_()

    def net_error(self, route):
        route.fulfill(status=500, body="no")

    def net_drop(self, route):
        route.abort()

    def net_lose(self, route):
        """The server gets it; the answer never comes back."""
        route.fetch()
        route.abort()

    def net_double(self, route):
        route.fetch()
        route.fulfill(response=route.fetch())

    def net_hold(self, route):
        self.held.append(route)

    def net_portal(self, route):
        route.fulfill(body="<h1>Welkom op wifi</h1>", content_type="text/html")

    def release(self):
        for route in self.held:
            with suppress(Error):
                route.continue_()
        self.held = []

    # --- what a person does

    def type_note(self, word):
        field = self.page.locator(f'[name="note-{self.rng.choice(NOTES)}"]')
        field.focus()
        field.press("Control+End")
        self.page.keyboard.type(f" {word}")
        self.fresh[word] = time.monotonic()

    def type_moment(self, word):
        self.page.locator("#moment-text").press_sequentially(f" {word} ")
        self.fresh[word] = time.monotonic()
        if self.rng.random() < 0.8:
            self.page.locator("#moment-text").press("Enter")

    def paste(self, word):
        """More than fits: it comes in whole, and is shortened by hand."""
        field = self.page.locator(f'[name="note-{self.rng.choice(NOTES)}"]')
        field.focus()
        field.press("Control+End")
        before = field.input_value()
        self.page.keyboard.insert_text(f" {TOO_LONG} {word}")
        if word not in field.input_value():
            self.words.add(word)  # cut off
        self.pause(self.rng.choice([0.05, 1]))
        field.fill(f"{before} {word}".strip())
        self.fresh[word] = time.monotonic()

    def edit_moment(self, word):
        """A word more in a moment that was noted before."""
        field = self.page.locator("[data-moment]:not([data-removed]) textarea").first
        if field.count():
            field.focus()
            field.press("Control+End")
            self.page.keyboard.type(f" {word}")
            self.fresh[word] = time.monotonic()

    def mark(self, word):
        key, number = self.rng.choice(NOTES[:3]), self.rng.randrange(4)
        self.page.locator(f'[data-answer="{key}"] .mk-mark').nth(number).click()
        self.page.wait_for_timeout(50)
        self.marks.pop(key, None)  # until the page calls this one saved, either may be there
        if self.state() in KEPT:
            self.marks[key] = MARKS[number]

    def keep_both(self, word):
        with suppress(Error):
            self.page.get_by_role("button", name="Keep both").first.click(timeout=300)

    # --- what goes wrong

    def offline(self):
        self.is_off = not self.is_off
        self.browser.context.set_offline(self.is_off)

    def reload(self):
        self.forgive()
        with suppress(Error):
            self.page.reload()
        self.take_over()

    def kill_tab(self):
        self.forgive()
        with suppress(Error):
            self.page.goto("chrome://crash", timeout=1000)
        with suppress(Error):
            self.page.close()
        self.open()

    def second_tab(self):
        self.settle()
        self.forgive()
        old = self.page
        self.open()
        with suppress(Error):
            self.page.wait_for_timeout(900)
            self.take_over()
            old.close()

    def kill_browser(self):
        self.forgive()
        self.held = []
        self.browser.kill()
        self.browser.start()
        self.sign_in()
        self.browser.context.set_offline(self.is_off)
        self.open()

    def next_request(self, mode):
        self.mode = mode

    def another_zone(self):
        """The tablet stands in another zone now, the page that is open too."""
        self.zone = self.rng.choice(ZONES)
        with suppress(Error):
            self.travel(self.page)
