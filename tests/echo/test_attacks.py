"""Attempts to find out who said what: a sixth, one that was deleted, two batches, a teacher with two visits,
two back-ups of one batch, five who agree, the order of rows, the pages of others."""

import json
import logging
from base64 import urlsafe_b64decode
from itertools import pairwise

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from echo import batches, models, saying
from echo.models import SEAL, Batch, Saying
from observations import access
from people import traces
from people.audit import AuditEvent
from people.wiping import ToWipe
from reports import actions as reports
from tests import factories
from tests.echo.conftest import COUNTS, NO, SKIP, TURN, YES, closed, open_batch, opened, say, say_in_turn


def tables():
    """Every row of every table, as a back-up has them: as text, in the order in which they lie."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = [json.dumps(row, default=str) for row in cursor.fetchall()]
    return found


def text_of(backup, *names):
    return "\n".join(row for name in names or backup for row in backup[name])


# --- a sixth ------------------------------------------------------------------------------------------


def test_a_sixth_changes_nothing_of_what_five_said(visits):
    say_in_turn(visits[:5])
    before = serializers.serialize("json", Batch.objects.all())
    say(visits[5], NO)

    assert serializers.serialize("json", Batch.objects.exclude(closed_on=None)) == before
    assert open_batch().sayings.get().teacher == visits[5].teacher


def test_one_of_the_five_who_says_more_is_in_the_next(visits):
    say_in_turn(visits[:5])
    say(visits[0], NO)

    assert closed() == [COUNTS]
    assert open_batch().sayings.get().teacher == visits[0].teacher


# --- one that was deleted or taken back ---------------------------------------------------------------


@pytest.mark.parametrize("by", ["taking it back", "deleting the visit"])
def test_before_the_count_what_was_taken_away_counts_nowhere(visits, by):
    say(visits[5], NO)
    say_in_turn(visits[:3])
    if by == "taking it back":
        saying.take_back(lesson=visits[5], by=visits[5].teacher)
    else:
        reports.delete(lesson=visits[5], by=visits[5].teacher)
    for lesson, choices in zip(visits[3:5], TURN[3:], strict=True):
        assert closed() == []
        say(lesson, *choices)

    assert closed() == [COUNTS]  # as if the sixth had never said anything


@pytest.mark.parametrize("by", ["taking it back", "deleting the visit"])
def test_after_the_count_the_difference_tells_nothing(visits, by):
    say_in_turn(visits[:5])
    before = serializers.serialize("json", Batch.objects.all())
    if by == "taking it back":
        assert saying.take_back(lesson=visits[4], by=visits[4].teacher) == 0
    else:
        reports.delete(lesson=visits[4], by=visits[4].teacher)

    assert serializers.serialize("json", Batch.objects.all()) == before


# --- two batches --------------------------------------------------------------------------------------


def test_two_batches_are_shown_apart_and_in_no_order_of_time(visits, coach):
    """Of one month, the page is the same whichever was first."""
    pages = []
    other = (*TURN[:4], (NO,) * 4)
    for first, second in ((TURN, other), (other, TURN)):
        Batch.objects.all().delete()
        for turn in (first, second):
            for lesson, choices in zip(visits, turn, strict=False):
                say(lesson, *choices)
        Batch.objects.update(closed_on="2026-01-01")
        pages.append([[row.rows for row in batch.sentences] for batch in batches.heard(coach)])

    assert pages[0] == pages[1]
    assert len(pages[0]) == 2
    sums = [sum(n for _label, n in rows) for batch in pages[0] for rows in batch]
    assert set(sums) <= {0, 5}  # no number is of more than one batch


def test_a_closed_batch_holds_no_day_no_person_but_its_coach_and_no_number_of_the_next(visits):
    say_in_turn(visits[:5])
    say_in_turn(visits[5:7])
    [row] = json.loads(serializers.serialize("json", Batch.objects.exclude(closed_on=None)))

    month = str(timezone.localdate().replace(day=1))
    assert row["fields"] == {
        "coach": str(visits[0].coach_id), "begun_on": month, "closed_on": month, "counts": COUNTS,
    }  # fmt: skip


# --- a teacher with two visits ------------------------------------------------------------------------


def test_a_teacher_with_five_visits_is_one_of_five(visits, coach):
    teacher = visits[0].teacher
    for number in range(5):
        say(opened(teacher, coach, subject=f"Vak {number}"), NO)

    assert closed() == []
    assert Saying.objects.get().teacher == teacher
    say_in_turn(visits[1:4])
    assert closed() == []


# --- back-ups -----------------------------------------------------------------------------------------


def sealed_in(backup):
    values = [value for row in backup["echo_saying"] for value in json.loads(row)]
    return [value for value in values if str(value).startswith("gAAAA")]


@pytest.fixture
def backups(visits, monkeypatch):
    """Of four, of five, and after the count; the fifth row is in no back-up, because it never stays."""
    say_in_turn(visits[:4])
    four = tables()
    monkeypatch.setattr(batches, "BATCH", 6)
    say(visits[4], *TURN[4])
    five = tables()
    monkeypatch.setattr(batches, "BATCH", 5)
    say(visits[4], *TURN[4])
    return four, five, tables()


def test_no_back_up_has_an_answer_that_can_be_read_without_the_key(backups, settings):
    four, five, _after = backups
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "that of somebody who found a back-up", []

    for backup, number in ((four, 4), (five, 5)):
        assert len(sealed_in(backup)) == number
        assert {SEAL.opened(text) for text in sealed_in(backup)} == {""}
        said = text_of(backup, "echo_saying", "echo_batch")
        assert not any(
            f'"{word}"' in said for word in (*models.Choice.values, "yyns", "ypny", "ppyy", "nyyn", "ynny")
        )


def test_every_answer_is_as_long_as_any_other_and_looks_like_none(visits):
    for lesson in visits[:3]:
        say(lesson, YES)
    say(visits[3], SKIP)
    sealed = list(Saying.objects.values_list("sealed", flat=True))

    assert len({len(text) for text in sealed}) == 1
    assert len(set(sealed)) == 4
    shared = [sum(a == b for a, b in zip(one, other, strict=True)) for one, other in pairwise(sealed)]
    assert max(shared) < 40  # of 120: the head of Fernet, which is the same for all


def test_what_is_sealed_does_not_say_when(visits):
    """Fernet writes the second of sealing, readable, in front."""
    say(visits[0], YES)

    assert urlsafe_b64decode(Saying.objects.get().sealed)[1:9] == bytes(8)


def test_said_again_with_the_same_words_it_looks_different(visits):
    texts = set()
    for _time in range(3):
        say(visits[0], YES)
        texts.add(Saying.objects.get().sealed)

    assert len(texts) == 3


def test_after_the_count_no_table_has_a_row_of_it(backups, visits):
    four, _five, after = backups

    assert after["echo_saying"] == []
    assert len(sealed_in(four)) == 4
    assert not any(text in text_of(after) for text in sealed_in(four))
    theirs = {str(lesson.teacher_id).replace("-", "") for lesson in visits[:5]}
    rows = text_of(after, "echo_batch").replace("-", "")
    assert not any(teacher in rows for teacher in theirs)


def test_between_two_back_ups_around_the_count_nothing_else_changed(backups):
    """Nothing is written down beside it: no letter, no line of a log, no draft, no session."""
    _four, five, after = backups
    changed = {name for name in after if sorted(after[name]) != sorted(five[name])}

    assert changed - {ToWipe._meta.db_table} == {"echo_saying", "echo_batch"}


def test_the_same_answers_in_another_order_leave_the_same_row(visits):
    rows = []
    for order in (TURN, TURN[::-1]):
        Batch.objects.all().delete()
        for lesson, choices in zip(visits, order, strict=False):
            say(lesson, *choices)
        [row] = tables()["echo_batch"]
        rows.append(json.loads(row)[1:])

    assert rows[0] == rows[1]  # as text, so the order of keys counts too


def test_when_a_batch_closes_old_versions_are_wiped(visits, monkeypatch, django_capture_on_commit_callbacks):
    say_in_turn(visits[:4])
    wiped = []
    monkeypatch.setattr(traces, "wipe", lambda *names: wiped.append(set(names)))
    with django_capture_on_commit_callbacks(execute=True):
        say(visits[4], *TURN[4])

    assert wiped == [{"echo_batch", "echo_saying"}]


# --- five who agree -----------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", models.Choice.values)
def test_five_who_agree_leave_no_number_whatever_they_agree_on(visits, choice):
    for lesson in visits[:5]:
        say(lesson, choice)

    [counts] = closed()
    assert counts == dict.fromkeys(counts, None)


# --- the pages, files and logs of others ----------------------------------------------------------------


@pytest.fixture
def others(team, school, visits):
    """Everybody who could be curious, but the teachers themselves."""
    return [
        visits[0].coach,
        factories.make_person("Lotte Leiding", team=team, role="lead"),
        factories.make_person("Ada Beheer", school=school, is_administrator=True),
        factories.make_person("Sam Bedacht", team=team, role="teacher"),
    ]


ADDRESSES = (
    "home",
    "earlier",
    "team",
    "mirrors",
    "school",
    "people",
    "log",
    "own_log",
    "data",
    "heard",
    "me",
    "letters_waiting",
)


def pages(client, person, lesson):
    client.force_login(person)
    addresses = [reverse(name) for name in ADDRESSES]
    addresses += [reverse(name, args=[lesson.pk]) for name in ("visit", "together", "keys", "echo")]
    addresses += [reverse("data_file", args=[pk, "all.json"]) for pk in (person.pk, lesson.teacher_id)]
    replies = [client.get(address) for address in addresses]
    return [without_tokens(reply) for reply in replies]


def without_tokens(reply):
    lines = reply.content.decode(errors="replace").splitlines()
    return "\n".join(
        line for line in lines if "csrfmiddlewaretoken" not in line and 'name="draft"' not in line
    )


def test_no_page_of_anybody_else_changes_by_an_answer(client, visits, others):
    for person in others:
        pages(client, person, visits[0])  # the first request of a day writes that down
        before = pages(client, person, visits[0])
        say(visits[0], NO)
        said = pages(client, person, visits[0])
        saying.take_back(lesson=visits[0], by=visits[0].teacher)
        assert said == before


def test_the_log_and_the_audit_hold_nothing_of_it(client, visits, caplog):
    caplog.set_level(logging.DEBUG)
    lines = AuditEvent.objects.count()
    client.force_login(visits[0].teacher)
    client.post(reverse("echo", args=[visits[0].pk]), {"relatedness": "partly"})
    client.post(reverse("echo", args=[visits[0].pk]), {"relatedness": "nonsense"})

    assert Saying.objects.exists()
    assert AuditEvent.objects.count() == lines
    assert "partly" not in caplog.text
    assert "nonsense" not in caplog.text


def test_no_key_opens_it_and_nobody_else_gets_the_page(client, visits, others, team):
    lesson = visits[0]
    for part in ("coach_account", "teacher_account", "steps"):
        reports.give_key(
            lesson=lesson, by=lesson.teacher, part=part, audience="team", until=timezone.localdate()
        )
    assert access.parts(others[-1], factories.fresh(lesson))

    for person in others:
        client.force_login(person)
        assert client.get(reverse("echo", args=[lesson.pk])).status_code == 404
        assert client.post(reverse("echo_take_back", args=[lesson.pk])).status_code == 404


def test_the_page_of_a_teacher_is_the_same_before_and_after_others_said_something(client, visits):
    """Who has not answered learns neither how many wait nor whether there is a batch."""
    client.force_login(visits[5].teacher)
    address = reverse("echo", args=[visits[5].pk])
    looks = []
    for number in range(5):
        looks.append(without_page(client.get(address)))
        if number < 4:
            say(visits[number], *TURN[number])

    assert len(set(looks)) == 1


def without_page(reply):
    """The sealed number of the batch is as long for none as for any."""
    lines = without_tokens(reply).splitlines()
    [page] = [line for line in lines if 'name="page"' in line]
    return "\n".join(line for line in lines if line != page) + str(len(page))


def test_every_table_of_the_room_is_wiped(settings):
    assert set(batches.TABLES) == {model._meta.db_table for model in apps.get_app_config("echo").get_models()}
    assert set(batches.TABLES) <= set(traces.tables_of_people())
