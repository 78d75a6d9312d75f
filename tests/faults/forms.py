"""A form that is sent with its button, and what goes wrong there: what was typed comes back, and sent twice is one thing."""

from contextlib import suppress
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Error

from observations.models import Lesson
from tests.factories import PASSWORD

FORM = "/visits/propose/"


class Forms:
    """What a coach does in another tab than the capture page: proposes a visit, with one word as its message. Each road counts
    the word as typed; it is lost unless the proposal arrives, and doubled when two do."""

    @property
    def proposed(self):
        """The messages of all proposals of this coach."""
        rows = Lesson.objects.filter(coach=self.lesson.coach).exclude(message="")
        return list(rows.values_list("message", flat=True))

    def session_gone_in_a_form(self, word):
        if page := self.filled(word):
            Session.objects.all().delete()
            self.press(page)
            page.fill("[name=login]", self.lesson.coach.email)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            self.send(page, word)

    def network_gone_in_a_form(self, word):
        if page := self.filled(word):
            self.browser.context.set_offline(True)
            with suppress(Error):
                self.press(page)
            self.browser.context.set_offline(False)
            with suppress(Error):
                page.goto(FORM)
            self.send(page, word)

    def back_and_send_again(self, word):
        if page := self.filled(word):
            self.press(page)
            page.wait_for_url("**/visits/*-*/")
            page.go_back()
            if page.locator("[name=message]").count():
                self.press(page)
            page.close()

    def filled(self, word):
        """The form with this word in it; None where there is no network or no server."""
        page = self.new_page()
        self.sign_in()
        with suppress(Error):
            page.goto(FORM)
        if self.is_off or not page.locator("[name=message]").count():
            return page.close()
        self.words.add(word)
        page.select_option("[name=membership]", index=1)
        day = timezone.localdate() + timedelta(days=int(word[1:]))
        values = {
            "date": f"{day:%Y-%m-%d}",
            "begin": "09:15",
            "subject": "Rekenen",
            "group": "VZ2B",
            "message": word,
        }
        for name, value in values.items():
            page.locator(f"[name={name}]").press_sequentially(value) if name == "message" else page.fill(
                f"[name={name}]", value
            )
        return page

    def send(self, page, word):
        """What was typed stands there again, and goes."""
        field = page.locator("[name=message]")
        field.wait_for()
        if field.input_value() == word:
            self.press(page)
            page.wait_for_url("**/visits/*-*/")
        page.close()

    def press(self, page):
        page.get_by_role("button", name="Send the proposal").click()
