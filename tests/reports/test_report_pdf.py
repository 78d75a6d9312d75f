"""The report on paper: the words of the PDF, its structure, and what it survives."""

import logging
import uuid
from io import BytesIO

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from observations.models import Stage
from tests import factories
from tests.factories import answer, bring_to, moment, save
from tests.once import made_once
from tests.pdf_structure import problems
from tests.pdf_words import pages_of
from tests.together.visits import lens, opened, seen
from together import actions as together

POINT = "saf.small_before_whole"
PURPOSE = "A lesson visit is part of coaching. It is meant for learning together and not for appraisal."


@pytest.fixture(autouse=True)
def no_warning(caplog):
    """WeasyPrint says in its log what it could not do; a report gives it nothing to say."""
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        yield
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


def pdf(client, person, lesson, query="?lang=en"):
    client.force_login(person)
    response = client.get(reverse("report_pdf", args=[lesson.pk]) + query)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    return response


def pages(response):
    return pages_of(response.content)


def words(response):
    return " ".join(pages(response))


def title(response):
    return pypdf.PdfReader(BytesIO(response.content)).metadata.title


@pytest.fixture
@made_once
def visit(lesson):
    return opened(
        lesson,
        before=[
            *lens(POINT, "com.steps_first_step"),
            {"type": "question", "text": "Hoe help ik stille studenten beginnen?", "revision": 0},
            answer("pre.small_choice", "", "Let op wie ik oversla.", coach_may_read=True),
            answer("pre.see", "", "geheim voornemen"),
        ],
        teacher=[
            seen(POINT, "Volgens mij niet.", value="not_seen"),
            seen("com.steps_first_step", "Stond op het bord."),
            answer("ref.saf", "", "Om te begrijpen."),
            answer("open.inside", "", "geheim denken"),
            answer("resp.waited", "ticked"),
        ],
        coach=[
            seen(POINT, "Twee minuten stil.", is_example=True),
            seen("com.steps_first_step", "Drie stappen op het bord."),
            seen("saf.understands_first", "‘Hoe kwam je daarop?’"),
            answer("sig.tension", "few", "Zachte stem."),
            answer("coach.helped", "", "Het stille schrijven."),
            moment(text="Iedereen schrijft."),
        ],
    )


@pytest.mark.parametrize("marked", range(3, 25, 3))
def test_a_need_never_stands_at_the_foot_of_a_page_without_a_point(client, lesson, teacher, marked):
    points = lesson.content.points[:marked]
    save(lesson, "teacher", *(answer(point.key, "partly") for point in points))

    found = pages(pdf(client, teacher, lesson, "?lang=nl"))

    for need in lesson.content.themes:
        of_need = [point.short for point in points if point.theme == need["key"]]
        [page] = [page for page in found if need["question"] in page] or [""]
        assert (need["question"] in page, of_need[0] in page if of_need else False) == (bool(of_need),) * 2


def test_points_with_a_mark_alone_fill_the_page(client, lesson, teacher):
    """What has to stay with the words after it has none after it here."""
    points = lesson.content.points
    save(lesson, "teacher", *(answer(point.key, "partly") for point in points))

    first = pages(pdf(client, teacher, lesson, "?lang=nl"))[0]

    assert sum(point.short in first for point in points) == 11


ORDER = [
    "Reflection report of Tijn Verzonnen",
    "The learning question of Tijn",
    "Deliberately not looked at",
    "Relatedness and belonging: all 6 items",
    "How to read this",
    "This checklist is a conversation tool based on research. It is not a validated test.",
    "What could be seen",
    "Two views of the same lesson",
    "Begin the talk at the questions in bold.",
    "Competence and structure",
    "Psychological safety",
    "The whole lesson",
    "How the teacher was present",
    "Signals, and what was done with them",
    "Small steps",
    "There is no need to do more.",
]


def test_the_report_has_the_order_of_the_wording_table(client, visit, teacher):
    together.choose_step(lesson=visit, by=teacher, id=uuid.uuid4(), text="Begin achterin.")
    rest = words(pdf(client, teacher, visit))

    for heading in ORDER:
        _before, found, rest = rest.partition(heading)
        assert found == heading


def test_both_voices_stand_in_it_and_nothing_private(client, visit, teacher, coach):
    together.choose_step(lesson=visit, by=teacher, id=visit.pk, text="Begin achterin.")
    shared = [
        "Hoe help ik stille studenten beginnen?", "Let op wie ik oversla.", "Volgens mij niet.", "Twee minuten stil.",
        "Coba saw more than Tijn named", "Om te begrijpen.", "Zachte stem.", "I deliberately waited.", "Het stille schrijven.",
        "Iedereen schrijft.", "Begin achterin.",
    ]  # fmt: skip

    own, other = words(pdf(client, teacher, visit)), words(pdf(client, coach, visit))

    assert [text for text in shared if text not in own or text not in other] == []
    assert ("geheim" in own, "geheim" in other) == (False, False)


def test_the_private_page_is_printed_only_for_the_teacher_who_asks_for_it(client, visit, teacher, coach):
    reply = pdf(client, teacher, visit, "?lang=en&mine=1")
    *shared, last = pages(reply)

    assert "geheim" not in " ".join(shared)
    assert last.index("You asked for this page.") < last.index("geheim voornemen")
    assert "(only for you).pdf" in reply["Content-Disposition"]  # not mailed for the other
    for person, query in ((coach, "?lang=en&mine=1"), (teacher, "?lang=en")):
        reply = pdf(client, person, visit, query)
        assert "geheim" not in words(reply)
        assert "only for you" not in reply["Content-Disposition"]


def test_every_page_has_its_purpose_and_number(client, visit, coach):
    found = pages(pdf(client, coach, visit))

    for number, page in enumerate(found, start=1):
        assert PURPOSE in page
        assert f"{number} of {len(found)}" in page


def test_what_was_left_out_stands_on_the_first_page(client, visit, coach):
    first = pages(pdf(client, coach, visit))[0]

    assert "It was agreed to look at 2 items" in first
    assert "Autonomy and space: all 6 items" in first
    assert "Psychological safety: 4 other items" in first


def test_before_opening_it_holds_the_teachers_account_and_says_so(client, lesson, teacher):
    save(lesson, "teacher", seen(POINT, "Woorden van de docent."))
    save(lesson, "coach", seen(POINT, "Woorden van de coach."))

    file = pdf(client, teacher, lesson)
    own = words(file)

    assert title(file).startswith("Own story of Tijn Verzonnen, not opened yet: Rekenen, group VZ2B")
    assert "The stories have not been opened yet." in own
    assert ("Woorden van de coach." in own, "Woorden van de docent." in own) == (False, True)


def test_headers_of_the_file(client, visit, teacher):
    visit.subject = "Français “1”"
    visit.save(update_fields=["subject"])

    headers = pdf(client, teacher, visit).headers

    day = f"{timezone.localtime(visit.start):%Y-%m-%d}"
    assert headers["Content-Disposition"] == (
        f'inline; filename="Reflection report Francais 1 VZ2B {day}.pdf"; '
        f"filename*=UTF-8''Reflection%20report%20Fran%C3%A7ais%201%20VZ2B%20{day}.pdf"
    )
    assert "no-store" in headers["Cache-Control"]
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["Content-Language"] == "en"


def test_the_language_is_the_lessons_unless_the_reader_asks_for_another(client, visit, teacher):
    dutch = pdf(client, teacher, visit, "")

    assert "Duidelijk gezien" in words(dutch)
    assert pypdf.PdfReader(BytesIO(dutch.content)).root_object["/Lang"] == "nl"


# --- structure ------------------------------------------------------------------------------------


def test_the_whole_report_passes_the_gate(client, visit, teacher):
    together.choose_step(lesson=visit, by=teacher, id=visit.pk, text="Begin achterin.")
    item = visit.content.by_key[POINT]
    together.add(lesson=visit, by=teacher, kind="reply", text="Dat wil ik houden.", item=item)

    assert problems(pdf(client, teacher, visit).content) == []


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.WAITING_FOR_COACH, Stage.OPEN])
def test_every_stage_has_a_report_that_passes_the_gate(client, lesson, teacher, coach, stage):
    visit = bring_to(stage, lesson)
    for person in [teacher, coach] if visit.opened_at else [teacher]:
        assert problems(pdf(client, person, visit).content) == []


def test_a_full_visit_of_sixty_moments(client, lesson, coach, monkeypatch):
    monkeypatch.setattr(
        "reports.bundles.QUICK", 200_000
    )  # else made outside the request: test_papers_outside.py
    factories.record_everything(lesson, "coach", moments=60)

    response = pdf(client, coach, opened(lesson))

    found = words(response)
    assert problems(response.content) == []
    assert [number for number in range(60) if f"Moment {number} " not in found + " "] == []


def test_an_empty_visit(client, lesson, teacher):
    visit = opened(lesson)

    response = pdf(client, teacher, visit)

    assert "Nothing has been noted yet." in words(response)
    assert "learning question" not in words(response)  # none was asked, and that is no gap
    assert problems(response.content) == []


def test_a_visit_with_only_a_lens(client, lesson, teacher, coach):
    save(lesson, "teacher", *lens(POINT))
    visit = opened(lesson)

    response = pdf(client, coach, visit)

    short = visit.content.by_key[POINT].short_en
    assert f"It was agreed to look at one item: {short}." in words(response)
    assert "Nothing has been noted yet." in words(response)
    assert problems(response.content) == []


def test_a_teacher_alone(client, edition, teacher):
    visit = opened(factories.make_lesson(teacher), teacher=[seen(POINT, "Zelf geschreven.")])

    response = pdf(client, teacher, visit)

    found = words(response)
    assert "Zelf geschreven." in found
    assert [text for text in ("Two views", "One view", "Coach", "coach,") if text in found] == []
    assert problems(response.content) == []


def test_words_that_try_to_be_something_else(client, lesson, teacher):
    notes = [
        '<script>alert("x")</script> <img src="http://example.com/x.png"> & "hoi"',
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4,
        "👩‍🏫 keek, 🙂 👍🏽 🇳🇱",
        "Łukasz, Ayşe, العربية, 中文",
        "regel een\nregel twee\tmet\x0bteken",
    ]
    keys = [item.key for item in lesson.content.points]
    visit = opened(
        lesson,
        coach=[seen(key, note) for key, note in zip(keys, notes, strict=False)]
        + [moment(text=note) for note in notes],
        teacher=[seen(key, note) for key, note in zip(keys, notes, strict=False)],
    )

    response = pdf(client, teacher, visit)

    found = words(response)
    assert '<script>alert("x")</script>' in found
    assert "Łukasz, Ayşe" in found
    assert problems(response.content) == []


@pytest.mark.parametrize("rows", [1, 25])
def test_a_report_takes_seven_queries_however_much_was_recorded(
    client, lesson, teacher, rows, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(
        "reports.printing.write_pdf", lambda html, logo, **more: html.encode()
    )  # the queries come before the press
    keys = [item.key for item in lesson.content.points][:rows]
    opened(
        lesson,
        teacher=[seen(key, "Zelf.") for key in keys],
        coach=[seen(key, "Gezien.") for key in keys]
        + [moment(text=f"Moment {number}") for number in range(rows)],
    )
    client.force_login(teacher)

    with django_assert_num_queries(7):  # person, visit, accounts, steps, answers, moments, additions
        client.get(reverse("report_pdf", args=[lesson.pk]))
