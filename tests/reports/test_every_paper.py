"""Every kind of paper, in each language, with a logo and without, goes through the gate; and none is
forgotten here (tests/reports/papers.py)."""

import ast
import re
import sys
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test.signals import template_rendered
from django.urls import get_resolver

from people.models import Language
from reports import paper, printing
from reports.blank import printed_form
from tests.pdf_structure import problems
from tests.reports.papers import Press, asked_for, give_logo, keep, world
from tests.reports.test_golden import TODAY
from tests.rooms import modules_of

PRINTS = {"write_pdf", "printed", "now_or_later"}  # whoever calls one of these makes paper


@pytest.fixture
def found(edition, school, team, teacher, coach):
    with time_machine.travel(TODAY):
        yield world(school, team, teacher, coach)


@pytest.mark.slow
@pytest.mark.parametrize("logo", [False, True], ids=["name", "logo"])
@pytest.mark.parametrize("language", Language.values)
def test_every_paper_passes_the_gate(
    client, school, found, language, logo, django_capture_on_commit_callbacks, monkeypatch
):
    if logo:
        give_logo(school)
    press = Press(client, found, language, django_capture_on_commit_callbacks)
    papers = dict(press.papers())
    monkeypatch.setattr("reports.views.bundles.QUICK", 0)
    papers["report-waited-for"] = press.waited_for()
    for name, content in papers.items():
        keep(f"{name}-{language}-{'logo' if logo else 'name'}", content)

    assert {name: wrong for name, content in papers.items() if (wrong := problems(content))} == {}
    assert all((b"/Subtype /Image" in content) == logo for content in papers.values())


# --- none is forgotten ----------------------------------------------------------------------------


def printing_functions():
    """(file, function) of everything in the app that makes paper, as it is written."""
    for path in set(modules_of()) - {settings.BASE_DIR / "reports" / "paper.py"}:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        brought = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
            names = {call.id for call in calls if isinstance(call, ast.Name)} & brought
            if PRINTS & (names | {call.attr for call in calls if isinstance(call, ast.Attribute)}):
                yield str(path), function.name


def frames():
    """(file, function) of everything that is being called."""
    frame = sys._getframe(1)
    while frame:
        yield frame.f_code.co_filename, frame.f_code.co_name
        frame = frame.f_back


def test_no_kind_of_paper_is_forgotten(client, found, django_capture_on_commit_callbacks, monkeypatch):
    """Whatever can print is called when the papers above are made, and every template of paper is in one of
    them."""
    called, rendered = set(), set()
    monkeypatch.setattr("reports.paper._press", lambda: lambda html, logo: called.update(frames()) or b"%PDF")
    listen = lambda template, **more: rendered.add(str(template.origin.name))  # noqa: E731
    template_rendered.connect(listen)
    monkeypatch.setattr(printing, "write_pdf", paper.write_pdf)  # anew, also what was printed before
    printed_form.cache_clear()
    press = Press(client, found, "nl", django_capture_on_commit_callbacks)
    list(press.papers())
    monkeypatch.setattr("reports.views.bundles.QUICK", 0)
    press.waited_for()
    template_rendered.disconnect(listen)
    printed_form.cache_clear()

    assert sorted(set(printing_functions()) - called) == []
    templates = {str(path) for path in (settings.BASE_DIR / "templates" / "report").rglob("*.html")}
    assert sorted(Path(path).name for path in templates - rendered) == []


def test_only_one_module_knows_the_press():
    knows = [
        path.name
        for path in modules_of()
        if re.search(r"(import|from) (weasyprint|pydyf)", path.read_text(encoding="utf-8"))
    ]
    assert knows == ["paper.py"]


def test_every_address_of_a_pdf_is_asked(found):
    patterns = get_resolver().reverse_dict
    asked = {address for _who, address, _args, _query in asked_for(found).values()}
    ends = {
        name
        for name in patterns
        if isinstance(name, str) and patterns.getlist(name)[0][1].rstrip(r"\Z").endswith(r"\.pdf")
    }

    assert ends == asked
