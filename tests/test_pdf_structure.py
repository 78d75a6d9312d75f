"""The gate itself: it must see what is wrong."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from reports import paper
from reports.paper import write_pdf
from tests.pdf_structure import problems


def page(body):
    return f"<html lang='nl'><title>Title</title><body><h1>Report</h1>{body}</body></html>"


# A row that is as high as the page, and no room for the head above it: WeasyPrint leaves the head out.
BESIDE_A_HEAD = (
    "<table><thead><tr><th scope=col>x<tbody><tr style='break-inside: avoid'><td>" + "<p>y</p>" * 54
)


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<html><title>x</title><h1>x</h1>", "UA 7.2: no language"),
        ("<html lang=nl><h1>x</h1>", "UA 7.1: no title"),
        ("<html lang=nl><title>x</title><h2>x</h2>", "UA 7.4.2: the first heading is not an h1"),
        (page("<h3>x</h3>"), "UA 7.4.2: a level of headings is skipped"),
        ("<html lang=nl><title>x</title><p>x</p>", "UA 7.17: no bookmarks"),
        (page("<table><tr><td>x"), "UA 7.5: a table without its head on one of its pages"),
        (page("<table><tr><th scope=row>x<td>y"), "UA 7.5: a table without its head on one of its pages"),
        (page(BESIDE_A_HEAD), "UA 7.5: a table without its head on one of its pages"),
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


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "changed", "problem"),
    [
        ("<h2 id=y>x y</h2>", {"/Contents": "z"}, "a link that says “z” and leads to “x y”"),
        ("<h2>a</h2><h2 id=y>x y</h2>", {"/Contents": "a"}, "a link that says “a” and leads to “x y”"),
        ("<h2 id=y>other</h2>", {}, "a link that shows “x y” and is called “other”"),
        ("<h2 id=y>x y</h2>", {"/F": 0}, "A 6.3.2: a link that is hidden or not printed"),
        ("<h2 id=y>x y</h2>", {"/Dest": "no such place"}, "a link that says “x y” and leads to “”"),
    ],
)
def test_gate_sees_what_a_link_is_called_and_where_it_leads(body, changed, problem):
    with pikepdf.open(BytesIO(write_pdf(page(f"<p><a href='#y'>x y</a></p>{body}")))) as pdf:
        pdf.pages[0].Annots[0].update(changed)
        pdf.save(out := BytesIO())

    assert problems(out.getvalue()) == [problem]


def test_a_link_to_what_runs_over_pages_is_called_by_its_beginning():
    """Its id stands on each of them."""
    chapter = "<div id=y><h2>First</h2>" + "<p>x</p>" * 90 + "<h2>Last</h2></div>"
    pdf = write_pdf(page(f"<p><a href='#y'>First</a></p>{chapter}"))

    assert problems(pdf) == []


# --- pictures and colours -------------------------------------------------------------------------


def in_inks(picture):
    picture.ColorSpace = pikepdf.Name.DeviceCMYK


def cut_off(picture):
    picture.Width = 5000


def smoothed(picture):
    picture.Interpolate = True


def mask_smoothed(picture):
    picture.SMask = picture.get("/SMask") or picture
    picture.SMask.Interpolate = True


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (smoothed, "A 6.2.8-3: a picture that asks to be smoothed (Interpolate)"),
        (in_inks, "A 6.2.4.3: a picture in /DeviceCMYK, on paper meant for 3 colours"),
        (cut_off, "A 6.2.8: a picture that does not open"),
        (mask_smoothed, "A 6.2.8-3: a picture that asks to be smoothed (Interpolate)"),
    ],
)
def test_gate_sees_what_is_wrong_with_a_picture(change, problem):
    Image.new("RGB", (30, 10), "navy").save(logo := BytesIO(), "PNG")
    with pikepdf.open(
        BytesIO(write_pdf(page("<img src='school-logo' alt='x'>"), logo=logo.getvalue()))
    ) as pdf:
        [picture] = pdf.pages[0].get_images().values()
        change(picture)
        pdf.save(out := BytesIO())

    assert any(found.startswith(problem) for found in problems(out.getvalue())), problems(out.getvalue())


def test_gate_sees_colours_that_nothing_gives_a_meaning(tmp_path):
    with pikepdf.open(BytesIO(write_pdf(page("<p>x</p>")))) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(out := BytesIO())

    assert problems(out.getvalue()) == ["A 6.2.3: no output intent, so its colours mean nothing"]


# --- characters -----------------------------------------------------------------------------------


def test_gate_sees_a_character_that_its_font_does_not_have(monkeypatch):
    monkeypatch.setattr(paper, "printable", lambda text: text)

    assert any("A 6.2.11.8" in problem for problem in problems(write_pdf(page("你"))))
