"""Every "next" leads to the thing itself: a page of its own, or its place on a page."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from observations import actions, next
from observations.models import Stage, Step, Voice
from observations.next import ALONE, ASKING, COACH, LINES, NOT_YOURS, TEACHER, whats_next
from tests import factories
from tests.factories import bring_to, fresh
from together import actions as together

SHIFT = {"ahead": timedelta(days=3), "now": timedelta(), "over": timedelta(hours=-3)}
# when the lesson is, until which stage it has come, and what is done then
PHASES = {
    next.TO_PREPARE: ("ahead", Stage.PLANNED), next.PREPARED: ("ahead", Stage.PLANNED), next.FLASH: ("ahead", Stage.PLANNED),
    next.TODAY: ("now", Stage.PLANNED), next.TODAY_BARE: ("now", Stage.PLANNED), next.TODAY_FLASH: ("now", Stage.PLANNED),
    next.OVER: ("over", Stage.PLANNED),
    next.LOOKING: ("now", Stage.LOOKING), next.WRITING: ("over", Stage.LOOKING),
    next.OPEN: ("over", Stage.OPEN), next.TRYING: ("over", Stage.OPEN), next.DUE: ("over", Stage.OPEN),
    **{stage: ("over", stage) for stage in Stage if stage not in (Stage.OPEN, Stage.PLANNED, Stage.LOOKING, Stage.PROPOSED)},
    Stage.PROPOSED: ("ahead", Stage.PROPOSED),
    next.ASKED: ("ahead", Stage.PLANNED), next.ASKED_LATE: ("over", Stage.PLANNED), next.DECLINED: ("ahead", Stage.PLANNED),
}  # fmt: skip
FORMS = {"before": "write", "look": "write", "look_back": "write"}


def made(phase, role, teacher, coach):
    when, stage = PHASES[phase]
    start = timezone.now() + SHIFT[when]
    facts = {
        "start": start,
        "end": start + timedelta(minutes=50),
        "is_flash": phase in (next.FLASH, next.TODAY_FLASH),
    }
    if phase in UNANSWERED or role == ASKING:
        return unanswered(phase, teacher, coach, facts)
    if role == ALONE:
        lesson = factories.make_lesson(teacher, **facts)
        walk_alone(lesson, stage)
    else:
        by = coach if stage == Stage.PROPOSED else teacher
        lesson = factories.make_lesson(teacher, coach=coach, by=by, **facts)
        if stage != Stage.PROPOSED:
            bring_to(stage, lesson)
    if phase in (next.PREPARED, next.TODAY):
        factories.save(lesson, Voice.TEACHER, {"type": "question", "text": "Hoe begin ik?", "revision": 0})
    if phase in (next.TRYING, next.DUE):
        for days in (3, 2):
            step(lesson, timezone.localdate() - timedelta(days=days) if phase == next.DUE else None)
    return fresh(lesson)


UNANSWERED = {next.ASKED, next.ASKED_LATE, next.DECLINED}


def unanswered(phase, teacher, coach, facts):
    lesson = factories.make_lesson(teacher, coach=coach, is_answered=False, **facts)
    if phase in (next.PREPARED, next.TODAY):
        factories.save(lesson, Voice.TEACHER, {"type": "question", "text": "Hoe begin ik?", "revision": 0})
    if phase == Stage.WAITING_FOR_COACH:
        factories.look_back(lesson)
        factories.teacher_ready(lesson)
    if phase == next.DECLINED:
        actions.decline(lesson=lesson, by=coach)
    return fresh(lesson)


def walk_alone(lesson, stage):
    if stage not in (Stage.PLANNED, Stage.CANCELLED):
        factories.look_back(lesson)
    if stage in (Stage.OPEN, Stage.LOOKED_BACK):
        factories.teacher_ready(lesson)
    if stage == Stage.LOOKED_BACK:
        factories.look_back_on_step(lesson)
    if stage == Stage.CANCELLED:
        factories.cancel(lesson)


def step(lesson, day):
    pk = uuid.uuid4()
    together.choose_step(lesson=lesson, by=lesson.teacher, id=pk, text=f"Begin achterin, {day}.")
    Step.objects.filter(pk=pk).update(look_back_on=day)


def there(page, place):
    return page.xpath(f"//*[@id='{place}']")


@pytest.mark.parametrize(("phase", "role"), LINES, ids=[f"{phase}-{role}" for phase, role in LINES])
def test_it_leads_to_the_thing_itself(edition, teacher, coach, phase, role):
    lesson, person = made(phase, role, teacher, coach), coach if role == COACH else teacher
    found = whats_next(lesson, person, lens_size=0)
    assert (found.phase, found.line) == (phase, LINES[phase, role])
    if not found.action:
        return

    client = Client()
    client.force_login(person)
    response = client.get(found.url)
    page = html.document_fromstring(response.content.decode())
    assert response.status_code == 200
    assert len(page.xpath("//h1")) == 1
    place = found.url.partition("#")[2] or FORMS.get(found.url_name)
    assert place is None or there(page, place)


@pytest.mark.parametrize(("phase", "role"), [(next.DUE, TEACHER), (next.DUE, ALONE)])
def test_what_is_to_be_looked_back_on_first_has_its_form_on_the_page_that_opens(
    edition, teacher, coach, phase, role
):
    lesson = made(phase, role, teacher, coach)
    client = Client()
    client.force_login(teacher)
    start = html.document_fromstring(client.get(reverse("home")).content.decode())
    [link, *_] = start.xpath("//main//a[starts-with(normalize-space(), 'Hoe ging het?')]/@href")

    response = client.get(link)
    page = html.document_fromstring(response.content.decode())
    assert page.xpath("//form//input[@type='radio'][@name='result']")
    assert f"Begin achterin, {timezone.localdate() - timedelta(days=3)}." in response.content.decode()
    client.post(link, {"result": "tried", "outcome": "Iedereen begon."})
    assert fresh(lesson).chosen_steps[0].looked_back_at


@pytest.mark.parametrize(("phase", "role", "words"), [
    (Stage.READY, TEACHER, "Open samen"), (Stage.PROPOSED, TEACHER, "Ja, kom maar"), (next.OPEN, ALONE, "Neem dit mee"),
])  # fmt: skip
def test_what_one_is_asked_to_press_stands_at_the_place_that_the_link_names(
    edition, teacher, coach, phase, role, words
):
    lesson = made(phase, role, teacher, coach)
    url = whats_next(lesson, teacher, lens_size=0).url
    client = Client()
    client.force_login(teacher)
    page = html.document_fromstring(client.get(url).content.decode())

    [place] = there(page, url.partition("#")[2])
    assert words in " ".join(place.text_content().split())


# what one came for, in the words of the page, where the line leads to the page of a visit
THERE = {
    next.ASKED: ("Ja, ik kijk mee", "Liever een ander moment", "Nee, deze keer niet"),
    next.ASKED_LATE: ("Ja, ik was erbij", "Liever een ander moment", "Nee, deze keer niet"),
    next.DECLINED: ("Vraag iemand anders", "Ga alleen verder", "Zeg het lesbezoek af"),
    "answer": ("Ja, kom maar", "Liever een ander moment", "Nu niet"),
    "open": ("Open samen",),
    "preparation": ("Hoe begin ik?",),
    "story": ("Schrijf verder",),
}


@pytest.mark.parametrize(
    ("phase", "role"), [key for key, line in LINES.items() if line.url_name == "visit" and line.place]
)
def test_on_the_page_of_a_visit_the_thing_itself_stands_at_its_place(edition, teacher, coach, phase, role):
    lesson, person = made(phase, role, teacher, coach), coach if role == COACH else teacher
    found = whats_next(lesson, person, lens_size=0)
    client = Client()
    client.force_login(person)
    page = html.document_fromstring(client.get(found.url).content.decode())

    [place] = there(page, found.line.place)
    said = " ".join(
        place.xpath("ancestor-or-self::*[contains(@class, 'mk-row')][1]")[0].text_content().split()
    )
    words = THERE.get(phase, THERE[found.line.place]) if phase != next.LOOKING else ("Waar het om gaat",)
    assert [word for word in words if word not in said] == []


def test_the_page_of_a_visit_without_a_place_is_for_the_appointment_alone():
    """Whoever is sent to the top of that page goes to read what was agreed; whoever has something to do is
    sent to it."""
    to_the_top = {
        key: line
        for key, line in LINES.items()
        if line.url_name == "visit" and not line.place and line.action
    }

    assert {str(line.action) for line in to_the_top.values()} <= {
        str(next.VIEW),
        str(LINES[Stage.PROPOSED, COACH].action),
    }
    assert [key for key, line in to_the_top.items() if line.is_yours] == []


def test_who_only_waits_is_sent_to_what_there_is_to_read():
    places = {line.place for line in LINES.values() if line.is_yours is NOT_YOURS}

    assert places == {"", "preparation", "story"}
