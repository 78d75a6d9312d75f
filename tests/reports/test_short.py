"""How long a report is, how small its letters are, and that nothing of it stands twice (docs/adr/0029)."""

from io import BytesIO

import pikepdf
import pytest
import time_machine

from home import demo
from observations.models import Lesson
from reports.paper import write_pdf
from reports.printing import of_the_pair, worded
from tests.benchmarks.demo_report import FULLEST
from tests.pdf_words import pages_of, words_of
from tests.reports.test_every_paper import found  # noqa: F401 -- fixture
from tests.reports.test_order_on_paper import papers  # noqa: F401 -- fixture
from tests.reports.test_page_breaks import DAY, opened_visits
from tests.together.full_visit import full_visit
from tests.together.visits import report_of, texts

PLAIN, FULL, MOST = (
    2,
    3,
    7,
)  # pages of an ordinary visit, of one with something at every place, of the fullest of the demo
SMALLEST = 9  # points


def printed(lesson, language):
    visit = of_the_pair(lesson.teacher, lesson.pk)
    return write_pdf(worded(visit, lesson.teacher, language)[0])


def pages(lesson):
    return max(len(pages_of(printed(lesson, language))) for language in ("nl", "en"))


@pytest.mark.slow
def test_an_ordinary_visit_is_two_pages_and_the_fullest_seven_at_most(db):
    """*plain* of script/bench is the first opened visit of the demo."""
    with time_machine.travel(DAY, tick=False):
        demo.load()
        assert pages(opened_visits()[0]) <= PLAIN
        assert pages(Lesson.objects.get(pk=FULLEST)) <= MOST


def test_something_at_every_place_takes_no_more_than_three(edition, teacher, coach):
    assert pages(full_visit(teacher, coach)) <= FULL


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_person_wrote_stands_there_once(edition, teacher, coach, language):
    visit = full_visit(teacher, coach)
    report, words = report_of(visit, teacher), words_of(printed(visit, language))
    kept = {said.text for row in report.private for said in row.words}

    said = texts(report) - kept - {""}
    assert len(said) > 20
    assert {text: words.count(text) for text in said} == dict.fromkeys(said, 1)


def test_what_was_left_out_or_stayed_empty_is_named_once(edition, teacher, coach):
    sheets = pages_of(printed(full_visit(teacher, coach), "en"))
    words = " ".join(sheets)

    assert words.count("Relatedness and belonging: 5 other items") == words.count("5 other items") - 1 == 1
    assert words.count("It was agreed to look at") == words.count("How to read this") == 1
    purposes = words.count("A lesson visit is part of coaching.")
    assert purposes == len(sheets)  # under the heading, then at the foot


# --- how small ------------------------------------------------------------------------------------


def sizes(file):
    """The sizes of all letters that are drawn, in points."""
    with pikepdf.open(BytesIO(file)) as pdf:
        return {round(size, 2) for page in pdf.pages for size in sizes_on(page)}


def sizes_on(page):
    place, kept, line, size = pikepdf.Matrix(), [], pikepdf.Matrix(), 0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(place)
            case "Q":
                place = kept.pop()
            case "cm":
                place = pikepdf.Matrix(*map(float, operands)) @ place
            case "Tm":
                line = pikepdf.Matrix(*map(float, operands))
            case "Tf":
                size = float(operands[1])
            case "Tj" | "TJ":
                yield size * abs((line @ place).d)


@pytest.mark.slow
def test_no_letter_on_any_paper_is_smaller_than_nine_points(papers):  # noqa: F811
    small = {name: min(sizes(its.file)) for name, its in papers.items()}

    assert {name: size for name, size in small.items() if size < SMALLEST} == {}
    assert max(sizes(papers["report"].file)) > 20


@pytest.mark.parametrize("subject", ["Gastheerschap", "Natuurkunde 2", "Burgerschap", "Voertuigtechniek"])
def test_the_name_of_a_lesson_comes_apart_at_a_space_only(edition, teacher, coach, subject):
    visit = full_visit(teacher, coach)
    visit.subject = subject
    visit.save(update_fields=["subject"])
    shown = words_of(printed(visit, "nl"))
    assert all(word in shown.split() for word in subject.split())
