"""A reply to anything that stands on the opened page: both people get there from its link, and it stands
under its subject, on the page and on paper."""

import html
import re
import uuid
from itertools import cycle

import pytest
from django.urls import reverse
from django.utils.translation import override

from checklists.models import Extent, Kind, Mark, When
from tests.factories import answer, moment
from tests.pdf_words import words_of
from tests.together.full_visit import full_visit
from tests.together.visits import PARTS, opened, pages, report_of, seen

CHOICE = re.compile(r'<option value="((?:item|moment):[^"]+)"')
SCALES = {
    Kind.POINT: Mark.values,
    Kind.SIGNAL: Extent.values,
    Kind.GROWTH: Extent.values,
    Kind.RESPONSE: ["ticked"],
}


def entries(lesson, *whens):
    """Every item with every key of its scale in turn, one in two with words; and the questions of these
    times."""
    scales = {
        kind: cycle([(key, words) for key in keys for words in ("", "Woorden.")])
        for kind, keys in SCALES.items()
    }
    rows = [(item, *next(scale)) for kind, scale in scales.items() for item in lesson.content.of(kind)]
    rows += [(item, "", "Woorden.") for when in whens for item in lesson.content.of(Kind.PROMPT, when)]
    return [
        answer(item.key, key, words, coach_may_read=item.kind == Kind.PROMPT) for item, key, words in rows
    ]


def brimful_visit(teacher, coach, lesson):
    moments = [
        moment(text="Bij een punt.", item="com.steps_first_step"),
        moment(text="Bij een behoefte.", theme="safety"),
    ]
    return opened(
        lesson,
        before=entries(lesson, When.BEFORE)[-2:],
        coach=[*entries(lesson, When.VISIT), *moments, moment("wonder", "Bij niets.")],
        teacher=entries(lesson, When.AFTER),
    )


@pytest.fixture(params=["full", "brimful"])
def visit(request, lesson, teacher, coach, monkeypatch):
    """One of the reports' own, and one with every item and every key of every scale."""
    monkeypatch.setattr(
        "reports.views.bundles.QUICK", 200_000
    )  # else the paper of the full one is made elsewhere
    return full_visit(teacher, coach) if request.param == "full" else brimful_visit(teacher, coach, lesson)


@pytest.fixture(params=["teacher", "coach"])
def person(request, visit, client):
    person = getattr(visit, request.param)
    person.language = "en"
    person.save()
    client.force_login(person)
    return person


def words_of_subject(thing):
    """What has to stand above the form, for who reads English."""
    with override("en"):
        return list(words_above(thing))


def words_above(thing):
    if hasattr(thing, "views"):
        said = [said.text for view in thing.views for said in view.said]
        return [thing.title, *(view.label for view in thing.views), *said]
    return (
        [thing.question, *(said.text for said in thing.words)] if hasattr(thing, "question") else [thing.text]
    )


def subjects(visit, person):
    report = report_of(visit, person)
    found = {f"item={key}": thing for key, thing in report.by_item.items()}
    return found | {f"moment={key}": said for key, said in report.by_moment.items()}


def address(visit, subject):
    return f"{reverse('reply', args=[visit.pk])}?{subject}"


def form_of(page):
    """What the form sends along by itself."""
    return dict(re.findall(r'<input type="hidden" name="(id|item|moment|lang)" value="([^"]*)"', page))


def page_of(client, visit, name):
    return html.unescape(client.get(reverse(name, args=[visit.pk])).content.decode())


def parts_of(visit, person):
    """The pages that have a reply action, and for the teacher the own part of the opened page."""
    return [*PARTS, *(["own"] if person == visit.teacher else [])]


def test_each_subject_is_shown_and_takes_a_reply_that_stands_under_it(client, visit, person, monkeypatch):
    monkeypatch.setattr("reports.views.bundles.QUICK", 10**9)  # also the long one at once
    given, asked = {}, subjects(visit, person)
    for number, (subject, thing) in enumerate(asked.items()):
        response = client.get(address(visit, subject))
        assert (subject, response.status_code) == (subject, 200)
        page = html.unescape(response.content.decode())
        assert [words for words in words_of_subject(thing) if words not in page] == []
        given[subject] = f"Reactie {number} van {person.short_name}."
        sent = client.post(address(visit, subject), form_of(page) | {"kind": "reply", "text": given[subject]})
        assert (subject, sent.status_code) == (subject, 302)

    first, *rest = (html.unescape(client.get(address).content.decode()) for address in pages(visit))
    behind = "".join(rest)
    paper = words_of(client.get(reverse("report_pdf", args=[visit.pk]) + "?mine=1").content)
    after = subjects(visit, person)
    for subject, text in given.items():
        shown = behind.count(text) or first.count(text)  # what is alike or not stands on the first page too
        assert (subject, shown, paper.count(text)) == (subject, 1, 1)
        assert text in [added.text for added in after[subject].additions]
        assert text in html.unescape(client.get(address(visit, subject)).content.decode())


def test_each_page_has_one_reply_action_and_together_they_ask_about_every_subject(client, visit, person):
    for address in pages(visit)[1:]:
        page = client.get(address).content.decode()
        assert page.count(reverse("reply", args=[visit.pk])) == 1
    found = []
    for part in parts_of(visit, person):
        found += CHOICE.findall(client.get(address_of(visit, part)).content.decode())

    assert sorted(found) == sorted(subject.replace("=", ":") for subject in subjects(visit, person))


def address_of(visit, part):
    return address(visit, f"part={part}")


def test_what_one_chooses_gets_the_reply_and_one_is_led_to_where_it_stands(client, visit, person):
    for part in parts_of(visit, person):
        page = client.get(address_of(visit, part)).content.decode()
        for about in CHOICE.findall(page)[:3]:
            text = f"Over {about}, van {person.short_name}."
            form = form_of(page) | {"id": str(uuid.uuid4()), "kind": "reply", "text": text, "about": about}
            sent = client.post(address_of(visit, part), form)
            assert (about, sent.status_code) == (about, 302)
            place, _hash, anchor = sent["Location"].partition("#")
            page_there = html.unescape(client.get(place).content.decode())
            assert text in page_there
            assert not anchor or f'id="{anchor}"' in page_there
            thing = subjects(visit, person)[about.replace(":", "=", 1)]
            assert text in [added.text for added in thing.additions]


def test_a_need_as_a_whole_gets_a_reply_on_its_page_and_on_paper_with_its_name(
    client, lesson, teacher, coach
):
    visit = opened(lesson, coach=[seen("saf.other_views", "Gezien.")])
    client.force_login(teacher)
    form = {"kind": "reply", "text": "Dit ging rustiger.", "about": "theme:safety"}
    sent = client.post(address_of(visit, "safety"), form)

    assert sent["Location"] == reverse("need", args=[visit.pk, "safety"])
    for person in (teacher, coach):
        client.force_login(person)
        shown = [part for part in PARTS if "Dit ging rustiger." in client.get(reverse("need", args=[visit.pk, part])).content.decode()]  # fmt: skip
        assert shown == ["safety"]
    paper = words_of(client.get(reverse("report_pdf", args=[visit.pk]) + "?lang=nl").content)
    assert "Reactie over ‘Psychologische veiligheid’" in paper


def test_the_lesson_as_a_whole_too(client, lesson, teacher):
    visit = opened(lesson, teacher=[seen("saf.other_views")])
    client.force_login(teacher)
    sent = client.post(address_of(visit, "lesson"), {"kind": "reply", "text": "Dank.", "about": "lesson"})

    assert sent["Location"] == reverse("need", args=[visit.pk, "lesson"]) + "#added"
    assert "Dank." in client.get(reverse("need", args=[visit.pk, "lesson"])).content.decode()


@pytest.mark.parametrize(
    "about", ["", "item:nothing", "moment:1", "theme:order", "item:open.inside", "theme:safety"]
)
def test_without_a_choice_that_is_there_it_asks_and_keeps_the_words(client, lesson, coach, about):
    visit = opened(lesson, teacher=[seen("com.expectations"), answer("open.inside", "", "Geheim.")])
    client.force_login(coach)
    sent = client.post(
        address_of(visit, "competence"), {"kind": "reply", "text": "Mijn woorden.", "about": about}
    )

    page = sent.content.decode()
    assert sent.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)"', page) == ["id_about"]
    assert 'id="id_about_error"' in page
    assert "Mijn woorden.</textarea>" in page
    assert not visit.additions.exists()


def test_what_is_not_right_is_told_in_the_order_of_the_form(client, lesson, coach):
    visit = opened(lesson, teacher=[seen("com.expectations")])
    client.force_login(coach)
    page = client.post(address_of(visit, "competence"), {}).content.decode()

    assert re.findall(r'<li><a href="#(\w+)"', page) == ["id_about", "id_kind", "id_text"]


@pytest.mark.parametrize("part", ["order", "own"])
def test_a_part_that_is_not_there_for_this_reader_is_404(client, lesson, coach, part):
    visit = opened(lesson, teacher=[answer("open.inside", "", "Geheim.")])
    client.force_login(coach)

    assert client.get(address_of(visit, part)).status_code == 404


def test_every_stop_of_the_talk_shows_what_was_said_there(client, visit, person):
    at_first = client.get(reverse("talk", args=[visit.pk]) + "?at=question").content.decode()
    stops = set(re.findall(r'/talk/\?at=([^"&]+)"', at_first))

    assert stops >= {"signals", "core", "steps"}
    for stop in stops:
        assert (stop, client.get(f"{reverse('talk', args=[visit.pk])}?at={stop}").status_code) == (stop, 200)
