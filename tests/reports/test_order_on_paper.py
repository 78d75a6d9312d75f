"""What is copied, searched and read without tags comes in the order of the tags; each shape stands beside its
own words."""

import re
import subprocess
from io import BytesIO
from itertools import pairwise
from types import SimpleNamespace

import pikepdf
import pypdf
import pytest
import time_machine
from django.urls import reverse

from observations.models import Voice
from people.models import Language
from reports import paper
from reports.blank import printed_form
from reports.models import Bundle
from reports.printing import worded
from tests import factories, patience
from tests.factories import moment
from tests.pdf_tags import marks
from tests.pdf_words import SHAPE, drawn_on
from tests.reports.papers import Press, asked_for
from tests.reports.test_every_paper import found  # noqa: F401 -- fixture
from tests.reports.test_golden import TODAY
from tests.together.visits import opened, seen

# Millimetres from the left: where a punch's holes end at most (ISO 838: 12 ± 1, and 6 ± 0.5 across), and
# where the margin line is.
HOLES_END, LINE = 16.3, 26
KEPT = {}  # once for all tests here, which only look


def looked_at(html, file):
    pages = [drawn_on(page) for page in pypdf.PdfReader(BytesIO(file)).pages]
    return SimpleNamespace(html=html, file=file, pages=pages, tags=tagged(file))


def tagged(file):
    """For each page the marks of its words, in the order of the tags."""
    with pikepdf.open(BytesIO(file)) as pdf:
        found = list(marks(pdf.Root.StructTreeRoot))
        return [[mark for place, mark in found if place == page.objgen] for page in pdf.pages]


@pytest.fixture
def papers(request, db):
    """{name: paper} of every kind, by turns in Dutch and English; and a report of marks alone and one of long
    notes."""
    if not KEPT:
        needed = ("client", "found", "team", "monkeypatch", "django_capture_on_commit_callbacks")
        KEPT.update(made(*map(request.getfixturevalue, needed)))
    return KEPT


def made(client, found, team, monkeypatch, on_commit):  # noqa: F811
    html_of, press = {}, paper._press()
    monkeypatch.setattr(paper, "_press", lambda: lambda html, logo: noted(html_of, html, press(html, logo)))
    printed_form.cache_clear()
    return {name: looked_at(html_of[file], file) for name, file in asked(client, found, team, on_commit)}


def noted(html_of, html, file):
    html_of[file] = html
    return file


def asked(client, found, team, on_commit):  # noqa: F811
    presses = [Press(client, found, language, on_commit) for language in Language.values]
    with time_machine.travel(TODAY, tick=False):
        for number, (name, (who, address, args, query)) in enumerate(asked_for(found).items()):
            by = presses[number % len(presses)]
            yield name, by.get(getattr(found, who), reverse(address, args=args) + by.query + query).content
        yield from presses[0].bundle(Bundle.Kind.ONE)
        for name, visit in (("marks", marks_alone(found)), ("long", long_notes(found))):
            yield name, paper.write_pdf(worded(visit, visit.teacher, "nl")[0])


def marks_alone(found):  # noqa: F811
    lesson = factories.make_lesson(found.teacher, coach=found.coach)
    points = [item.key for item in lesson.content.points][:6]
    return opened(lesson, teacher=map(seen, points), coach=map(seen, points))


def long_notes(found):  # noqa: F811
    """Longer from point to point for one voice and shorter for the other, and many moments."""
    lesson = factories.make_lesson(found.teacher, coach=found.coach)
    points = [item.key for item in lesson.content.points]
    notes = ["Ik keek en schreef wat ik zag. " * number for number, _key in enumerate(points)]
    moments = [moment(text=f"Moment {number}. " + "Stil. " * number) for number in range(20)]
    return opened(
        lesson, teacher=map(seen, points, notes), coach=[*map(seen, points, reversed(notes)), *moments]
    )


# --- order ----------------------------------------------------------------------------------------


def too_late(its):
    """(page, words) that are drawn after what the tags have after them."""
    for number, (things, tagged) in enumerate(zip(its.pages, its.tags, strict=True), start=1):
        order = {mark: place for place, mark in enumerate(tagged)}
        places = [(order[thing.mark], thing.text) for thing in things if thing.mark != SHAPE]
        yield from [(number, below[1]) for above, below in pairwise(places) if above[0] > below[0]]


def in_order_of_tags(its):
    """The words of each page without spaces: where a line ends there is one for some and none for others."""
    for things, tagged in zip(its.pages, its.tags, strict=True):
        texts = dict.fromkeys(tagged, "")
        for thing in things:
            if thing.mark != SHAPE:
                texts[thing.mark] += thing.text
        yield bare("".join(texts.values()))


def bare(text):
    return re.sub(r"\s", "", text)


@pytest.mark.slow
def test_words_are_drawn_in_the_order_of_the_tags(papers):
    late = {name: list(too_late(its)) for name, its in papers.items()}

    assert len(papers) > 10
    assert {name: words for name, words in late.items() if words} == {}


@pytest.mark.office
def test_who_copies_without_tags_gets_that_order(papers):
    for name, its in papers.items():
        run = ["pdftotext", "-raw", "-", "-"]
        told = subprocess.run(run, input=its.file, check=True, capture_output=True, timeout=patience.SECONDS)
        copied = [bare(page) for page in told.stdout.decode().split("\f")]
        assert [
            words for page, words in zip(copied, in_order_of_tags(its), strict=False) if words not in page
        ] == [], name


# --- shapes ---------------------------------------------------------------------------------------


def astray(things):
    """The shapes of a page that do not stand left of the words that follow them; a tally may stand right
    under its number."""
    for place, shape in enumerate(things):
        if shape.mark == SHAPE and not (left_of(shape, things[place + 1 :]) or under(shape, things[:place])):
            yield shape


def left_of(shape, after):
    """In their line, and not further off than the margin is wide."""
    words, middle = next(iter(after), None), (shape.top + shape.bottom) / 2
    if not words or words.mark == SHAPE:
        return False
    return 0 < words.left - shape.right < 14 and words.top - 1 < middle < words.bottom + 1


def under(shape, before):
    """A tally under its number; the dots that stand on the i and the j of the wordmark."""
    words = before[-1] if before else None
    if words and words.text == "Meekijken":
        return words.top < shape.top < shape.bottom < words.bottom
    is_tally = words and words.text.isdigit() and shape.stroked
    return is_tally and abs(words.left - shape.left) < 1 and 0 < shape.top - words.bottom < 3


def shapes(its):
    return sum(thing.mark == SHAPE for things in its.pages for thing in things)


def left_behind(its):
    return [(page, shape) for page, things in enumerate(its.pages, start=1) for shape in astray(things)]


@pytest.mark.slow
def test_each_shape_stands_beside_its_own_words(papers):
    lost = {name: left_behind(its) for name, its in papers.items()}

    assert {name: which for name, which in lost.items() if which} == {}
    assert [name for name, its in papers.items() if shapes(its) < its.html.count("<svg")] == []


@pytest.mark.parametrize("theme", ["relatedness", "safety"])
def test_it_does_so_wherever_a_page_ends(lesson, teacher, theme):
    """Where a page was laid out twice, a bubble once stayed at its foot, and its line on the next had
    none."""
    points = [item.key for item in lesson.content.points if item.theme == theme]
    visit = opened(lesson, teacher=map(seen, points), coach=[seen(key, value="partly") for key in points])
    for lines in range(12):
        visit.learning_question = "Hoe help ik een student die wacht? " * 3 * lines
        html, _name = worded(visit, teacher, "nl")
        its = looked_at(html, paper.write_pdf(html))

        assert (lines, left_behind(its)) == (lines, [])
        again = sum("Waarover" in {thing.text for thing in things} for things in its.pages) - 1
        assert shapes(its) == html.count("<svg") + len(Voice) * again  # the head of the table, on each page


def test_what_hangs_in_the_margin_is_clear_of_the_holes_and_of_the_line(papers):
    hanging = {
        name: [thing for things in its.pages for thing in things if thing.left < LINE]
        for name, its in papers.items()
    }

    assert sum(map(bool, hanging.values())) > 10
    for name, things in hanging.items():
        assert [thing for thing in things if thing.left < HOLES_END + 1 or thing.right > LINE - 1] == [], name


def test_the_letter_of_a_voice_is_drawn_and_the_wordmark_is_one_word(papers):
    """Who hears or copies the paper gets the name and the role, and not "D. Tijn, docent"."""
    for name, its in papers.items():
        words = [thing.text for things in its.pages for thing in things]
        assert [text for text in words if text in ("D", "C", "T")] == [], name
        assert words.count("Meekijken") == 1, name


@pytest.mark.parametrize("name", ["report-long", "bundle-one"])
def test_the_number_of_a_page_stands_in_the_line_of_its_title(papers, name):
    """After it, or at the right edge of a bundle; where a title takes two lines, in the last."""
    its = papers[name]
    titles = re.findall(r'<a href="#part-\d+">(.*?)</a>', its.html)
    numbers = [
        (title, page)
        for title, page in pairwise(its.pages[0])
        if page.text.isdigit() and (title.text in titles or (page.left > 100 and not titles))
    ]

    assert len(numbers) == (len(titles) or its.html.count("data-to=")) > 1
    assert [page for title, page in numbers if abs(title.bottom - page.bottom) > 0.1] == []
