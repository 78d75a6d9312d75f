"""One device of a coach: what a person does on its capture page, and what goes wrong between it and the
server.

The same in every browser: what is done is told here; chromium.py and driven.py tell how, and wire.py is the
network.
"""

import json
import re
import time
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Error
from selenium.common.exceptions import WebDriverException

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
BAR = "#moment-text"

WORDS_ON_PAGE = """return [...document.querySelectorAll("textarea, [data-theirs]")].map((each) => each.value ?? each.textContent)"""

ITS_OFFSET = "return new Date().getTimezoneOffset()"

RECORDS = """() => new Promise((done) => (indexedDB.open("meekijken").onsuccess = ({ target }) =>
  (target.result.transaction("entries").objectStore("entries").getAll().onsuccess = (event) => done(event.target.result))))"""


class Device(Forms):
    """The capture page of one visit in one browser, and the words that were typed on it."""

    def __init__(self, browser, wire, lesson, rng, name):
        self.browser, self.wire, self.lesson, self.rng, self.name = browser, wire, lesson, rng, name
        self.words, self.fresh, self.is_off = set(), {}, False
        self.marks, self.zone = {}, ZONES[0]
        self.browser.script_errors()  # of the sequence before
        self.sign_in()
        self.open()

    # --- the page

    def sign_in(self):
        sign_in(self.browser, self.lesson.coach)

    def open(self):
        """Opens the page, from the device itself where there is no network; False when the device has no copy
        of it."""
        self.tab = self.browser.tab(self.zone)
        self.tab.go(f"/visits/{self.lesson.pk}/look/")
        self.take_over()
        return self.is_open

    def unfold(self):
        self.tab.js("document.querySelectorAll('details').forEach((each) => (each.open = true))")

    @property
    def is_open(self):
        return not self.tab.is_closed and self.tab.count("#write") > 0

    def take_over(self):
        """Goes on here when the page is still open in another tab."""
        self.pause(0.1)
        if self.tab.shows("[data-take-over]"):
            self.tab.click("[data-take-over]")

    def state(self):
        return self.tab.state()

    @property
    def bar(self):
        return self.tab.value(BAR)

    def has_sent(self):
        """What waits is sent, or waits for a person."""
        with suppress(Error, WebDriverException):  # it may be on its way to another page
            self.tab.js("dispatchEvent(new Event('focus'))")
            self.pause(0.3)
            return self.state() in ("saved", "held") or self.bar

    def settle(self):
        """The words of now count once the page has called them saved."""
        if not self.is_open:
            return
        if self.state() in KEPT and not self.bar:
            self.words |= set(self.fresh)
            self.fresh = {}

    def forgive(self):
        """A kill may take the last second, unless it stands on the device already. What is older the page
        calls saved first: a slow machine only makes it slow."""
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
        of_this = f"(r) => r.page.includes('{self.lesson.pk}')"
        return self.tab.js(f"return (await ({RECORDS})()).filter({of_this})")

    def pause(self, seconds):
        self.tab.pause(seconds)

    # --- what a person does

    def type_note(self, word):
        self.tab.type(self.note_field(), f" {word}")
        self.fresh[word] = time.monotonic()

    def note_field(self):
        return f'[name="note-{self.rng.choice(NOTES)}"]'

    def type_moment(self, word):
        self.tab.type(BAR, f" {word} ")
        self.fresh[word] = time.monotonic()
        if self.rng.random() < 0.8:
            self.tab.enter(BAR)

    def paste(self, word):
        """More than fits: it comes in whole, and is shortened by hand."""
        field = self.note_field()
        before = self.tab.value(field)
        self.tab.paste(field, f" {TOO_LONG} {word}")
        if word not in self.tab.value(field):
            self.words.add(word)  # cut off
        self.pause(self.rng.choice([0.05, 1]))
        self.tab.fill(field, f"{before} {word}".strip())
        self.fresh[word] = time.monotonic()

    def edit_moment(self, word):
        """A word more in a moment that was noted before."""
        field = "[data-moment]:not([data-removed]) textarea"
        if self.tab.count(field):
            self.tab.type(field, f" {word}")
            self.fresh[word] = time.monotonic()

    def mark(self, word):
        key, number = self.rng.choice(NOTES[:3]), self.rng.randrange(4)
        self.tab.click(f'[data-answer="{key}"] .mk-mark', number)
        self.pause(0.05)
        self.marks.pop(key, None)  # until the page calls this one saved, either may be there
        if self.state() in KEPT:
            self.marks[key] = MARKS[number]

    def keep_both(self, word):
        self.tab.click_if_shown('[data-keep="both"]')

    # --- what goes wrong

    def offline(self):
        self.is_off = not self.is_off
        self.cut(self.is_off)

    def cut(self, is_off):
        """The network, and what the browser knows of it."""
        self.wire.is_cut = is_off
        self.browser.offline(is_off)

    def reload(self):
        self.forgive()
        self.tab.reload()
        self.take_over()

    def kill_tab(self):
        self.forgive()
        self.tab.crash()
        self.open()

    def second_tab(self):
        self.settle()
        self.forgive()
        old = self.tab
        self.open()
        self.pause(0.9)
        self.take_over()
        old.close()

    def kill_browser(self):
        self.forgive()
        self.browser.kill()
        self.browser.start()
        self.sign_in()
        self.browser.offline(self.is_off)
        self.open()

    def next_request(self, mode):
        self.wire.mode = mode

    def release(self):
        self.wire.release()

    def another_zone(self):
        """The tablet stands in another zone now, the page that is open too."""
        self.zone = self.rng.choice(ZONES)
        if not self.tab.travel(self.zone):
            self.kill_browser()
        assert self.tab.js(ITS_OFFSET) == offset(self.zone), f"{self.name} did not travel to {self.zone}"


def offset(zone):
    """What a script says there: minutes that UTC is ahead."""
    return -datetime.now(ZoneInfo(zone)).utcoffset().total_seconds() / 60
