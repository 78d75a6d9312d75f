"""Sentences with numbers, names and times."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from people.files import disposition
from together import words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 11, 24, 10, 15, tzinfo=AMSTERDAM)


def visit(start=START, end=START + timedelta(minutes=50), **facts):
    return SimpleNamespace(
        **{"start": start, "end": end, "subject": "Rekenen", "group": "VZ2B", "opened_at": start} | facts
    )


@pytest.mark.parametrize(("language", "written"), [("nl", "10.41"), ("en", "10:41")])
def test_a_stamp_is_local_time_written_as_the_language_does(language, written):
    with override(language):
        assert words.Stamps(visit())(START + timedelta(minutes=26)) == written


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(-16, False), (-15, True), (0, True), (180, True), (181, False), (600, False), (24 * 60, False)],
)
def test_a_time_that_says_nothing_about_the_lesson_is_not_shown(minutes, shown):
    assert bool(words.Stamps(visit())(START + timedelta(minutes=minutes))) is shown


def test_a_long_lesson_keeps_its_times_until_the_end():
    long = visit(end=START + timedelta(hours=5))

    assert words.Stamps(long)(START + timedelta(hours=4, minutes=59))
    assert not words.Stamps(long)(START + timedelta(hours=5, minutes=1))


def test_a_stamp_never_comes_from_another_day():
    late = visit(start=datetime(2026, 11, 24, 22, 30, tzinfo=AMSTERDAM), end=None)

    assert words.Stamps(late)(late.start + timedelta(minutes=80))
    assert not words.Stamps(late)(late.start + timedelta(minutes=100))


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", "dinsdag 24 november 2026, 10.15–11.05"), ("en", "Tuesday 24 November 2026, 10:15–11:05")],
)
def test_when_a_lesson_was(language, written):
    with override(language):
        assert words.period(visit()) == written


def test_a_lesson_without_an_end():
    with override("en"):
        assert words.period(visit(end=None)) == "Tuesday 24 November 2026, 10:15"


def test_what_was_left_out():
    with override("en"):
        assert words.left_out(6, 6) == "all 6 items"
        assert words.left_out(5, 6) == "5 other items"
        assert words.left_out(1, 6) == "1 other item"


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Rekenen", "Reflection report Rekenen VZ2B 2026-11-24.pdf"),
        ('Zorg/"wonen" \\ 50%\r\n\x00', "Reflection report Zorg wonen 50 VZ2B 2026-11-24.pdf"),
        ("../../etc", "Reflection report .. .. etc VZ2B 2026-11-24.pdf"),
        ("Français", "Reflection report Français VZ2B 2026-11-24.pdf"),
    ],
)
def test_a_file_name_that_every_disk_takes(subject, name):
    with override("en"):
        assert words.file_name(visit(subject=subject)) == name


def test_the_file_with_the_private_page_is_not_taken_for_the_other():
    with override("en"):
        name = words.file_name(visit(), with_private=True)
        long = words.file_name(visit(subject="算" * 120), with_private=True)

    assert name == "Reflection report Rekenen VZ2B 2026-11-24 (only for you).pdf"
    assert f"filename*=UTF-8''{quote(long, safe='')}" in disposition(long)


def test_a_file_name_has_an_end():
    with override("en"):
        name = words.file_name(visit(subject="x" * 120, group="y" * 60))

    assert len(name) < 110
    assert name.endswith(" 2026-11-24.pdf")


def test_its_day_stays_also_where_letters_take_more_room():
    with override("en"):
        name = words.file_name(visit(subject="算" * 120))

    assert f"filename*=UTF-8''{quote(name)}" in disposition(name)
    assert name.endswith(" 2026-11-24.pdf")


def test_the_file_of_an_unopened_account_is_called_something_else():
    with override("en"):
        assert words.file_name(visit(opened_at=None)) == "Own story Rekenen VZ2B 2026-11-24.pdf"
