"""Every paper that leaves: who has it stands in the ledger and at the foot of its pages, and none of the
coach's leaves before opening."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import override

from observations.models import LedgerEntry, Stage
from reports import actions as reports
from tests import factories
from tests.factories import bring_to, fresh
from tests.home.conftest import words
from tests.pdf_structure import problems
from tests.pdf_words import pages_of
from tests.reports.test_bundles import ask, lead, period, visits  # noqa: F401 -- fixtures
from tests.reports.test_golden import world  # noqa: F401 -- a fixture


def paper(client, person, lesson, name="report_pdf", query="?lang=en"):
    client.force_login(person)
    return client.get(reverse(name, args=[lesson.pk]) + query)


def opened(lesson):
    return bring_to(Stage.OPEN, lesson)


def today(language="en"):
    with override(language):
        return date_format(timezone.localdate(), "j F Y")


# --- in the ledger ------------------------------------------------------------------------------


def test_the_teacher_reads_that_the_coach_has_the_report(client, lesson, teacher, coach):
    visit = opened(lesson)

    assert paper(client, coach, visit).status_code == 200
    assert "Tijn leest dat je het downloadde." in words(client.get(reverse("together", args=[visit.pk])))
    assert [(row.who, row.what, row.parts) for row in visit.ledger.all()] == [(coach, "report", [])]
    client.force_login(teacher)
    assert "Coba Voorbeeld downloadde het verslag." in words(client.get(reverse("keys", args=[visit.pk])))


def test_the_teachers_own_paper_needs_no_row(client, lesson, teacher):
    visit = opened(lesson)

    assert paper(client, teacher, visit).status_code == 200
    assert not visit.ledger.exists()


def test_a_paper_of_the_coach_does_not_keep_a_deleted_visit_away(client, lesson, teacher, coach):
    """What blocks coming back is a paper outside the pair."""
    visit = opened(lesson)
    paper(client, coach, visit)
    client.force_login(teacher)
    client.post(reverse("delete", args=[visit.pk]), {"can_come_back": "1"})
    assert "Haal het terug" in words(client.get(reverse("home")))

    client.post(reverse("undelete", args=[visit.pk]))

    assert fresh(visit).deleted_at is None


def test_a_visit_that_is_deleted_while_the_coachs_paper_is_printed_is_not_handed_over(
    client, lesson, teacher, coach, monkeypatch
):
    visit = opened(lesson)

    def delete_meanwhile(html, **more):
        reports.delete(lesson=visit, by=teacher)
        return b"%PDF"

    monkeypatch.setattr("reports.printing.write_pdf", delete_meanwhile)

    assert paper(client, coach, visit).status_code == 404
    assert not LedgerEntry.objects.exists()


def test_only_asking_whether_it_is_there_is_no_download(client, lesson, coach):
    visit = opened(lesson)
    client.force_login(coach)

    assert client.head(reverse("report_pdf", args=[visit.pk])).status_code == 405
    assert not visit.ledger.exists()


# --- none of the coach's before opening ---------------------------------------------------------


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.LOOKING, Stage.WAITING_FOR_TEACHER, Stage.READY])
def test_before_opening_the_coach_has_no_paper_and_no_button_for_it(client, lesson, teacher, coach, stage):
    visit = bring_to(stage, lesson)
    address = reverse("report_pdf", args=[visit.pk])

    reply = paper(client, coach, visit)
    assert reply.status_code == 423
    assert "De verhalen zijn nog niet open" in words(reply)
    for page in (reverse("visit", args=[visit.pk]), reverse("home"), reverse("earlier")):
        assert address not in client.get(page).content.decode()
    assert not visit.ledger.exists()


def test_before_opening_the_teacher_has_the_own_account_on_paper(client, lesson, teacher):
    visit = bring_to(Stage.WAITING_FOR_COACH, lesson)

    assert paper(client, teacher, visit).status_code == 200
    assert (
        reverse("report_pdf", args=[visit.pk])
        in client.get(reverse("visit", args=[visit.pk])).content.decode()
    )


def test_what_the_coach_recorded_can_still_be_taken_along(client, lesson, teacher, coach):
    bring_to(Stage.LOOKING, lesson)
    client.force_login(coach)

    reply = client.get(reverse("data_file", args=[teacher.pk, "entries.csv"]))

    assert "Drie stappen op het bord." in reply.content.decode()


# --- at the foot of its pages -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "voor Coba Voorbeeld, {}"), ("en", "for Coba Voorbeeld, {}")]
)
def test_reader_and_day_stand_at_the_foot_of_every_page(client, lesson, coach, language, said):
    factories.record_everything(lesson, "coach")
    reply = paper(client, coach, opened(lesson), query=f"?lang={language}")

    pages = pages_of(reply.content)
    assert len(pages) > 3
    assert [said.format(today(language)) in page for page in pages] == [True] * len(pages)
    assert problems(reply.content) == []


def test_the_teachers_own_paper_says_so_too_before_opening(client, lesson, teacher):
    reply = paper(client, teacher, bring_to(Stage.WAITING_FOR_COACH, lesson))

    assert all(f"for Tijn Verzonnen, {today()}" in page for page in pages_of(reply.content))


def test_the_private_page_too(client, lesson, teacher):
    factories.record_everything(lesson, "teacher")
    last = pages_of(paper(client, teacher, lesson, query="?lang=en&mine=1").content)[-1]

    assert "You asked for this page." in last
    assert f"for Tijn Verzonnen, {today()}" in last


def test_a_released_report_and_not_a_mirror(client, world):  # noqa: F811
    """A mirror goes round in the team with nobody's name near it; it holds nothing of one visit."""
    with override("nl"):
        pages = pages_of(paper(client, world.reader, world.lesson, "released_pdf", "?lang=nl").content)
        assert [f"voor Lotte Leiding, {today('nl')}" in page for page in pages] == [True] * len(pages)
        mirror = paper(client, world.reader, world.mirror, "mirror_pdf", "?lang=nl").content
        assert "Leiding" not in " ".join(pages_of(mirror))


def test_every_page_of_all_reports_of_a_period(client, visits, ask):  # noqa: F811
    for kind in ("one", "zip"):
        reply = client.get(reverse("bundle_file", args=[ask(kind).pk]))
        files = [reply.content] if kind == "one" else unzipped(reply.content)
        found = [page for file in files for page in pages_of(file)]
        assert [f"for Lotte Leiding, {today()}" in page for page in found] == [True] * len(found)


def unzipped(content):
    from zipfile import ZipFile  # noqa: PLC0415

    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_a_blank_form_is_of_nobody(client, teacher, edition):
    client.force_login(teacher)
    pages = pages_of(client.get(reverse("form_pdf", args=[edition.pk, "teacher"])).content)

    assert not any("Tijn Verzonnen" in page for page in pages)


def test_a_long_name_does_not_run_off_the_page(client, lesson, coach):
    coach.name = "Wilhelmina" * 12
    coach.save()
    reply = paper(client, coach, opened(lesson))

    assert problems(reply.content) == []
    assert "Wilhelmina" * 12 in pages_of(reply.content)[0].replace("\n", "").replace(" ", "")


def test_the_same_reader_on_the_same_day_gets_the_same_bytes(client, lesson, coach):
    visit = opened(lesson)

    assert paper(client, coach, visit).content == paper(client, coach, visit).content
