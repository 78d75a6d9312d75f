#!/bin/sh
# What is copied out of a PDF, searched in it, and read by who ignores its tags has the order in which it was painted. WeasyPrint paints
# in the order of CSS 2.1 (appendix E): what is positioned, nearly opaque, turned or cut off comes after everything else of its page, and
# what floats comes before it. The tags keep the order of the HTML. So one line of CSS, put there to move a shape by a millimetre, takes
# the words around it to the end of the page for everybody who does not read tags; and a drawing is always painted last, because the
# style sheet of WeasyPrint says `svg { overflow: hidden }`.
#
# All of this is what CSS asks for, and no error. Negative margins, inline blocks and `svg { overflow: visible }` keep the order.
#
# Seen on 2026-11-28 with WeasyPrint 70.0, pypdf 7.1.0 and poppler 22.12 (pdftotext -raw gives the same):
#   nothing: one two three
#   position: relative: one three two
#   overflow: hidden: one three two
#   opacity: 0.99: one three two
#   transform: rotate(0deg): one three two
#   float: left: two one three
#   display: inline-block: one two three
#   margin-left: -9mm: one two three
#   tags of position: relative: one two three
#   a drawing before two: words first: True, with overflow: visible: False
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: weasyprint==70.0 pydyf==0.13.0 pypdf==7.1.0
cat >look.py <<'PYTHON'
import shutil
import subprocess
from io import BytesIO

from pypdf import PdfReader
from weasyprint import HTML, __version__

STYLES = {
    "nothing": "one two three",
    "position: relative": "one three two",
    "overflow: hidden": "one three two",
    "opacity: 0.99": "one three two",
    "transform: rotate(0deg)": "one three two",
    "float: left": "two one three",
    "display: inline-block": "one two three",
    "margin-left: -9mm": "one two three",
}
DRAWING = '<svg style="{}" viewBox="0 0 9 9" width="9"><path d="M0 0h9v9Z"/></svg>'


def printed(second, **how):
    return HTML(string=f"<html lang=en><title>x</title><p>one</p>{second}<p>three</p>").write_pdf(**how)


def copied(file):
    return " ".join(PdfReader(BytesIO(file)).pages[0].extract_text().split())


def by_poppler(file):
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=file, capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def marks(kid):
    """The marks of the words in the order of the tags."""
    kid = kid.get_object()
    if isinstance(kid, int):
        return [kid]
    kids = kid if isinstance(kid, list) else [kid.get("/K", [])] if "/K" in kid else []
    return [mark for one in kids for mark in marks(one)]


def tagged(file):
    reader, texts, now = PdfReader(BytesIO(file)), {}, []

    def operand(operator, operands, *_at):
        if operator == b"BDC":
            now.append(operands[1].get("/MCID"))

    def words(text, *_at):
        if text.strip():
            texts[now[-1]] = text.strip()

    reader.pages[0].extract_text(visitor_operand_before=operand, visitor_text=words)
    return " ".join(texts[mark] for mark in marks(reader.root_object["/StructTreeRoot"]["/K"]))


def words_first(css):
    """Whether all words of the page are painted before the drawing that stands before one of them."""
    stream = PdfReader(BytesIO(printed(f"<p>{DRAWING.format(css)} two</p>"))).pages[0].get_contents().get_data()
    return stream.rindex(b"ET") < stream.index(b"9 9 l")


print("WeasyPrint", __version__)
for css, expected in STYLES.items():
    file = printed(f'<p style="{css}">two</p>')
    print(f"{css}: {copied(file)}")
    assert copied(file) == expected, "this has changed"
    assert not shutil.which("pdftotext") or by_poppler(file) == expected, "poppler reads it otherwise"
read = tagged(printed('<p style="position: relative">two</p>', pdf_variant="pdf/ua-1"))
print(f"tags of position: relative: {read}")
assert read == "one two three", "this has changed"
painted = words_first(""), words_first("overflow: visible")
print(f"a drawing before two: words first: {painted[0]}, with overflow: visible: {painted[1]}")
assert painted == (True, False), "this has changed"
PYTHON
here/bin/python look.py
