"""Searching in earlier visits finds what one may read now, and for all else it is as if it were not there."""

import json
import re
import uuid
from datetime import UTC, date, datetime
from html import unescape
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from checklists.models import Theme
from home.earlier import Earlier
from home.forms import SearchForm
from observations import actions
from observations.models import Lesson, Stage
from people.folding import fold
from people.models import User
from reports.models import Period
from tests import factories
from tests.factories import bring_to, fresh, save
from tests.home.conftest import words
from tests.home.searchable import World
from tests.together import test_who_reads_what as walks
from tests.together.visits import lens
from together.parts import Added, Core, Note, Said, StepTaken
from together.passages import passages
from together.report import build

NOTHING = {"words": "", "need": "", "step": False, "kind": ""}
TYPED = (models.CharField, models.TextField, models.JSONField)


def found(person, text="", **more):
    """The visits that this person finds, by id."""
    return {visit.pk for visit in Earlier(person).found(NOTHING | {"words": text} | more).visits}


def earlier(person):
    return Lesson.objects.of(person).exclude(opened_at=None, cancelled_at=None)


# --- the same words as in the report ----------------------------------------------------------------


def readable(person, lesson):
    """All that this person reads of people's words in one earlier visit: its row, and its report."""
    other = lesson.coach if lesson.teacher_id == person.pk else lesson.teacher
    row = [lesson.subject, lesson.group, other.full_name if other else ""]
    return [*row, lesson.learning_question, *said(build(fresh(lesson), person))] if lesson.opened_at else row


def said(thing):
    """Words of people in a report, wherever they stand."""
    if isinstance(thing, (Said, Added, Note, Core)):
        yield thing.text
    if isinstance(thing, StepTaken):
        yield from (thing.wording, thing.seen_by, thing.outcome)
    if isinstance(thing, dict):
        thing = list(thing.values())
    elif hasattr(thing, "__dataclass_fields__"):
        thing = [getattr(thing, name) for name in thing.__dataclass_fields__]
    if isinstance(thing, (list, tuple)):
        for part in thing:
            yield from said(part)


def every_word():
    """In any column of what people wrote or chose, whoever may read it."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, TYPED)]
        if model._meta.app_label in ("observations", "pulse", "reports") and names:
            text = json.dumps(list(model._base_manager.values_list(*names)), ensure_ascii=False, default=str)
            yield from re.findall(r"[^\W\d_]{3,}", text)


def check(person, searched):
    """Says which of these words this person finds."""
    texts = {lesson.pk: [fold(text) for text in readable(person, lesson)] for lesson in earlier(person)}
    there, known = Earlier(person), set()
    held = passages([visit.pk for visit in there.visits], person)  # once for all words
    for word in searched:
        holding = {pk for pk, rows in texts.items() if any(fold(word) in text for text in rows)}
        with mock.patch("home.earlier.passages", return_value=held):
            shown = {visit.pk for visit in there.found(NOTHING | {"words": word}).visits}
        assert shown == holding, (person.name, word)
        known |= {word} if holding else set()
    return known


def test_every_word_anywhere_is_found_by_who_may_read_it_in_a_visit_of_theirs_and_by_nobody_else(edition):
    with translation.override("nl"):
        world = World()
        searched = set(every_word())
        finds = {person: check(person, searched) for person in world.people}

    everywhere = {
        "vraagwoord",
        "gedeeldvoornemen",
        "docentnotitie",
        "openantwoord",
        "bijreactie",
        "coachnotitie",
        "momentwoord",
    }
    everywhere |= {
        "docentreactie",
        "coachreactie",
        "blindereactie",
        "ietsanders",
        "gespreksnotitie",
        "kernwoord",
        "gelegenheid",
        "eigenkeuze",
        "waaraantezien",
        "uitkomst",
    }
    hers = {"eigenvoornemen", "geheim", "zinwoord", "privereactie"}
    nobody = {
        "studentwoord",
        "gehoord",
        "proberen",
        "afgezegdevraag",
        "afgezegdvoornemen",
        "voormaligenotitie",
        "docentLopend",
    }
    nobody |= {"coachKlaar", "oefeningcoach", "docentnotitieweg", "Lopend"}
    assert everywhere | hers | nobody <= searched
    assert (everywhere | hers) - finds[world.teacher] == set()
    assert everywhere - finds[world.coach] == set()
    assert (hers | nobody) & finds[world.coach] == set()
    assert nobody & finds[world.teacher] == set()
    assert finds[world.lead] == set()
    assert "Afgezegd" in finds[world.teacher] & finds[world.coach]


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.booleans(), st.lists(st.sampled_from(walks.MOVES), min_size=14, max_size=20))
@example(True, walks.EVERY_KEY)
def test_whatever_people_do_the_search_knows_what_the_report_says_and_no_more(edition, is_opened, moves):
    with transaction.atomic():
        visit = walks.Visit()
        if is_opened:
            visit.is_opened_and_talked_about()
        for name, arguments in moves:
            getattr(visit, name)(*arguments)
        searched = set(every_word())
        for person in visit.person.values():
            check(person, searched)
        transaction.set_rollback(True)


# --- the page ----------------------------------------------------------------------------------------


@pytest.fixture
def world(edition):
    with translation.override("en"):
        made = World()
        User.objects.update(language="en")
        yield made


@pytest.fixture
def look(client):
    def ask(by, /, **asked):
        """Sends the form, and gives the page that comes of it."""
        client.force_login(by)
        return client.post(reverse("earlier"), asked, follow=True)

    return ask


def subjects(response):
    return [row.lesson.subject for row in response.context["rows"]]


def marked(response):
    return re.findall("<mark>(.*?)</mark>", response.content.decode())


def choices(response, name):
    form = response.context["form"]
    return [label for _value, label in form[name].field.choices] if name in form.fields else []


def chosen(response, name, label):
    return next(value for value, text in response.context["form"].fields[name].choices if text == label)


def test_the_sentence_stands_there_with_whose_it_is(world, look):
    teacher, coach = look(world.teacher, words="GEHEIM"), look(world.coach, words="docentnótitie")

    assert (subjects(teacher), marked(teacher)) == (["Vak"], ["geheim"])
    assert "geheim your story; only you read this" in words(teacher)
    assert (subjects(coach), marked(coach)) == (["Vak"], ["docentnotitie"])
    assert "docentnotitie Tijn, story" in words(coach)
    assert "‘docentnótitie’ is in 1 of your 3 visits." in words(coach)
    for word, whose in {
        "vraagwoord": "your learning question", "gedeeldvoornemen": "your intention", "coachnotitie": "Coba, note", "momentwoord": "Coba, note",
        "docentreactie": "your reply", "coachreactie": "Coba, reply", "gespreksnotitie": "written down together", "eigenkeuze": "your small step",
        "uitkomst": "what came of your small step", "ietsanders": "what you wanted to talk about", "kernwoord": "written down together",
        "waaraantezien": "your small step",
    }.items():  # fmt: skip
        assert f"{word} {whose}" in words(look(world.teacher, words=word))


def test_how_many_were_looked_through_is_said_of_what_was_chosen(world, look):
    page = look(world.teacher, words="geheim", kind="own")

    assert "‘geheim’ is in 1 of the 4 visits that fit what you chose." in words(page)


def test_the_row_itself_is_searched_and_marked(world, look):
    page = look(world.teacher, words="coba gvak")

    assert (subjects(page), marked(page)) == (["Vak"], ["Coba", "GVak"])
    assert subjects(look(world.teacher, words="coba galleen")) == []


def test_every_word_must_be_there_and_none_alone_is_enough(world, look):
    assert subjects(look(world.teacher, words="momentwoord  uitkomst")) == ["Vak"]
    assert subjects(look(world.teacher, words="momentwoord alleennotitie")) == []


def test_no_address_holds_what_was_searched_for_or_what_people_typed(world, look):
    first = look(world.teacher, words="uitkomst")
    page = look(
        world.teacher, words="uitkomst", subject=chosen(first, "subject", "Vak"), group=chosen(first, "group", "GVak"),
        person=chosen(first, "person", "Coba Coach"), step="on", need="safety",
    )  # fmt: skip

    html = page.content.decode()
    [address, _status] = page.redirect_chain[-1]
    assert not re.search(
        "uitkomst|Vak|Coba", address + "".join(re.findall(r'(?:href|action|src)="([^"]*)"', html))
    )
    assert "uitkomst" not in html[: html.index("<body")]
    assert subjects(page) == ["Vak"]


def test_the_log_holds_nothing_of_it(world, look, caplog):
    look(world.teacher, words="uitkomst", need="onbekend")
    look(world.teacher, words="uitkomst" * 2000)

    assert "Unprocessable" in caplog.text
    assert "uitkomst" not in caplog.text


def test_it_is_remembered_in_this_session_and_in_no_other(world, look, client):
    page = look(world.teacher, words="uitkomst")
    [address, _status] = page.redirect_chain[-1]

    assert marked(client.get(address)) == ["uitkomst"]
    assert look(world.teacher, words="uitkomst").redirect_chain[-1][0] == address
    client.logout()
    client.force_login(world.teacher)
    again = client.get(address)
    assert "What you searched for then is not kept any more." in words(again)
    assert (again.status_code, marked(again)) == (200, [])


def test_a_session_remembers_twenty_searches(world, look, client):
    for number in range(25):
        look(world.teacher, words=f"woord{number}")

    assert list(client.session["searched"].values()) == [f"woord{number}" for number in range(5, 25)]


def test_links_of_the_page_keep_what_was_asked(world, look, client):
    for _number in range(26):
        lesson = world.visit("Veel")
        actions.cancel(lesson=lesson, by=world.teacher)
    page = look(world.teacher, words="veel")

    [address, _status] = page.redirect_chain[-1]
    [tab] = [link for link in re.findall(r'href="(\?[^"]*)"', page.content.decode()) if "kind=off" in link]
    [onward] = [link for link in re.findall(r'href="(\?[^"]*)"', page.content.decode()) if "page=2" in link]
    find = address.partition("?")[2]
    assert find in unescape(tab)
    assert find in unescape(onward)
    beyond = client.get(reverse("earlier") + unescape(onward))
    assert (subjects(beyond), "‘veel’ is in 26 of your" in words(beyond)) == (["Veel"], True)
    assert len(subjects(client.get(reverse("earlier") + unescape(tab)))) == 25


ODD = {
    "x" * 10_000: (422, "10000 characters, and 100 fit: take 9900 away."),
    "\u0301\u200b": (422, "Write something that can be read."),
    "%": (200, "‘%’ is in none of these visits"),
    "_": (200, "‘_’ is in none of these visits"),
    "\\": (200, "‘\\’ is in none of these visits"),
    "<b>\"'&": (200, "‘<b>\"'&’ is in none of these visits"),
    "a\0b": (200, "‘a b’ is in"),
    "\U0001d504\U0001d504": (200, "’ is in "),
}


def test_odd_words_get_an_answer(world, look):
    for typed, (status, answer) in ODD.items():
        page = look(world.teacher, words=typed)
        assert (page.status_code, answer in unescape(words(page))) == (status, True), typed[:20]
        assert '<b>"' not in page.content.decode()
        assert status == 200 or page.context["form"]["words"].value() == typed


def test_an_odd_address_gets_an_answer(world, client):
    client.force_login(world.teacher)
    for name in ("period", "person", "subject", "group", "need", "kind"):
        for value in ("", "\0", "%", "x" * 3000, str(uuid.UUID(int=0)), "p1", "-1"):
            page = client.get(reverse("earlier"), {name: value, "find": value, "page": value})
            is_asked = bool(value) and name in page.context["form"].fields and name != "kind"
            assert page.status_code == (422 if is_asked else 200), (name, value[:20])


def test_one_can_choose_only_from_what_stands_in_own_visits(world, look):
    teacher, coach = look(world.teacher), look(world.coach)

    assert choices(teacher, "person") == ["Everybody", "Coba Coach", "nobody, on my own", "Noor Volgend"]
    assert choices(teacher, "subject") == [
        "All subjects",
        "Afgezegd",
        "Alleen",
        "Overgenomen",
        "Rekenen",
        "Vak",
    ]
    assert choices(teacher, "need")[1:] == [
        "Relatedness",
        "Competence",
        "Autonomy",
        "Psychological safety",
    ]
    assert choices(coach, "person") == []  # one teacher is no choice
    assert choices(coach, "subject") == ["All subjects", "Afgezegd", "Rekenen", "Vak"]
    assert look(world.lead).context["there"].visits == []


def test_each_way_of_narrowing_leaves_its_visits(world, look):
    page = look(world.teacher)

    def left(**asked):
        asked = {
            name: chosen(page, name, label) if name in ("person", "subject", "group") else label
            for name, label in asked.items()
        }
        return set(subjects(look(world.teacher, **asked)))

    assert left(person="Noor Volgend") == {"Overgenomen"}
    assert left(person="nobody, on my own") == {"Alleen"}
    assert left(subject="Alleen") == left(group="GAlleen") == {"Alleen"}
    assert left(kind="off") == {"Afgezegd"}
    assert left(kind="own") == {"Alleen", "Overgenomen", "Rekenen", "Vak"}
    assert left(kind="along") == set()
    assert left(step="on") == {"Rekenen", "Vak"}
    assert set(subjects(look(world.coach, kind="along"))) == {"Rekenen", "Vak"}


def test_a_need_is_where_something_was_agreed_marked_or_written_at_its_points(world):
    """As in the report: with a visit of which only the question and what was agreed can be read among
    them."""
    agreed = world.visit("Afgesproken", world.coach)
    save(agreed, "teacher", *lens("aut.choice_in_frame"))
    actions.cancel(lesson=fresh(agreed), by=world.teacher)
    for person in world.people:
        for theme in Theme.values:
            expected = {lesson.pk for lesson in earlier(person) if is_about(theme, lesson, person)}
            assert found(person, need=theme) == expected, (person.name, theme)
    assert {len(found(world.coach, need=theme)) for theme in Theme.values} > {1}


def is_about(theme, lesson, person):
    if lesson.lens.filter(item__theme=theme).exists():
        return True
    if not lesson.opened_at:
        return False
    need = next(need for need in build(fresh(lesson), person).needs if need.key == theme)
    return bool(need.points or need.moments)


def test_periods_are_school_years_and_those_of_the_school(edition, teacher, look, english):
    def on(*day):
        start = datetime(*day, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
        lesson = factories.make_lesson(teacher, subject=str(start.date()), start=start, end=None)
        actions.cancel(lesson=lesson, by=teacher)

    Period.objects.create(school=teacher.school, start=date(2026, 7, 31), end=date(2026, 8, 1))
    teacher.memberships.update(since=date(2020, 1, 1))
    with time_machine.travel(datetime(2026, 11, 29, 12, tzinfo=UTC), tick=False):
        for day in ((2026, 8, 1), (2026, 7, 31), (2025, 8, 1), (2024, 7, 31)):
            on(*day)
        english()
        page = look(teacher)
        names = choices(page, "period")
        held = {name: subjects(look(teacher, period=chosen(page, "period", name))) for name in names}

    assert held == {
        "All years": ["2026-08-01", "2026-07-31", "2025-08-01", "2024-07-31"],
        "This school year (2026–2027)": ["2026-08-01"],
        "2025–2026": ["2026-07-31", "2025-08-01"],
        "2023–2024": ["2024-07-31"],
        "31 July 2026 up to and including 1 August 2026": ["2026-08-01", "2026-07-31"],
    }


def test_who_finds_nothing_reads_how_to_go_on(world, look):
    page = look(world.teacher, words="bordplan", kind="own", need="safety")

    assert "‘bordplan’ is in none of these visits" in words(page)
    html = page.content.decode()
    assert "Search in all earlier visits" in html
    assert "Wipe these words" in html
    assert "No visit fits all that you chose" in words(look(world.coach, kind="own"))


def test_a_kind_that_is_none_is_every_kind(world, look):
    page = look(world.teacher, kind="weg")

    assert page.status_code == 200
    assert subjects(page) == subjects(look(world.teacher))


def test_the_numbers_beside_the_kinds_are_those_of_what_was_found(world, look):
    def numbers(page):
        return {str(name): number for _kind, name, number, _is_now in page.context["found"].tabs}

    assert numbers(look(world.teacher)) == {"All": 5, "My lessons": 4, "Did not take place": 1}
    assert numbers(look(world.teacher, words="uitkomst")) == {
        "All": 1,
        "My lessons": 1,
        "Did not take place": 0,
    }
    assert numbers(look(world.coach, words="geheim")) == {
        "All": 0,
        "Where I looked along": 0,
        "Did not take place": 0,
    }


@pytest.mark.parametrize("chosen", [{}, {"need": "safety"}, {"subject": "<none>"}])
def test_what_one_chooses_from_reads_as_its_widget_prints_it(world, chosen):
    choices = Earlier(world.teacher).choices | {"person": [("a", "O'Neil & <Zn>"), ("b", "Zoë")]}
    narrowing = SearchForm(chosen, choices=choices).narrowing

    assert {field.name for field, _options in narrowing} >= {"person", "subject", "group", "need"}
    for field, options in narrowing:
        _start, widget = str(field).removesuffix("</select>").split(">", 1)
        assert without_gaps(options) == without_gaps(widget)


def without_gaps(html):
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize("count", [1, 25])
def test_a_search_takes_thirteen_queries(edition, teacher, coach, client, django_assert_num_queries, count):
    for _number in range(count):
        bring_to(Stage.LOOKED_BACK, factories.make_lesson(teacher, coach=coach))
    client.force_login(coach)
    address = client.post(reverse("earlier"), {"words": "stappen", "need": "competence"})["Location"]

    # person; facts, periods, people to choose from; need; visits with their talk, accounts,
    # additions, steps, answers, moments; and of the page visits and steps
    with django_assert_num_queries(13):
        page = client.get(address)
    assert len(page.context["rows"]) == count
