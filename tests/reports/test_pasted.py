"""Who pastes a page, or opens it in a word processor, finds its words apart and nothing that was not
shown."""

import re
import subprocess

import pytest
from django.urls import reverse

from people.models import Language
from reports import paper
from tests import patience
from tests.pasted import hidden_words, run_together
from tests.reports.test_golden import world  # noqa: F401 -- fixture

OF_A_VISIT = ("visit", "together", "talk", "keys", "pulse", "reply", "report_pdf")
OF_EVERYBODY = ("home", "earlier", "data", "me", "team", "forms", "about", "how")
READ = (
    "together",
    "talk",
    "keys",
    "pulse",
    "reply",
    "data",
    "team",
    "about",
    "how",
)  # not written on, not waited for


@pytest.fixture
def printed(monkeypatch):
    """The HTML of each paper that is made."""
    seen, press = [], paper.write_pdf
    monkeypatch.setattr(
        "reports.printing.write_pdf", lambda text, **more: seen.append(text) or press(text, **more)
    )
    return seen


def pages(client, world, language):  # noqa: F811
    """{name: page} of all that the teacher of a full visit reads."""
    type(world.teacher).objects.filter(pk=world.teacher.pk).update(language=language)
    client.force_login(world.teacher)
    addresses = {name: reverse(name, args=[world.lesson.pk]) + f"?lang={language}" for name in OF_A_VISIT}
    addresses |= {name: reverse(name) for name in OF_EVERYBODY}
    addresses |= {voice: reverse("form", args=[world.edition.pk, voice]) for voice in ("coach", "teacher")}
    addresses["mirror"] = reverse("mirror", args=[world.mirror.pk])
    addresses["mirror.pdf"] = reverse("mirror_pdf", args=[world.mirror.pk])
    return {name: text_of(client.get(address)) for name, address in addresses.items()}


def text_of(reply):
    assert reply.status_code == 200
    return reply.content.decode() if reply["Content-Type"].startswith("text/html") else ""


@pytest.mark.parametrize("language", Language.values)
def test_on_no_page_and_no_paper_do_words_run_together(client, world, printed, language):  # noqa: F811
    found = pages(client, world, language)
    found |= {f"paper {number}": text for number, text in enumerate(printed)}
    together = {name: run_together(page) for name, page in found.items() if page}

    assert {name: pairs for name, pairs in together.items() if pairs} == {}
    assert len(printed) == 2  # the report and the mirror


def test_a_page_to_read_holds_nothing_that_is_not_shown(client, world, printed):  # noqa: F811
    found = pages(client, world, "en")

    assert [(name, hidden_words(found[name])) for name in READ if hidden_words(found[name])] == []


# --- paper ----------------------------------------------------------------------------------------


@pytest.mark.office
def test_who_copies_a_paper_gets_row_by_row_what_each_said(client, world, tmp_path):  # noqa: F811
    """As a program without tags reads it: the voices on every page, then of each row what it is about, the
    teacher and the coach."""
    client.force_login(world.teacher)
    file = tmp_path / "report.pdf"
    file.write_bytes(client.get(reverse("report_pdf", args=[world.lesson.pk]), {"lang": "nl"}).content)
    told = subprocess.run(
        ["pdftotext", "-raw", file, "-"], check=True, capture_output=True, timeout=patience.SECONDS
    )
    text = " ".join(told.stdout.decode().split())

    assert "Meekijken Verslag van Tijn" in text
    assert not re.search(r"\b[DC] (Tijn|Coba)", text)
    assert text.count("Waarover Tijn, docent Coba, coach") > 1
    row = "Contact bij de start Bijna zelfde beeld Duidelijk gedaan Ik stond bij de deur. Deels gezien 10.15 voorbeeld Elke student een groet."
    assert row in text
