"""The list of contents: in a long report on its first page, with true numbers and links that say where they
lead; in no other."""

from io import BytesIO

import pypdf
import pytest

from checklists.editions import content_of
from reports.contents import BLANK, with_contents
from tests import factories
from tests.factories import moment
from tests.pdf_structure import problems
from tests.pdf_words import pages_of
from tests.reports.test_report_pdf import pdf
from tests.together.full_visit import COACH, full_visit
from tests.together.visits import opened, report_of, seen
from together import actions
from together.tree import MANY

LISTED = [
    "Relatedness and belonging", "Competence and structure", "Autonomy and space", "Psychological safety",
    "The whole lesson", "How the teacher was present", "Signals, and what was done with them", "What students said",
    "Small steps", "Added later",
]  # fmt: skip

LONG = "De tafel bij het raam. " * 400  # two pages and a half


@pytest.fixture
def long_visit(request, edition, teacher, coach, monkeypatch):
    """A visit with something at every place and with as many points as a long report has."""
    more = getattr(request, "param", [])
    monkeypatch.setattr("tests.together.full_visit.COACH", [*COACH, *map(seen, others(edition)), *more])
    return full_visit(teacher, coach)


def others(edition):
    """Points that nobody says anything about in the full visit."""
    said = {entry.get("item") for entry in COACH}
    return [item.key for item in content_of(edition.pk).points if item.key not in said][: MANY - 6]


def titles(outline):
    for thing in outline:
        if isinstance(thing, list):
            yield from titles(thing)
        else:
            yield thing.title


def test_a_long_report_says_what_stands_where_and_every_heading_is_a_bookmark(client, teacher, long_visit):
    assert_true(pdf(client, teacher, long_visit).content)


@pytest.mark.parametrize("long_visit", [[moment(text=LONG) for _ in range(4)]], indirect=True)
def test_a_number_of_two_digits_is_true_and_what_a_person_writes_is_no_blank(client, teacher, long_visit):
    long_visit.subject, long_visit.group = BLANK, f"{BLANK}1"
    long_visit.save(update_fields=["subject", "group"])
    actions.add(lesson=long_visit, by=teacher, kind="late", text=BLANK)
    file = pdf(client, teacher, long_visit).content

    assert_true(file)
    assert "Small steps 1" in pages_of(file)[0]
    assert BLANK not in "".join(pages_of(file))


def assert_true(file):
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


def test_a_long_report_is_open_and_has_two_accounts_of_many_points(lesson, teacher, coach, team, long_visit):
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    alone = opened(factories.make_lesson(teacher), teacher=[seen("saf.other_views")])
    fewer = [seen(item.key) for item in lesson.content.points[: MANY - 1]]
    short = opened(lesson, teacher=fewer, coach=fewer)
    many = [seen(item.key) for item in lesson.content.points[:MANY]]
    one_voice = opened(factories.make_lesson(teacher, coach=coach), teacher=many)

    assert [report_of(long_visit, reader).is_long for reader in (teacher, coach, colleague)] == [
        True,
        True,
        False,
    ]
    assert [report_of(visit, teacher).is_long for visit in (alone, short, one_voice)] == [False, False, True]


def test_a_short_report_has_none(client, lesson, teacher):
    visit = opened(lesson, teacher=[seen("saf.other_views")], coach=[seen("saf.other_views")])
    file = pdf(client, teacher, visit).content

    assert "Contents" not in pages_of(file)[0]
    assert "/Annots" not in pypdf.PdfReader(BytesIO(file)).pages[0]


@pytest.mark.parametrize("words", ["<h2 data-listed>Niet</h2>", '<div class="r-contents-here"></div>'])
def test_what_people_write_is_no_heading_and_no_place(client, teacher, long_visit, words, monkeypatch):
    actions.add(lesson=long_visit, by=teacher, kind="late", text=words)
    monkeypatch.setattr("reports.printing.write_pdf", lambda html, logo, **more: with_contents(html).encode())
    html = pdf(client, teacher, long_visit).content.decode()

    assert html.count('<ul class="r-toc">') == 1
    assert "Niet</a>" not in html
