"""The pages of one's own line: what they say, that nobody else finds anything there, and their links.

GOLDEN=write script/test tests/line/test_pages.py      writes tests/line/golden/*.txt; look at the difference
"""

import os
import re
from difflib import unified_diff
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from observations.models import Part
from people.models import User
from reports import actions as reports
from tests import factories
from tests.line.roads import TODAY, at, marks, visit, year
from tests.line.test_road import many
from tests.together.visits import seen

KEPT = Path(__file__).parent / "golden"
VERDICTS = re.compile(
    r"scor|trend|vooruitgang|beter|groei|verbeter|gemiddeld|progress|better|growth|improve|average|%|↑|↓",
    re.IGNORECASE,
)


def main_of(client, person, address, language="nl", status=200):
    User.objects.filter(pk=person.pk).update(language=language)
    with time_machine.travel(TODAY, tick=False):
        client.force_login(User.objects.get(pk=person.pk))
        reply = client.get(address)
    assert reply.status_code == status
    return html.document_fromstring(reply.content.decode()).xpath("//main")[0]


def text(main):
    """What is read there, a block on a line."""
    for each in main.iter(
        "p", "li", "h1", "h2", "h3", "h4", "th", "td", "dt", "dd", "summary", "button", "option"
    ):
        each.tail = f"\n{each.tail or ''}"
    lines = (" ".join(line.split()) for line in main.text_content().splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def said(client, person, name="line", query="", **more):
    return text(main_of(client, person, reverse(name) + query, **more))


# --- what stands there ------------------------------------------------------------------------------


@pytest.fixture
def road(teacher, coach, other, first_edition):
    return year(teacher, coach, other, edition=first_edition)


def pair(first, second):
    return f"?first={first.pk}&second={second.pk}"


def test_the_pages_say_what_they_said(client, teacher, road):
    found = {
        "line.txt": said(client, teacher),
        "beside.txt": said(client, teacher, "line_beside", pair(road[0], road[1])),
    }
    if os.environ.get("GOLDEN") == "write":
        for name, words in found.items():
            (KEPT / name).write_text(words, encoding="utf-8")

    kept = {name: (KEPT / name).read_text(encoding="utf-8") for name in found}
    diff = [line for name in found for line in unified_diff(kept[name].splitlines(), found[name].splitlines(), name, "now", n=1, lineterm="")]  # fmt: skip
    assert not diff, "\n".join(["if this is meant: GOLDEN=write (see above)", *diff])


def test_no_word_is_a_verdict(client, teacher, road):
    """The checklist and people may say such words themselves; here they did not."""
    for name, query in (("line", ""), ("line", "?year=all"), ("line_beside", pair(road[0], road[3]))):
        for language in ("nl", "en"):
            assert VERDICTS.findall(said(client, teacher, name, query, language=language)) == []


def test_before_three_lessons_the_line_begins(client, teacher, coach):
    assert "Here you find your own lesson visits again" in said(client, teacher, language="en")

    for number, words in ((1, "One lesson visit is above."), (2, "2 lesson visits are above.")):
        visit(teacher, coach, at(10, number), named=marks(steps="seen"), noticed=marks(steps="seen"))
        page = said(client, teacher, language="en")
        assert words in page
        assert "Your line begins here" in page
        assert "You named it" not in page


def test_every_ring_is_the_same_and_is_read_aloud(client, teacher, road):
    with time_machine.travel(TODAY):
        factories.make_lesson(teacher, start=at(12, 1), end=None)
    rings = main_of(client, teacher, reverse("line"), "en").xpath("//a[contains(@class, 'mk-ring')]")

    assert [ring.get("class") for ring in rings] == ["mk-ring"] * 4 + ["mk-ring mk-soon"]
    assert rings[0].xpath("string(span[@class='mk-hidden'])") == "Monday 7 September, Rekenen, VZ2B"
    assert rings[4].xpath("string(span[@class='mk-hidden'])") == "Tuesday 1 December, Rekenen, VZ2B, planned"


def test_another_school_year_can_be_chosen(client, teacher, coach, road):
    visit(teacher, coach, at(5, 12), question="Wie hoor ik niet?")

    assert "Wie hoor ik niet?" not in said(client, teacher)
    for query in ("?year=2025", "?year=all"):
        assert "Wie hoor ik niet?" in said(client, teacher, query=query)


# --- two beside each other --------------------------------------------------------------------------


def test_two_beside_each_other_have_only_the_points_of_both(client, teacher, road):
    page = said(client, teacher, "line_beside", pair(road[0], road[2]), language="en")

    assert "Only on 14 October: Thinking alone or in small groups first, then sharing." in page
    assert "Drie stappen, hardop gelezen." in page


def test_other_words_of_a_point_are_said(client, teacher, road):
    page = said(client, teacher, "line_beside", pair(road[0], road[2]))

    assert page.count("stond er:") == 1
    assert "Op 7 september stond er: Ik bood een keuze binnen duidelijke grenzen." in page


def test_the_last_two_are_chosen_first(client, teacher, road):
    chosen = main_of(client, teacher, reverse("line_beside")).xpath("//option[@selected]/@value")

    assert chosen == [str(road[2].pk), str(road[3].pk)]


def test_the_same_lesson_twice_is_refused_in_words(client, teacher, road):
    page = said(client, teacher, "line_beside", pair(road[0], road[0]), language="en", status=422)

    assert "Choose two different lessons." in page


def test_with_one_lesson_there_is_nothing_to_lay_beside_it(client, teacher, coach):
    visit(teacher, coach, at(10, 1))

    assert "once two of your own lesson visits are open" in said(
        client, teacher, "line_beside", language="en"
    )


# --- the teacher's alone ----------------------------------------------------------------------------


@pytest.fixture
def readers(team, school, teacher, coach, other, road):
    """Everybody who could come near: with every key there is."""
    with time_machine.travel(TODAY):
        for lesson in road:
            for part in (Part.TEACHER_ACCOUNT, Part.COACH_ACCOUNT, Part.STEPS, Part.SENTENCE):
                reports.give_key(
                    lesson=lesson, by=teacher, part=part, audience="team", until=at(12, 31).date()
                )
        return [
            coach, other, factories.make_person("Lotte Leiding", team=team, role="lead"),
            factories.make_person("Sam Bedacht", team=team, role="teacher"),
            factories.make_person("Ada Beheer", school=school, is_administrator=True),
            factories.make_person("Vreemde Ander", school=factories.make_school("Ander"), is_administrator=True),
        ]  # fmt: skip


def test_nobody_else_finds_a_word_of_it(client, readers, road):
    for person in readers:
        page = said(client, person, query="?year=all")
        assert "Hoe begin ik" not in page
        assert "Tijn" not in page
        for asked in (pair(road[0], road[1]), pair(road[3], road[0])):
            assert "Hoe begin ik" not in said(client, person, "line_beside", asked)


def test_a_lesson_of_somebody_else_is_as_if_it_were_not_there(client, readers, teacher, coach, road):
    """Also for who has two of their own."""
    colleague = readers[3]
    own = [visit(colleague, coach, at(11, number)) for number in (2, 3)]

    for first, second in ((own[0], road[0]), (road[0], own[1])):
        main_of(client, colleague, reverse("line_beside") + pair(first, second), status=404)
    assert "Hoe begin ik" not in said(client, colleague, query="?year=all")


def test_a_lesson_that_is_not_open_cannot_be_laid_beside_another(client, teacher, coach, road):
    with time_machine.travel(TODAY):
        waiting = factories.make_lesson(teacher, coach=coach)

    main_of(client, teacher, reverse("line_beside") + pair(road[0], waiting), status=404)


# --- its cost and its links -------------------------------------------------------------------------


def test_two_hundred_visits_cost_no_more_queries(client, teacher, coach, django_assert_num_queries):
    lesson = visit(
        teacher, coach, at(10, 1), named=marks(steps="seen"), noticed=[seen("com.steps_first_step")]
    )
    with time_machine.travel(TODAY, tick=False):
        client.force_login(teacher)
        client.get(reverse("line"))  # the first request of a day writes that down
        with django_assert_num_queries(6):
            client.get(reverse("line"))
        many(lesson, 200)
        with django_assert_num_queries(6):
            page = client.get(reverse("line"))
        with django_assert_num_queries(10):
            client.get(reverse("line_beside"))

    assert "161 eerdere lesbezoeken" in page.content.decode()


def test_its_teacher_is_led_there(client, teacher, coach, road):
    link = f'href="{reverse("line")}"'
    with time_machine.travel(TODAY, tick=False):
        for person, name, is_there in (
            (teacher, "me", True), (teacher, "earlier", True), (coach, "me", False), (coach, "earlier", False),
        ):  # fmt: skip
            client.force_login(person)
            assert (link in client.get(reverse(name)).content.decode()) is is_there
