"""One random sequence of work and faults on one visit, and what is left of every word at the end.

What counts as typed: everything the page had called saved (here or on the server), and before a kill
everything that was found on the device, and all but the last second. No moment may move: each happened while
the sequence ran, whatever zone the device thinks it is in.
"""

from contextlib import suppress
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from observations.models import Answer, Moment
from tests.faults.device import WORDS_ON_PAGE, Device
from tests.patience import eventually


class Sequence:
    """Runs steps on a tablet and a phone of the same coach; `lost` tells which words are nowhere at the
    end."""

    WORK = ["type_note", "type_note", "type_moment", "edit_moment", "mark", "paste"]
    FORMS = ["session_gone_in_a_form", "back_and_send_again", "network_gone_in_a_form"]
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
        "another_zone",
    ]

    def __init__(self, rng, server, places, lesson, steps):
        """`places`: for the tablet and the phone, its browser and its wire."""
        self.rng, self.server, self.lesson, self.steps, self.log = rng, server, lesson, steps, []
        self.tablet, self.phone = (
            Device(*place, lesson, rng, name) for place, name in zip(places, ("tablet", "phone"), strict=True)
        )
        self.devices, self.count, self.began = [self.tablet, self.phone], 0, timezone.now()

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
        act, word = self.rng.choice([*self.WORK, "keep_both", self.rng.choice(self.FORMS)]), f"w{self.count}"
        self.note(device, act, word)
        device.unfold()
        getattr(device, act)(word)
        if self.rng.random() < 0.7:
            device.pause(self.rng.choice([0.05, 0.35, 1]))
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
            device.wire.mode, device.is_off = "pass", False
            device.cut(False)
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
        """Words that were typed and are neither on the server nor, by a page that says so, still on a
        device."""
        texts = [*Answer.objects.filter(observation__lesson=self.lesson).values_list("note", flat=True)]
        texts += Moment.objects.filter(observation__lesson=self.lesson).values_list("text", flat=True)
        texts += self.tablet.proposed
        for device in self.devices:
            texts += device.tab.js(WORDS_ON_PAGE) if device.state() != "saved" else []
        there = set(" ".join(texts).split())
        return {word for device in self.devices for word in device.words if word not in there}

    @property
    def changed(self):
        """Marks that one device alone gave, and that say something else on the server although nothing
        waits."""
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
    def moved(self):
        """Moments that did not happen while this sequence ran: no zone and no clock of a device may say
        so."""
        span = self.began - timedelta(minutes=1), timezone.now() + timedelta(minutes=1)
        rows = Moment.objects.filter(observation__lesson=self.lesson).exclude(noted_at__range=span)
        return [f"{text.strip()} at {noted_at}" for text, noted_at in rows.values_list("text", "noted_at")]

    @property
    def doubled(self):
        """Words of a form that made two things."""
        said = " ".join(self.tablet.proposed).split()
        return {word for word in said if said.count(word) > 1}

    @property
    def typed(self):
        return sum(len(device.words) for device in self.devices)

    @property
    def left(self):
        """What the devices still keep, and what the server has: to find out where a word went."""
        rows = Answer.objects.filter(observation__lesson=self.lesson).values_list(
            "item__key", "note", "revision"
        )
        kept = [(device.name, device.state(), device.records) for device in self.devices]
        moments = Moment.objects.filter(observation__lesson=self.lesson).values_list(
            "text", "revision", "deleted_at"
        )
        return [*rows, *moments, *kept]

    @property
    def unsettled(self):
        """Scripts that broke, and devices that say neither "saved" nor "your choice" although everything
        works."""
        errors = [
            f"{device.name}: {error}" for device in self.devices for error in device.browser.script_errors()
        ]
        drafts = [device.bar for device in self.devices]
        return (
            errors
            + self.changed
            + self.moved
            + [f"twice: {word}" for word in self.doubled]
            + [
                f"{device.name}: {device.state()}"
                for device, draft in zip(self.devices, drafts, strict=True)
                if device.state() not in ("saved", "held") and not draft
            ]
        )

    def close(self):
        for device in self.devices:
            device.browser.close_tabs()
