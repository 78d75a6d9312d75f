"""What an own timetable is linked with, asked again by, and goes with: with real sockets at the other end."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from observations.models import CopiedLesson
from people.models import User
from tests.factories import in_timetable, make_person, make_timetable
from tests.far_end import drip, said, turn
from tests.timetables.conftest import CALENDAR, EMPTY
from timetables import keeping, knocking
from timetables.models import Timetable, TimetableLesson
from timetables.why import Unusable, Why


def calendar(*starts):
    """One lesson at each of these moments."""
    lessons = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:{start:%Y%m%dT%H%M%S}Z\r\nDURATION:PT50M\r\nSUMMARY:Rekenen {number}\r\nEND:VEVENT\r\n"
        for number, start in enumerate(starts)
    ]
    return CALENDAR % "".join(lessons).encode()


@pytest.fixture
def linked(teacher, far_end, outer_world, monday):
    """A timetable with one lesson, asked for the last time a while ago; what answers next is up to a test."""

    def one(*answers):
        there = far_end(said(calendar(monday + timedelta(hours=10)), 'ETag: "1"'), *answers)
        keeping.try_address(teacher, there.url)
        keeping.yes(teacher)
        a_while_ago(teacher)
        return there

    return one


def a_while_ago(teacher, hours=7):
    Timetable.objects.filter(teacher=teacher).update(asked_at=timezone.now() - timedelta(hours=hours))


def subjects(teacher):
    return [lesson.subject for lesson in keeping.lessons_of(teacher)]


def test_an_address_is_on_trial_until_its_teacher_says_yes(teacher, far_end, outer_world, monday):
    there = far_end(said(calendar(monday + timedelta(hours=10)), 'ETag: "1"'))
    trial = keeping.try_address(teacher, there.url)
    assert (keeping.own(teacher), keeping.on_trial(teacher)) == (None, trial)
    keeping.yes(teacher)
    mine = keeping.own(teacher)
    assert (mine.address, mine.etag, mine.why, keeping.on_trial(teacher)) == (there.url, '"1"', "", None)
    assert subjects(teacher) == ["Rekenen 0"]
    assert keeping.yes(teacher) == mine  # pressed twice


def test_only_five_weeks_are_kept(teacher, monday):
    moments = [-timedelta(hours=1), timedelta(hours=12), timedelta(days=34), timedelta(days=36)]
    keeping.try_file(teacher, calendar(*(monday + after for after in moments)))
    assert TimetableLesson.objects.count() == 2


def test_a_file_is_read_and_not_kept(teacher, monday):
    keeping.try_file(teacher, calendar(monday + timedelta(hours=10)))
    mine = keeping.yes(teacher)
    assert (mine.sealed_address, subjects(teacher)) == ("", ["Rekenen 0"])
    a_while_ago(teacher)
    assert not keeping.again(teacher) and keeping.refresh_due() == 0


def test_the_address_is_sealed(teacher, linked):
    there = linked()
    [row] = Timetable.objects.filter(teacher=teacher).values()
    assert there.url not in str(row) and "geheim" not in str(row)


def test_no_takes_away_what_was_on_trial_alone(teacher, linked, monday):
    linked()
    keeping.try_file(teacher, EMPTY)
    keeping.no(teacher)
    assert subjects(teacher) == ["Rekenen 0"] and keeping.on_trial(teacher) is None


def test_another_one_takes_the_place_and_keeps_the_number(teacher, linked, monday, lesson):
    linked()
    mine = keeping.own(teacher)
    copied = CopiedLesson.objects.create(lesson=lesson, timetable=mine, key="0" * 64)
    keeping.try_file(teacher, calendar(*(monday + timedelta(hours=hours) for hours in (9, 12))))
    keeping.yes(teacher)
    assert keeping.own(teacher) == mine and keeping.own(teacher).sealed_address == ""
    assert subjects(teacher) == ["Rekenen 0", "Rekenen 1"]
    copied.refresh_from_db()
    assert Timetable.objects.count() == 1


REFUSED = {
    Why.LOCKED: said(b"", status="401 Unauthorized"),
    Why.STATUS: said(b"", status="500 No"),
    Why.CUT: said(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
    Why.LOGIN: said(
        b"<!doctype html><html><body><form>Inloggen</form></body></html>", "Content-Type: text/html"
    ),
    Why.OTHER: said(b'{"lessons": []}', "Content-Type: application/json"),
    Why.SILENT: b"",
    Why.ROUND: turn("/on"),
    Why.PLAIN: turn("http://rooster.example/"),
    Why.LATE: drip(b"HTTP/1.1 200 OK\r\n\r\n", b"B"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_fails_takes_nothing_away(why, teacher, linked, far_end, monkeypatch):
    linked(REFUSED[why])
    monkeypatch.setattr(knocking, "LONGEST", 2)
    before = keeping.own(teacher)
    assert keeping.again(teacher)
    mine = keeping.own(teacher)
    assert (mine.why, subjects(teacher), mine.read_at, mine.etag) == (
        why,
        ["Rekenen 0"],
        before.read_at,
        '"1"',
    )
    with pytest.raises(Unusable) as refused:
        keeping.try_address(teacher, far_end(REFUSED[why]).url)
    assert (refused.value.why, subjects(teacher)) == (why, ["Rekenen 0"])
    assert keeping.on_trial(teacher) is None


def test_once_it_answers_again_all_is_well(teacher, linked, monday):
    linked(said(b"", status="500 No"), said(calendar(monday + timedelta(hours=11))))
    keeping.again(teacher)
    a_while_ago(teacher)
    keeping.again(teacher)
    mine = keeping.own(teacher)
    assert (mine.why, mine.etag) == ("", "")
    assert [lesson.start for lesson in keeping.lessons_of(teacher)] == [monday + timedelta(hours=11)]


def test_what_did_not_change_is_of_now(teacher, linked):
    there = linked(said(b"", status="304 Not Modified"))
    Timetable.objects.update(read_at=timezone.now())
    keeping.again(teacher)
    assert 'If-None-Match: "1"' in there.asked[-1]
    mine = keeping.own(teacher)
    assert (mine.why, mine.etag, subjects(teacher)) == ("", '"1"', ["Rekenen 0"])
    assert timezone.now() - mine.read_at < timedelta(minutes=1)


def test_in_a_new_week_it_is_read_whole(teacher, linked, monday):
    """A week came into view that was not kept: unchanged there is new here."""
    there = linked(said(calendar(monday + timedelta(hours=10))))
    Timetable.objects.update(read_at=monday - timedelta(hours=1))
    keeping.again(teacher)
    assert "If-None-Match" not in there.asked[-1]


def test_nobody_asks_twice_within_ten_minutes(teacher, linked):
    there = linked(said(EMPTY))
    assert keeping.again(teacher) and not keeping.again(teacher)
    assert len(there.asked) == 2
    a_while_ago(teacher, 1)
    assert keeping.again(teacher)


def test_unlinked_while_it_was_asked_it_stays_away(teacher, linked, monkeypatch, monday):
    linked(said(calendar(monday + timedelta(hours=10))))
    fetch = knocking.fetch

    def and_meanwhile(*args, **known):
        reply = fetch(*args, **known)
        keeping.unlink(teacher)
        return reply

    monkeypatch.setattr(knocking, "fetch", and_meanwhile)
    keeping.again(teacher)
    assert not Timetable.objects.exists() and not TimetableLesson.objects.exists()


def test_unlinking_takes_all_of_it_and_leaves_the_visit(teacher, linked, lesson):
    linked()
    CopiedLesson.objects.create(lesson=lesson, timetable=keeping.own(teacher), key="0" * 64)
    keeping.try_file(teacher, EMPTY)
    keeping.unlink(teacher)
    assert not any(model.objects.exists() for model in (Timetable, TimetableLesson, CopiedLesson))
    lesson.refresh_from_db()


def test_a_key_that_is_no_more_opens_no_address(teacher, linked, settings):
    linked()
    settings.SECRET_KEY = "another"
    keeping.again(teacher)
    assert (keeping.own(teacher).why, subjects(teacher)) == (Why.SEALED, ["Rekenen 0"])


def test_another_key_seals_it_anew_and_the_old_one_can_go(teacher, settings):
    make_timetable(teacher, address="https://rooster.example/geheim.ics")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [settings.SECRET_KEY]
    assert (keeping.seal_anew(), keeping.seal_anew()) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    assert keeping.own(teacher).address == "https://rooster.example/geheim.ics"


# --- every hour


def test_every_six_hours_each_is_asked(teacher, linked, monday):
    there = linked(said(calendar(monday + timedelta(hours=11))))
    assert keeping.refresh_due() == 1
    assert [lesson.start for lesson in keeping.lessons_of(teacher)] == [monday + timedelta(hours=11)]
    assert keeping.refresh_due() == 0 and len(there.asked) == 2
    a_while_ago(teacher, 5)
    assert keeping.refresh_due() == 0


@pytest.mark.parametrize(
    "state", [{"is_active": False}, {"closed_at": timezone.now(), "leaves_on": timezone.localdate()}]
)
def test_not_of_who_is_away(state, teacher, linked):
    linked()
    User.objects.filter(pk=teacher.pk).update(**state)
    assert keeping.refresh_due() == 0


def test_nor_of_what_is_on_trial(teacher, far_end, outer_world):
    keeping.try_address(teacher, far_end(said(EMPTY)).url)
    a_while_ago(teacher)
    assert keeping.refresh_due() == 0


def test_one_that_fails_stops_no_other_and_says_only_its_kind(teacher, linked, team, monkeypatch, caplog):
    linked(said(EMPTY))
    other = make_person("Noor Bedacht", team=team, role="teacher")
    make_timetable(other, asked_at=timezone.now() - timedelta(hours=9))
    have = keeping.have

    def fails(timetable):
        if timetable.teacher == other:
            raise RuntimeError(timetable.address)
        return have(timetable)

    monkeypatch.setattr(keeping, "have", fails)
    with pytest.raises(RuntimeError):
        keeping.refresh_due()
    assert keeping.own(teacher).asked_at > timezone.now() - timedelta(minutes=1)
    assert "RuntimeError" in caplog.text and not re.search("http|rooster", caplog.text)


def test_those_that_waited_longest_come_first_and_the_rest_the_next_hour(teacher, team, monkeypatch):
    first, second = (make_person(name, team=team, role="teacher") for name in ("Noor Een", "Sam Twee"))
    for person, hours in ((first, 9), (second, 8), (teacher, 7)):
        make_timetable(person)
        a_while_ago(person, hours)
    asked = []
    monkeypatch.setattr(keeping, "BUDGET", -1)
    assert keeping.refresh_due() == 0
    monkeypatch.setattr(keeping, "BUDGET", 60)
    monkeypatch.setattr(keeping, "have", lambda timetable: asked.append(timetable.teacher) or (None, None))
    keeping.refresh_due()
    assert asked == [first, second, teacher]


def test_what_is_of_before_this_week_goes(teacher, monday):
    make_timetable(teacher, in_timetable(monday - timedelta(hours=1)), in_timetable(monday))
    assert (keeping.forget_lessons(), keeping.forget_lessons()) == (1, 0)
    assert [lesson.start for lesson in TimetableLesson.objects.all()] == [monday]


def test_what_nobody_said_yes_to_goes_after_a_day(teacher, monday):
    keeping.try_file(teacher, calendar(monday + timedelta(hours=10)))
    a_while_ago(teacher, 23)
    assert keeping.forget_lessons() == 0
    a_while_ago(teacher, 25)
    assert keeping.forget_lessons() == 1
    assert not Timetable.objects.exists()
