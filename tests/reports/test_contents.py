"""The list of contents: in a long report on its first page, with true numbers and links that say where they lead; in no other."""

from io import BytesIO

import pypdf
import pytest

from reports.contents import with_contents
from tests import factories
from tests.pdf_structure import problems
from tests.pdf_words import pages_of
from tests.reports.test_report_pdf import pdf
from tests.together.full_visit import COACH, full_visit
from tests.together.visits import opened, report_of, seen

LISTED = [
    "Relatedness and belonging", "Competence and structure", "Autonomy and space", "Psychological safety",
    "Other moments, in order of time", "Looking back on the whole lesson", "How the teacher was present",
    "Two views of the same lesson", "Signals, and what was done with them", "What students said", "Small steps",
    "Added later",
]  # fmt: skip


def titles(outline):
    for thing in outline:
        if isinstance(thing, list):
            yield from titles(thing)
        else:
            yield thing.title


def test_a_long_report_says_what_stands_where_and_every_heading_is_a_bookmark(
    client, edition, teacher, coach
):
    file = pdf(client, teacher, full_visit(teacher, coach)).content
    reader, pages = pypdf.PdfReader(BytesIO(file)), pages_of(file)
    links = [link.get_object() for link in reader.pages[0]["/Annots"]]
    places = {
        name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()
    }

    assert problems(file) == []
    assert [link["/Contents"] for link in links] == LISTED
    for link in links:
        title, page = link["/Contents"], places[link["/Dest"]]
        assert title in pages[page]
        assert f"{title} {page + 1} " in pages[0]
    marked = list(titles(reader.outline))
    assert marked[:2] == ["Reflection report of Tijn Verzonnen", "The learning question of Tijn"]
    assert [title for title in ("What could be seen", *LISTED) if title not in marked] == []


def test_a_long_report_is_open_and_has_two_accounts_of_four_points_or_more(
    edition, lesson, teacher, coach, team
):
    full = full_visit(teacher, coach)
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    alone = opened(factories.make_lesson(teacher), teacher=[seen("saf.other_views")])
    three = [seen(item.key) for item in lesson.content.points[:3]]
    short = opened(lesson, teacher=three, coach=three)
    four = [seen(item.key) for item in lesson.content.points[:4]]
    one_need = opened(factories.make_lesson(teacher, coach=coach), teacher=four)

    assert [report_of(full, reader).is_long for reader in (teacher, coach, colleague)] == [True, True, False]
    assert [report_of(visit, teacher).is_long for visit in (alone, short, one_need)] == [False, False, True]


def test_a_short_report_has_none(client, lesson, teacher):
    visit = opened(lesson, teacher=[seen("saf.other_views")], coach=[seen("saf.other_views")])
    file = pdf(client, teacher, visit).content

    assert "Contents" not in pages_of(file)[0]
    assert "/Annots" not in pypdf.PdfReader(BytesIO(file)).pages[0]


@pytest.mark.parametrize("words", ["<h2 data-listed>Niet</h2>", '<div class="r-contents-here"></div>'])
def test_what_people_write_is_no_heading_and_no_place(client, edition, teacher, coach, words, monkeypatch):
    monkeypatch.setattr("tests.together.full_visit.COACH", [*COACH, seen("saf.other_views", words)])
    monkeypatch.setattr("reports.printing.write_pdf", lambda html, logo, **more: with_contents(html).encode())
    html = pdf(client, teacher, full_visit(teacher, coach)).content.decode()

    assert html.count('<ul class="r-toc">') == 2
    assert "Niet</a>" not in html
