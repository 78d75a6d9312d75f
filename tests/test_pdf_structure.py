"""The gate itself: it must see what is wrong."""

import pytest

from reports import paper
from reports.paper import write_pdf
from tests.pdf_structure import problems


def page(body):
    return f"<html lang='nl'><title>Title</title><body><h1>Report</h1>{body}</body></html>"


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<html><title>x</title><h1>x</h1>", "UA 7.2: no language"),
        ("<html lang=nl><h1>x</h1>", "UA 7.1: no title"),
        ("<html lang=nl><title>x</title><h2>x</h2>", "UA 7.4.2: the first heading is not an h1"),
        (page("<h3>x</h3>"), "UA 7.4.2: a level of headings is skipped"),
        ("<html lang=nl><title>x</title><p>x</p>", "UA 7.17: no bookmarks"),
        (page("<table><tr><td>x"), "UA 7.5: a table without header cells"),
        (page("<p><a href='#x'>x</a><p id=x>x"), "UA 7.18.5: a link that does not say where it leads"),
        (
            page("<p><a href='#x'>x <span>y</span></a><h2 id=x>x</h2>"),
            "UA 7.18.5: a link that is not tagged as one",
        ),
        (page("<table><tr><th>x<th>y<tr><td>x"), "UA 7.2: rows of a table differ in width"),
    ],
)
def test_gate_sees_what_is_wrong(html, problem):
    assert problem in problems(write_pdf(html))


def test_gate_sees_a_character_that_its_font_does_not_have(monkeypatch):
    monkeypatch.setattr(paper, "printable", lambda text: text)

    assert any("A 6.2.11.8" in problem for problem in problems(write_pdf(page("你"))))
