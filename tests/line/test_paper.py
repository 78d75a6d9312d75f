"""The own line on paper: the same road as the page, for its teacher alone, through the gate of every
paper."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from observations.models import Part
from reports import actions as reports
from reports.models import Bundle
from reports.printing import TooLong
from tests import factories
from tests.line.roads import TODAY, at, marks, visit, year
from tests.pdf_structure import problems
from tests.pdf_words import pages_of
from tests.reports.papers import keep, unpacked


@pytest.fixture
def get(client):
    def get(person, query=""):
        client.force_login(person)
        with time_machine.travel(TODAY, tick=False):
            return client.get(reverse("line_pdf") + query)

    return get


def words(reply):
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/pdf")
    return " ".join(pages_of(reply.content))


@pytest.fixture
def walked(edition, teacher, coach, other):
    return year(teacher, coach, other)


def test_it_says_whose_it_is_of_when_and_what_counts(walked, teacher, get):
    reply = get(teacher, "?lang=en")

    found = words(reply)
    keep("line", reply.content)
    assert problems(reply.content) == []
    assert "for Tijn Verzonnen, 24 November 2026" in found
    assert "4 opened lesson visits, as they stood on" in found
    assert "never count" in found
    assert "This line is yours alone." in found
    assert "You named it in 4 of 4 lessons" in found
    assert "Who looked along saw it in 2 of 3 lessons" in found
    assert 'filename="My line 2026-2027 (2026-11-24).pdf"' in reply.headers["Content-Disposition"]
    assert "no-store" in reply.headers["Cache-Control"]


def test_it_prints_steps_with_what_came_of_them_in_own_words(walked, teacher, get):
    found = words(get(teacher))

    assert "Ik sta bij de deur als ze binnenkomen." in found
    assert "Dit doe ik nu altijd." in found
    assert "2 december 2026" in found  # the day of the step that is still to come


def test_before_three_visits_it_counts_nothing(edition, teacher, coach, get):
    visit(teacher, coach, at(9, 7), question="Hoe begin ik?")

    found = words(get(teacher, "?lang=en"))

    assert "Hoe begin ik?" in found
    assert "Your line begins here" in found
    assert "Items that came up in three lessons or more" not in found


def test_without_an_opened_visit_there_is_no_paper(edition, teacher, coach, get):
    with time_machine.travel(TODAY):
        factories.make_lesson(teacher, coach=coach)

    assert get(teacher).status_code == 404


def test_a_school_year_is_printed_by_itself(walked, teacher, coach, get):
    with time_machine.travel(at(1, 20).replace(year=2026)):
        visit(teacher, coach, at(1, 20), question="Wie hoor ik nog niet?")

    this_year, before, every = (words(get(teacher, f"?year={year}")) for year in ("2026", "2025", "all"))

    assert ("Dit doe ik nu altijd." in this_year, "Wie hoor ik nog niet?" in this_year) == (True, False)
    assert ("Dit doe ik nu altijd." in before, "Wie hoor ik nog niet?" in before) == (False, True)
    assert ("Dit doe ik nu altijd." in every, "Wie hoor ik nog niet?" in every) == (True, True)


def test_it_is_nobody_elses_also_under_a_key(walked, school, team, teacher, coach, get):
    """The address names nobody: everybody gets their own, and who has none gets nothing."""
    with time_machine.travel(TODAY):
        until = timezone.localdate() + timedelta(days=30)
        for part in (Part.COACH_ACCOUNT, Part.STEPS):
            reports.give_key(lesson=walked[0], by=teacher, part=part, audience="team", until=until)
    others = [
        coach, factories.make_person("Lotte Leiding", team=team, role="lead"),
        factories.make_person("Sam Bedacht", team=team, role="teacher"),
        factories.make_person("Ada Beheer", school=school, is_administrator=True),
    ]  # fmt: skip

    assert [get(person, "?year=all").status_code for person in others] == [404] * 4


def test_no_file_of_others_has_it(walked, team, teacher, client, django_capture_on_commit_callbacks):
    """A lead takes along all that a team shared: none of it is the line."""
    days = {"first": "2026-08-01", "last": "2026-11-24", "team": team.pk, "kind": Bundle.Kind.ZIP}
    with time_machine.travel(TODAY, tick=False):
        lead = factories.make_person("Lotte Leiding", team=team, role="lead")
        until = timezone.localdate() + timedelta(days=30)
        for lesson in walked:
            reports.give_key(lesson=lesson, by=teacher, part=Part.STEPS, audience="team", until=until)
        client.force_login(lead)
        with django_capture_on_commit_callbacks(execute=True):
            address = client.post(reverse("bundle_make"), days).url
        papers = dict(unpacked("bundle", client.get(f"{address}file/").content))

    assert len(papers) >= len(walked)
    texts = [" ".join(pages_of(content)) for content in papers.values() if content.startswith(b"%PDF")]
    assert not [text for text in texts if "Jouw lijn" in text or "in drie lessen of meer" in text]


@pytest.mark.parametrize("more", [0, 8])
def test_it_takes_seven_queries_however_many_visits(
    walked, teacher, coach, client, django_assert_num_queries, more
):
    for day in range(1, more + 1):
        visit(teacher, coach, at(10, day, 13))
    client.force_login(teacher)
    with time_machine.travel(TODAY, tick=False), django_assert_num_queries(7):
        client.get(reverse("line_pdf"))


@pytest.mark.slow
def test_a_full_year_leaves_no_page_white(edition, teacher, coach, other, get):
    """Many lessons stand as words, which takes little of the press."""
    for number in range(30):
        month, day = 8 + number // 14, 1 + number % 14 * 2
        keys = ("steps", "checks", "small", "aut.choice_in_frame", "rel.contact_at_start")
        values = ("seen", "partly", "not_seen", "na")
        said = {key: values[(number + n) % 4] for n, key in enumerate(keys)}
        visit(
            teacher, coach if number % 3 else other, at(month, day), question=f"Vraag {number}?",
            named=marks(**said), noticed=marks(**said),
        )  # fmt: skip

    reply = get(teacher)

    keep("line-full", reply.content)
    assert problems(reply.content) == []
    pages = pages_of(reply.content)
    assert "Vraag 29?" in pages[0]
    assert min(len(page) for page in pages[:-1]) > 600
    assert "jij: 1 aug duidelijk; 3 aug deels" in " ".join(pages)
    assert "wie meekeek: 1 aug duidelijk (Wim); 3 aug deels (Coba)" in " ".join(pages)


def test_more_than_goes_on_paper_is_said_with_the_way_to_the_page(walked, teacher, get, monkeypatch):
    monkeypatch.setattr("line.views.paper.printed", too_long)

    reply = get(teacher)

    assert reply.status_code == 422
    assert reverse("line") in reply.content.decode()


def too_long(*_args, **_how):
    raise TooLong
