"""One random sequence of work and faults on one visit, and what is left of every word at the end.

What counts as typed: everything the page had called saved (here or on the server), and all but the last second before a kill.
"""

import time
from contextlib import suppress

from django.contrib.sessions.models import Session
from playwright.sync_api import Error

from observations.models import Answer, Moment
from tests.faults.world import sign_in
from tests.patience import eventually

NOTES = ["com.steps_first_step", "com.checks_start", "saf.other_views", "coach.saw_heard"]
KEPT = {"saved", "here", "held"}
MARKS = ["seen", "partly", "not_seen", "na"]
LAST_SECOND = 1.0

WORDS_ON_PAGE = """() => [...document.querySelectorAll("textarea, [data-theirs]")].map((each) => each.value ?? each.textContent)"""

RECORDS = """() => new Promise((done) => (indexedDB.open("meekijken").onsuccess = ({ target }) =>
  (target.result.transaction("entries").objectStore("entries").getAll().onsuccess = (event) => done(event.target.result))))"""


class Device:
    """The capture page of one visit in one browser, and the words that were typed on it."""

    def __init__(self, browser, lesson, rng, name):
        self.browser, self.lesson, self.rng, self.name = browser, lesson, rng, name
        self.words, self.fresh, self.held, self.mode, self.is_off = set(), {}, [], "pass", False
        self.errors, self.marks = [], {}
        self.sign_in()
        self.open()

    # --- the page

    def sign_in(self):
        sign_in(self.browser, self.lesson.coach)

    def open(self):
        """Opens the page, from the device itself where there is no network; False when the device has no copy of it."""
        self.page = self.browser.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.route("**/entries/", self.network)
        with suppress(Error):
            self.page.goto(f"/visits/{self.lesson.pk}/look/")
        self.take_over()
        return self.is_open

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
        """A kill may take the last second. What is older the page calls saved first: a slow machine only makes it slow."""
        older = {word for word, at in self.fresh.items() if time.monotonic() - at > LAST_SECOND}
        if older and self.is_open:
            eventually(lambda: self.state() != "saving", self.pause)
        self.words |= older
        self.fresh = {}

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

    def mark(self, word):
        key, number = self.rng.choice(NOTES[:3]), self.rng.randrange(4)
        self.page.locator(f'[data-answer="{key}"] .mk-mark').nth(number).click()
        self.page.wait_for_timeout(50)
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


class Sequence:
    """Runs steps on a tablet and a phone of the same coach; `lost` tells which words are nowhere at the end."""

    WORK = ["type_note", "type_note", "type_moment", "mark"]
    FAULTS = [
        "offline",
        "reload",
        "kill_tab",
        "second_tab",
        "server",
        "expire",
        "net",
        "net",
        "release",
        "sign_in",
    ]

    def __init__(self, rng, server, browsers, lesson, steps):
        self.rng, self.server, self.lesson, self.steps, self.log = rng, server, lesson, steps, []
        self.tablet, self.phone = (
            Device(browser, lesson, rng, name)
            for browser, name in zip(browsers, ("tablet", "phone"), strict=True)
        )
        self.devices, self.count = [self.tablet, self.phone], 0

    def run(self):
        for _ in range(self.steps):
            device = self.tablet if self.rng.random() < 0.8 else self.phone
            self.work(device)
            if self.rng.random() < 0.6:
                self.fault(device)
        self.end()

    def work(self, device):
        if not device.is_open and not device.open():
            self.note(device, "has no page")
            return
        self.count += 1
        act, word = self.rng.choice([*self.WORK, "keep_both"]), f"w{self.count}"
        self.note(device, act, word)
        device.unfold()
        getattr(device, act)(word)
        if self.rng.random() < 0.7:
            device.page.wait_for_timeout(self.rng.choice([50, 350, 1000]))
            device.settle()

    def fault(self, device):
        fault = self.rng.choice([*self.FAULTS, "kill_browser"] if self.rng.random() < 0.3 else self.FAULTS)
        self.note(device, fault)
        if fault == "server":
            self.server.kill() if self.server.process else self.server.start()
        elif fault == "expire":
            Session.objects.all().delete()
        elif fault == "net":
            device.next_request(self.rng.choice(["error", "drop", "lose", "double", "hold", "portal"]))
        else:
            getattr(device, fault)()

    def note(self, device, *what):
        self.log.append(" ".join([device.name, *what]))

    def end(self):
        """Everything works again. What waits is sent, or waits for a person."""
        self.server.start()
        for device in self.devices:
            device.release()
            device.mode, device.is_off = "pass", False
            device.browser.context.set_offline(False)
            device.sign_in()
            if not device.is_open:
                device.open()
        for device in self.devices:
            self.wait(device)

    def wait(self, device):
        with suppress(AssertionError):  # then it is told in `unsettled`
            eventually(device.has_sent, device.pause)
        device.words |= set(device.fresh)

    @property
    def lost(self):
        """Words that were typed and are neither on the server nor, by a page that says so, still on a device."""
        texts = [*Answer.objects.filter(observation__lesson=self.lesson).values_list("note", flat=True)]
        texts += Moment.objects.filter(observation__lesson=self.lesson).values_list("text", flat=True)
        for device in self.devices:
            texts += device.page.evaluate(WORDS_ON_PAGE) if device.state() != "saved" else []
        there = set(" ".join(texts).split())
        return {word for device in self.devices for word in device.words if word not in there}

    @property
    def changed(self):
        """Marks that one device alone gave, and that say something else on the server although nothing waits."""
        rows = dict(Answer.objects.filter(observation__lesson=self.lesson).values_list("item__key", "value"))
        given = [
            (device, key) for device in self.devices for key in device.marks if device.state() == "saved"
        ]
        alone = [
            (d, key)
            for d, key in given
            if not any(key in other.marks for other in self.devices if other is not d)
        ]
        return [
            f"{key}: {d.marks[key]}, not {rows.get(key)}" for d, key in alone if rows.get(key) != d.marks[key]
        ]

    @property
    def typed(self):
        return sum(len(device.words) for device in self.devices)

    @property
    def left(self):
        """What the devices still keep, and what the server has: to find out where a word went."""
        rows = Answer.objects.filter(observation__lesson=self.lesson).values_list(
            "item__key", "note", "revision"
        )
        of_this = f"r => r.page.includes('{self.lesson.pk}')"
        kept = [
            (
                device.name,
                device.state(),
                device.page.evaluate(f"({RECORDS})().then((all) => all.filter({of_this}))"),
            )
            for device in self.devices
        ]
        moments = Moment.objects.filter(observation__lesson=self.lesson).values_list(
            "text", "revision", "deleted_at"
        )
        return [*rows, *moments, *kept]

    @property
    def unsettled(self):
        """Scripts that broke, and devices that say neither "saved" nor "your choice" although everything works."""
        errors = [f"{device.name}: {error}" for device in self.devices for error in device.errors]
        drafts = [device.page.locator("#moment-text").input_value() for device in self.devices]
        return (
            errors
            + self.changed
            + [
                f"{device.name}: {device.state()}"
                for device, draft in zip(self.devices, drafts, strict=True)
                if device.state() not in ("saved", "held") and not draft
            ]
        )

    def close(self):
        for device in self.devices:
            for page in device.browser.context.pages[1:]:
                with suppress(Error):
                    page.close(run_before_unload=False)
