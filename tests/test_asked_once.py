"""What cannot be undone is asked once, in words, also without script; and no sentence says what is not so
here."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import RoutePattern
from lxml import html

from observations import actions
from observations.models import Stage, Step
from pulse import actions as pulses
from pulse.models import Pulse
from tests import factories
from tests.factories import bring_to, fresh
from together import actions as together

# A page asks, and only its button does it.
ASKED = {"cancel", "checklist_let_go", "decline", "delete", "pulse_close", "step_drop"}
# The words stand at the button itself, in a form of its own.
SAID_AT_THE_BUTTON = {
    "open": "Vanaf dat moment blijven de verhalen zoals ze zijn.",
    "pulse_open": "De studentpeiling gaat één keer open en één keer dicht.",
    "pulse_hear": "Vanaf het moment dat je kijkt, blijft je verhaal zoals het is",
    "offer_back": "Wat je intrekt, kun je bij dit lesbezoek niet nog eens aanbieden.",
    "pulse_release": "dat kun je niet terugdraaien",
    "checklist_publish": "kan daarna niemand meer veranderen",
}
# Each can be undone on the page that opens after it.
CAN_BE_UNDONE = {
    "goes_along": "moved by hand; the words stand at the button", "accept": "moved, or cancelled", "ready": "withdrawn until opening; alone, its words stand at the button", "reopen": "marked ready again", "undelete": "deleted again",
    "echo_take_back": "said again, until the batch closes", "guess": "guessed otherwise", "step_choose": "taken away", "key_give": "revoked", "key_revoke": "given again",
    "key_admit": "answered otherwise", "admit": "answered otherwise", "pulse_present": "another number",
    "bundle_make": "stopped", "bundle_cancel": "asked for again", "preferences": "switched again", "language": "switched again",
    "address_again": "another code", "address_keep": "another address", "entries": "changed until opening", "draft_entries": "changed again, or taken back",
    "draft_add": "taken back", "draft_move": "moved again, or taken back", "draft_switch": "switched again, or taken back", "draft_undo": "done again", "draft_hints": "keeps nothing",
    "addition": "follows a choice of its writer in words", "account_logout": "signing in",
    "calendar_address": "withdrawn; the words about the old one stand at the button", "calendar_withdraw": "another address",
    "timetable_yes": "unlinked", "timetable_no": "tried again", "timetable_again": "changes nothing that is not so there", "timetable_unlink": "linked again; the words stand at the button",
    "proposal_withdraw": "proposed again", "draft_again": "thrown away; nothing is saved by it",
    "person_pause": "ended", "person_resume": "paused again", "person_roles": "ended, or given again; a lead is asked about first",
    "person_sign_out": "signing in", "person_task": "given again", "person_edits": "given again", "checklist_next": "the draft is thrown away", "checklist_archive": "taken back", "draft_same": "said otherwise, or undone", "person_part": "linked again at the next sign-in", "person_step_remove": "added again",
    "school_sign_in_try": "changes nothing", "school_sign_in_open": "closed again", "school_sign_in_close": "opened again",
    "place_asked_let_go": "asked again, or invited by hand", "invite_again": "withdrawn", "school_again": "withdrawn", "invite_withdraw": "invited again",
    "team_close": "opened again", "team_open": "closed again", "holiday_remove": "added again", "period_remove": "added again", "word_remove": "added again",
    "sign_out_there": "signing in", "sign_out_elsewhere": "signing in",
    "sure_school": "only asks who one is", "recovery_codes_new": "made anew; the words stand at the button", "school_join": "unlinked", "school_part": "linked again; the words stand at the button",
    "leave_undo": "let go again", "school_leaves_undo": "let go again", "take_along_file": "thrown away",
}  # fmt: skip


def refuses_get(client, name, kwargs):
    reply = client.get(reverse(name, kwargs=kwargs))
    is_refused = reply.status_code == 405
    assert not is_refused or f'href="{reverse("home")}"' in reply.content.decode(), (
        name
    )  # and shows the way on
    return is_refused


def patterns(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def test_every_address_that_only_takes_a_press_stands_in_one_of_the_lists(client, lesson):
    values = {
        "lesson_id": lesson.pk, "step_id": uuid.uuid4(), "bundle_id": uuid.uuid4(), "part": "steps", "member": 1, "edition_id": lesson.edition_id,
        "number": "of-nobody",
    }  # fmt: skip
    client.force_login(lesson.teacher)
    lists = [ASKED, SAID_AT_THE_BUTTON, CAN_BE_UNDONE]
    known = {name for names in lists for name in names}
    pressed = set()
    for pattern in patterns(get_resolver()):
        wanted = set(pattern.pattern.converters)
        values["pk"] = 1 if isinstance(pattern.pattern.converters.get("pk"), IntConverter) else uuid.uuid4()
        if (
            isinstance(pattern.pattern, RoutePattern)
            and wanted <= values.keys()
            and refuses_get(client, pattern.name, {name: values[name] for name in wanted})
        ):
            pressed.add(pattern.name)

    assert len(pressed) > 12
    assert pressed - known == set()
    assert sum(map(len, lists)) == len(known)


class Browser:
    """Somebody without script."""

    def __init__(self, person):
        self.client = Client()
        self.client.force_login(person)

    def get(self, name, *args, query=""):
        self.page = self.client.get(reverse(name, args=args) + query)
        return self

    def follow(self, words):
        [link, *_] = self.tree().xpath(f"//main//a[starts-with(normalize-space(), '{words}')]/@href")
        self.page = self.client.get(link)
        return self

    def press(self, words):
        [button] = self.tree().xpath(f"//main//button[starts-with(normalize-space(), '{words}')]")
        form = button.xpath("ancestor::form")[0]
        address = (
            form.get("action") or f"{self.page.request['PATH_INFO']}?{self.page.request['QUERY_STRING']}"
        )
        self.page = self.client.post(address, dict(form.form_values()), follow=True)
        return self

    def tree(self):
        assert self.page.status_code == 200
        return html.document_fromstring(self.page.content.decode())

    def reads(self, words):
        return words in " ".join(self.tree().xpath("//main")[0].text_content().split())


@pytest.fixture
def running(lesson):
    pulses.prepare(lesson=lesson, by=lesson.teacher, chosen=[], opener=lesson.coach)
    pulses.open_pulse(lesson=fresh(lesson), by=lesson.coach)
    return fresh(lesson)


@pytest.mark.parametrize("role", ["teacher", "coach"])
def test_closing_the_pulse_is_asked_once_with_what_happens(running, role):
    browser = Browser(getattr(running, role)).get("pulse", running.pk).follow("Sluit de studentpeiling")

    assert Pulse.objects.get().is_running
    assert browser.reads("Wie nog bezig is, kan niet meer versturen.")
    assert browser.reads("sluit hij vanzelf om")
    browser.follow("Terug")
    assert Pulse.objects.get().is_running
    browser.follow("Sluit de studentpeiling").press("Sluit de studentpeiling")
    assert Pulse.objects.get().is_closed
    assert browser.page.request["PATH_INFO"] == reverse("pulse", args=[running.pk])


def test_a_pulse_that_is_closed_already_asks_nothing(running):
    pulses.close(lesson=running, by=running.teacher)
    browser = Browser(running.teacher)
    response = browser.client.get(reverse("pulse_close", args=[running.pk]))

    assert (response.status_code, response.url) == (302, reverse("pulse", args=[running.pk]))


def test_closing_asks_nobody_else(running):
    stranger = factories.make_person("Sam Bedacht", team=running.team, role="teacher")
    assert Browser(stranger).client.get(reverse("pulse_close", args=[running.pk])).status_code == 404


@pytest.mark.parametrize("place", ["together", "talk"])
def test_taking_a_step_away_is_asked_once_and_leads_back(lesson, place):
    bring_to(Stage.OPEN, lesson)
    together.choose_step(lesson=lesson, by=lesson.teacher, id=uuid.uuid4(), text="Begin achterin.")
    browser = Browser(lesson.teacher).get(place, lesson.pk, query="?at=steps" if place == "talk" else "")

    browser.follow("Haal deze keuze weg")
    assert Step.objects.exists()
    assert browser.reads("Begin achterin.")
    assert browser.reads("niet terug te halen")
    browser.follow("Terug").follow("Haal deze keuze weg").press("Haal deze keuze weg")
    assert not Step.objects.exists()
    assert browser.page.request["PATH_INFO"] == reverse(place, args=[lesson.pk])


def test_a_step_that_was_looked_back_on_is_not_asked_about(lesson):
    bring_to(Stage.LOOKED_BACK, lesson)
    response = Browser(lesson.teacher).client.get(
        reverse("step_drop", args=[lesson.pk, Step.objects.get().pk])
    )

    assert response.url == reverse("together", args=[lesson.pk]) + "#steps"


def test_opening_together_says_at_the_button_that_the_stories_stay_as_they_are(lesson):
    bring_to(Stage.READY, lesson)
    assert Browser(lesson.teacher).get("visit", lesson.pk).reads(SAID_AT_THE_BUTTON["open"])


def test_opening_the_pulse_says_that_it_opens_once(lesson):
    pulses.prepare(lesson=lesson, by=lesson.teacher, chosen=[], opener=lesson.coach)
    for person in (lesson.teacher, lesson.coach):
        assert Browser(person).get("pulse", lesson.pk).reads(SAID_AT_THE_BUTTON["pulse_open"])


def test_reading_and_letting_read_say_what_stays(running):
    pulse = Pulse.objects.get()
    for _student in range(6):
        pulses.answer(pulse=pulse, choices={}, texts=[], lang="nl")
    pulses.close(lesson=running, by=running.teacher)
    factories.look_back(running)
    factories.teacher_ready(running)
    browser = Browser(running.teacher).get("pulse", running.pk)
    assert browser.reads(SAID_AT_THE_BUTTON["pulse_hear"])

    browser.press("Lees wat studenten zeiden")
    factories.look(running)
    factories.coach_ready(running)
    actions.open_together(lesson=running, by=running.teacher)
    assert browser.get("pulse", running.pk).reads(SAID_AT_THE_BUTTON["pulse_release"])


# --- sentences that are not so here -----------------------------------------------------------------


def test_who_has_answered_is_not_invited_to_answer_again(client, running):
    code = Pulse.objects.get().code
    sent = client.post(reverse("pulse_answer", args=[code]), {"lang": "nl"}, follow=True)
    tree = html.document_fromstring(sent.content.decode())

    assert "Begin opnieuw" not in sent.content.decode()
    assert tree.xpath("//main//a[contains(@class, 'mk-btn')]") == []
    assert "Iedereen antwoordt één keer." in sent.content.decode()
    [link] = tree.xpath("//main//a[contains(., 'klasgenoot die nog niet')]/@href")
    assert (
        client.get(
            link.replace("?", f"{reverse('pulse_answer', args=[code])}?") if link.startswith("?") else link
        ).status_code
        == 200
    )


MAIL_PAGES = ["account_reset_password", "account_reset_password_done"]
NO_MAIL = "Hier gaat geen mail weg"


@pytest.mark.parametrize("host", ["", "mail.example"])
def test_where_no_mail_leaves_no_page_says_that_a_letter_comes(client, teacher, settings, host):
    settings.MAIL_HOST = host
    pages = [client.get(reverse(name)).content.decode() for name in MAIL_PAGES]
    client.force_login(teacher)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    pages.append(client.get(reverse("address")).content.decode())
    client.post(reverse("address"), {"email": "ander@school.example"})
    pages.append(client.get(reverse("address_code")).content.decode())

    assert [NO_MAIL in page for page in pages] == [not host] * 4
    promises = ["onderweg", "We sturen", "Kijk in je mail", "zou er binnen een paar minuten"]
    assert [any(words in page for words in promises) for page in pages] == [bool(host)] * 4
