"""A form that is sent with its button, and what goes wrong there: what was typed comes back, and sent twice
is one thing."""

import re
from contextlib import suppress
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from observations.models import Lesson
from tests.factories import PASSWORD
from tests.patience import eventually

FORM = "/visits/propose/"
MESSAGE = "[name=message]"


class Forms:
    """What a coach does in another tab than the capture page: proposes a visit, with one word as its message.
    Each road counts the word as typed; it is lost unless the proposal arrives, and doubled when two do."""

    @property
    def proposed(self):
        """The messages of all proposals of this coach."""
        rows = Lesson.objects.filter(coach=self.lesson.coach).exclude(message="")
        return list(rows.values_list("message", flat=True))

    def session_gone_in_a_form(self, word):
        if tab := self.filled(word):
            Session.objects.all().delete()
            self.press(tab)
            tab.wait_for("[name=login]")
            tab.fill("[name=login]", self.lesson.coach.email)
            tab.fill("[name=password]", PASSWORD)
            tab.enter("[name=password]")
            self.send(tab, word)

    def network_gone_in_a_form(self, word):
        if tab := self.filled(word):
            self.wire.missed.clear()
            self.wire.is_cut = True
            self.press(tab)
            eventually(
                lambda: f"POST {FORM}" in self.wire.missed, tab.pause
            )  # a driver may go on before it sets out
            self.wire.is_cut = False
            tab.go(FORM)
            self.send(tab, word)

    def back_and_send_again(self, word):
        if tab := self.filled(word):
            self.press(tab)
            self.arrived(tab)
            tab.back()
            if tab.count(MESSAGE):
                self.press(tab)
            tab.close()

    def filled(self, word):
        """The form with this word in it; None where there is no network or no server."""
        tab = self.browser.tab(self.zone)
        self.sign_in()
        tab.go(FORM)
        if self.is_off or not tab.count(MESSAGE):
            return tab.close()
        self.words.add(word)
        tab.choose("[name=membership]", 1)
        day = timezone.localdate() + timedelta(days=int(word[1:]))
        values = {"date": f"{day:%Y-%m-%d}", "begin": "09:15", "subject": "Rekenen", "group": "VZ2B"}
        for name, value in values.items():
            tab.fill(f"[name={name}]", value)
        tab.type(MESSAGE, word)
        return tab

    def send(self, tab, word):
        """What was typed stands there again, once the page has looked on the device, and goes."""
        tab.wait_for(MESSAGE)
        with suppress(AssertionError):  # then it is lost
            eventually(lambda: tab.value(MESSAGE) == word or word in self.proposed, tab.pause)
        if tab.value(MESSAGE) == word:
            self.press(tab)
            self.arrived(tab)
        tab.close()

    def press(self, tab):
        tab.press("main form .mk-btn-go")

    def arrived(self, tab):
        """At the page of the visit that was made."""
        eventually(lambda: re.search(r"/visits/[^/]+-[^/]+/$", tab.url), tab.pause)
