"""The numbers of a mirror as a file: what the paper says, for who reads the mirror, and nothing that a
spreadsheet would run."""

import csv
import json
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from checklists.models import Edition, Item
from reports.mirror_data import COLUMNS
from reports.models import Mirror, MirrorSentence, Period
from tests import factories
from tests.home.conftest import words
from tests.once import made_once
from tests.pdf_words import words_of
from tests.reports.test_data import parts_of
from tests.reports.test_mirror import OTHER, POINT, day, page, share


@pytest.fixture
@made_once
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


@pytest.fixture
@made_once
def mirror(school, team, teacher, coach, edition):
    """With two points, a step and a sentence."""
    period = Period.objects.create(school=school, start=day(60), end=day(1))
    ids = {key: str(edition.items.get(key=key).pk) for key in (POINT, OTHER)}
    counts = {"points": {ids[POINT]: 6, ids[OTHER]: 5}, "steps": {str(edition.suggestions.first().pk): 7}}
    made = Mirror.objects.create(team=team, period=period, made_on=timezone.localdate(), counts=counts)
    lesson = share(teacher, coach, POINT)
    MirrorSentence.objects.create(mirror=made, lesson=lesson, text="Gedeelde zin.", lang="nl")
    return made


def file(client, person, mirror, name="counts.csv", language="nl"):
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    return client.get(reverse("mirror_file", args=[mirror.pk, name]))


def table(response, delimiter=";"):
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")), delimiter=delimiter))


def test_a_row_for_each_line_that_is_printed_in_the_same_order(client, mirror, lead, edition):
    rows = table(file(client, lead, mirror))
    printed = words_of(client.get(reverse("mirror_pdf", args=[mirror.pk]) + "?lang=nl").content)

    assert tuple(rows[0]) == COLUMNS
    assert [(row["kind"], row["need"], row["item"], row["lessons"]) for row in rows] == [
        ("point", "competence", OTHER, "5"),
        ("point", "safety", POINT, "6"),
        ("step", "", edition.suggestions.first().key, "7"),
    ]
    places = [printed.index(row["text"]) for row in rows]
    assert places == sorted(places)


def test_as_json_with_the_team_and_its_period(client, mirror, lead):
    found = json.loads(file(client, lead, mirror, "counts.json", "en").content)

    assert list(found) == ["team", "start", "end", "made_on", "counts"]
    assert (found["team"], found["start"], found["end"]) == ("Team Zorg", str(day(60)), str(day(1)))
    assert [(row["item"], row["lessons"]) for row in found["counts"][:2]] == [(OTHER, 5), (POINT, 6)]


@pytest.mark.parametrize("name", ["counts.xlsx", "counts.csv", "counts.json"])
def test_no_sentence_no_teacher_and_no_visit_stand_in_it(client, mirror, lead, name):
    content = file(client, lead, mirror, name).content
    text = parts_of(content) if name == "counts.xlsx" else content.decode()

    for never in ("Gedeelde zin", "Tijn", "Coba", "Rekenen", "VZ2B"):
        assert never not in text


def test_in_english_it_has_commas_and_the_name_says_what_it_is(client, mirror, lead):
    response = file(client, lead, mirror, language="en")

    assert len(table(response, ",")) == 3
    assert response.headers["Content-Disposition"].startswith(
        f'attachment; filename="Meekijken, team mirror Team Zorg, {day(60)} to {day(1)}.csv"'
    )
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " \t="])
def test_a_cell_is_never_a_formula(client, mirror, lead, start):
    Item.objects.filter(key=POINT).update(short_nl=f"{start}1+1; =2")
    cells = [row["text"] for row in table(file(client, lead, mirror))]

    assert f"{start[:-1]}'{start[-1]}1+1; =2" in cells


def test_who_does_not_read_the_mirror_has_no_file(client, mirror, lead, school, team):
    former = factories.make_person("Oud Lid", team=team, role="lead")
    former.memberships.update(until=day(1))
    elsewhere = factories.make_person("Vera Vreemd", team=factories.make_team(school, "Team Techniek"), role="lead")  # fmt: skip
    admin = factories.make_person("Ada Beheer", school=school, is_administrator=True, is_superuser=True)

    for name in ("counts.xlsx", "counts.csv", "counts.json"):
        assert file(client, lead, mirror, name).status_code == 200
        for person in (former, elsewhere, admin):
            assert file(client, person, mirror, name).status_code == 404
        client.logout()
        assert client.get(reverse("mirror_file", args=[mirror.pk, name])).status_code == 302
    assert file(client, lead, mirror, "counts.xml").status_code == 404


def test_an_empty_mirror_has_no_file_and_its_page_offers_none(client, mirror, lead):
    shown = words(page(client, lead))
    assert shown.index("The numbers as a spreadsheet (xlsx)") < shown.index("The numbers (CSV)")
    Mirror.objects.update(counts={})

    assert file(client, lead, mirror).status_code == 404
    assert "The numbers" not in words(page(client, lead))


@pytest.mark.parametrize("points", [1, 25])
def test_a_file_takes_as_many_queries_for_much_as_for_little(
    client, mirror, lead, points, django_assert_num_queries
):
    items = Edition.objects.latest("number").items.filter(kind="point")[:points]
    mirror.counts["points"] = {str(item.pk): 5 for item in items}
    mirror.save()
    client.force_login(lead)
    with django_assert_num_queries(4):  # person, mirror, points, steps
        client.get(reverse("mirror_file", args=[mirror.pk, "counts.csv"]))
