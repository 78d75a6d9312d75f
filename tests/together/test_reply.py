"""A reply to anything that stands on the opened page: both people get there from its link, and it stands under its subject,
on the page and on paper."""

import html
import re
from itertools import cycle

import pytest
from django.urls import reverse
from django.utils.translation import override

from checklists.models import Extent, Kind, Mark, When
from tests.factories import answer, moment
from tests.pdf_words import words_of
from tests.together.full_visit import full_visit
from tests.together.visits import opened, report_of

LINK = re.compile(r'href="(/visits/[^"]+/reply/[^"]*)"')
SCALES = {
    Kind.POINT: Mark.values,
    Kind.SIGNAL: Extent.values,
    Kind.GROWTH: Extent.values,
    Kind.RESPONSE: ["ticked"],
}


def entries(lesson, *whens):
    """Every item with every key of its scale in turn, one in two with words; and the questions of these times."""
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


def page_of(client, visit, name="together"):
    return html.unescape(client.get(reverse(name, args=[visit.pk])).content.decode())


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

    page = page_of(client, visit)
    paper = words_of(client.get(reverse("report_pdf", args=[visit.pk]) + "?mine=1").content)
    after = subjects(visit, person)
    for subject, text in given.items():
        assert (subject, page.count(text), paper.count(text)) == (subject, 1, 1)
        assert text in [added.text for added in after[subject].additions]
        assert text in html.unescape(client.get(address(visit, subject)).content.decode())


def test_the_opened_page_links_to_every_subject_and_to_nothing_else(client, visit, person):
    links = set(LINK.findall(page_of(client, visit)))

    whole = reverse("reply", args=[visit.pk])
    assert links == {address(visit, subject) for subject in subjects(visit, person)} | {whole}


def test_every_stop_of_the_talk_shows_what_was_said_there(client, visit, person):
    stops = set(re.findall(r'href="\?at=([^"&]+)"', page_of(client, visit, "talk")))

    assert stops >= {"signals", "steps"}
    for stop in stops:
        assert (stop, client.get(f"{reverse('talk', args=[visit.pk])}?at={stop}").status_code) == (stop, 200)
