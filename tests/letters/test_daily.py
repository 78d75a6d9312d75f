"""All that somebody wants to hear once a day is one letter, at half past three on a working day: nothing
twice, only what is still so, and no letter where there is nothing to tell."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from lxml import html

from letters import daily, postman, wishes
from letters.models import How
from letters.postman import deliver
from letters.words import LETTERS
from observations import actions
from observations.models import ABOUT_TIME, Audience, News, Part, ToTell
from reports import actions as reports
from tests import factories
from tests.factories import fresh, make_lesson, make_person
from tests.letters.test_quiet import at, holiday, leaves, quiet_hours, travel  # noqa: F401 -- a fixture
from tests.letters.test_told import in_english, told  # noqa: F401 -- a fixture
from together import actions as together

TODAY = [("Coba", "What is new for you today")]
AT_HALF_PAST_THREE = at(0, 15, 30)


@pytest.fixture(autouse=True)
def once_a_day(coach):
    wishes.choose(coach, {kind: How.DAILY for kind in News if How.DAILY in wishes.ways([kind])})


@pytest.fixture
def visit(edition, teacher, coach):
    """Opened on Monday at ten, of which the coach was told what came before."""

    def visit(moment=None, subject="Rekenen"):
        with travel(at(0, 9)):
            lesson = make_lesson(teacher, coach=coach, subject=subject)
            for step in (factories.look, factories.coach_ready, factories.look_back, factories.teacher_ready):
                step(lesson)
            ToTell.objects.of(lesson.pk).delete()
        with travel(moment or at(0, 10)):
            factories.open_it(lesson)
        return fresh(lesson)

    return visit


def reply(lesson, moment, text="Een"):
    with travel(moment):
        together.add(lesson=fresh(lesson), by=lesson.teacher, kind="reply", text=text)


def lines(letter):
    """(what is said, where its link leads), of the text and of the HTML, which say the same."""
    tree = html.fromstring(letter.alternatives[0].content)
    shown = [(p.xpath("string(b)"), p.xpath("string(a/@href)")) for p in tree.xpath("//p[b]")]
    parts = letter.body.split("\n\n")[1:]
    things = [
        part.splitlines()
        for part in parts[: next(n for n, part in enumerate(parts) if part.startswith("-- "))]
    ]
    assert [(thing[0], thing[-1]) for thing in things] == shown
    return [(said, address.removeprefix(settings.SITE_URL)) for said, address in shown]


# --- when ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (at(0, 10), AT_HALF_PAST_THREE),
        (at(0, 15, 30), AT_HALF_PAST_THREE),
        (at(0, 15, 31), at(1, 15, 30)),
        (at(0, 23), at(1, 15, 30)),
        (at(4, 16), at(7, 15, 30)),  # Friday
        (at(5, 10), at(7, 15, 30)),
    ],
)
def test_at_half_past_three_on_a_working_day(visit, happens, expected):
    visit(happens)
    before = [expected - timedelta(minutes=1)] if expected > happens else []

    assert leaves(happens, *before, expected) == (expected, TODAY)


def test_not_in_a_holiday(visit, school):
    holiday(school, 0, 4)
    visit()

    assert leaves(AT_HALF_PAST_THREE, at(4, 15, 30), at(7, 15, 29), at(7, 15, 30)) == (at(7, 15, 30), TODAY)


def test_where_the_postman_comes_late_it_does_not_wait_for_another_day_but_for_the_morning(visit):
    visit()
    assert leaves(at(0, 17)) == (at(0, 17), TODAY)
    visit()
    assert leaves(at(0, 19), at(1, 7, 30)) == (at(1, 7, 30), TODAY)


def test_about_time_is_told_at_once(visit, teacher, coach):
    lesson = visit()
    with travel(at(0, 11)):
        factories.make_lesson(teacher, coach=coach, by=teacher, start=at(9, 10), end=at(9, 11))
        assert ("Coba", "You agreed on a moment with Tijn Verzonnen") in told()
    assert ToTell.objects.untold().get().lesson == lesson.pk


# --- what ---------------------------------------------------------------------------------------------


def test_a_line_and_a_link_for_each_thing_and_nothing_twice(visit):
    one, two = visit(), visit(at(0, 11), subject="Nederlands")
    for text in ("Een", "Twee"):
        reply(one, at(0, 12), text)
    reply(one, at(0, 14), "Drie")
    assert leaves(at(0, 10), at(0, 13), at(0, 15)) is None

    assert leaves(AT_HALF_PAST_THREE) == (AT_HALF_PAST_THREE, TODAY)
    opened, replied = "Tijn Verzonnen opened your visit", "Tijn Verzonnen replied to you"
    assert lines(mail.outbox[0]) == [
        (opened, f"/visits/{one.pk}/together/"),
        (opened, f"/visits/{two.pk}/together/"),
        (replied, f"/visits/{one.pk}/together/"),
    ]
    assert "Lesson of Monday 30 November 2026. Nederlands, group VZ2B" in mail.outbox[0].body
    assert not ToTell.objects.untold().exists()
    assert leaves(at(0, 16), at(1, 15, 30)) is None


def test_only_what_is_still_so(edition, teacher, coach):
    with travel(at(0, 9)):
        lesson = make_lesson(teacher, coach=coach)
        factories.look(lesson)
        factories.look_back(lesson)
        ToTell.objects.all().delete()
        factories.teacher_ready(lesson)  # it is the coach's turn
    with travel(at(0, 12)):
        actions.withdraw_ready(lesson=fresh(lesson), by=teacher)

    assert leaves(AT_HALF_PAST_THREE) is None
    assert not ToTell.objects.untold().exists()


def test_what_is_written_at_the_last_moment_is_told_the_next_day(visit):
    lesson = visit()
    reply(lesson, at(0, 15, 20))
    assert leaves(AT_HALF_PAST_THREE) == (AT_HALF_PAST_THREE, TODAY)
    assert len(lines(mail.outbox[0])) == 1

    assert leaves(at(0, 15, 36), at(0, 17), at(1, 15, 30)) == (at(1, 15, 30), TODAY)


def test_every_kind_that_can_wait_has_a_line_with_a_link(lesson, teacher, coach, team):
    """A key and a question have no visit of the reader; a button is there all the same."""
    kinds = {kind for kind in News if How.DAILY in wishes.ways([kind])} - wishes.ALWAYS
    found = {
        kind: [words.ways for (named, _role), words in LETTERS.items() if named == kind] for kind in kinds
    }

    assert all(ways and all(len(each) == 1 for each in ways) for ways in found.values())
    assert kinds == set(News) - ABOUT_TIME - wishes.ALWAYS


def test_of_two_colleagues_who_share_each_has_a_line(visit, teacher, coach, team):
    lead = make_person("Lotte Bedacht", team=team, role="lead", language="en")
    wishes.choose(lead, {News.RELEASED: How.DAILY})
    lessons = [visit(), visit()]
    for lesson in lessons:
        for part in (Part.STEPS, Part.TEACHER_ACCOUNT):
            with travel(at(0, 11)):
                facts = {"part": part, "audience": Audience.LEAD, "until": at(90, 0).date()}
                reports.give_key(lesson=fresh(lesson), by=teacher, **facts)
    with travel(AT_HALF_PAST_THREE):
        assert ("Lotte", TODAY[0][1]) in told()

    letter = next(letter for letter in mail.outbox if letter.to == [lead.email])
    assert [address for _said, address in lines(letter)] == [f"/team/{lesson.pk}/" for lesson in lessons]
    assert "Rekenen" not in letter.body


# --- how it goes round --------------------------------------------------------------------------------


def test_once_a_day_is_switched_off_for_all_that_it_told(visit, client, coach):
    lesson = visit()
    reply(lesson, at(0, 12))
    leaves(AT_HALF_PAST_THREE)
    [off] = re.findall(r"<(.*)>", mail.outbox[0].extra_headers["List-Unsubscribe"])
    assert off in mail.outbox[0].body
    client.post(off.removeprefix(settings.SITE_URL), {"List-Unsubscribe": "One-Click"})

    now = wishes.wishes(coach)
    assert {kind for kind, how in now.items() if how == How.OFF} == {News.OPENED, News.REPLY}


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("x"), smtplib.SMTPDataError(451, b"x")])
def test_what_could_not_leave_leaves_later_as_the_same_letter(visit, monkeypatch, error):
    lesson = visit()
    reply(lesson, at(0, 12))
    sent, send = [], postman.send

    def fails(message, then):
        sent.append(message.extra_headers["Message-ID"])
        raise error

    monkeypatch.setattr(postman, "send", fails)
    assert leaves(AT_HALF_PAST_THREE) is None
    assert ToTell.objects.untold().count() == 2
    monkeypatch.setattr(postman, "send", send)

    now, letters = leaves(at(0, 15, 31), at(0, 15, 40))
    assert (now, letters) == (at(0, 15, 40), TODAY)
    assert [mail.outbox[0].extra_headers["Message-ID"]] == sent
    assert len(lines(mail.outbox[0])) == 2


def test_a_copy_after_a_kill_is_the_same_letter(visit, coach):
    visit()
    with travel(AT_HALF_PAST_THREE):
        row = ToTell.objects.untold().select_related("person__school").get()
        first, second = (daily.letter(coach, daily.rows_with(row)) for _twice in range(2))

    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_who_changes_it_meanwhile_gets_what_waits_in_the_new_way(visit, coach):
    visit()
    leaves(at(0, 11))
    wishes.choose(coach, {News.OPENED: How.OFF})

    assert leaves(AT_HALF_PAST_THREE) is None
    assert not ToTell.objects.untold().exists()


def test_who_has_left_gets_none(visit, coach):
    visit()
    type(coach).objects.filter(pk=coach.pk).update(is_active=False)

    assert leaves(AT_HALF_PAST_THREE) is None
    assert not ToTell.objects.untold().exists()


def test_a_letter_of_a_day_asks_as_much_for_each_visit(visit, django_assert_max_num_queries):
    numbers = []
    for many in (1, 1, 4):
        ToTell.objects.all().delete()
        for _each in range(many):
            visit()
        with travel(AT_HALF_PAST_THREE), django_assert_max_num_queries(60) as asked:
            deliver.call()
        numbers.append(len(asked))

    # the first round of all makes its row; that it was told is one transaction
    assert numbers[1:] == [21, 21 + 3 * 2]
