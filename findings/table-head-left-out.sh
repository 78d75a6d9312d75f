#!/bin/sh
# A table loses its head on paper where a row may not break. WeasyPrint repeats the head of a table on each of its pages. A row with
# break-inside: avoid that is taller than the page less the head fits on no page; it is then broken anyway, but without the head, on every
# page that it fills, in the drawing and in the tags: there the table has no TH (PDF/UA-1, 7.5). The same row without the rule goes on over
# pages that all have the head. So only short rows are kept together, and a long one may break (static/css/paper.css, r-long).
#
# Seen on 2026-11-28 with WeasyPrint 70.0:
#   avoid: pages 6, with the head 1
#   auto: pages 7, with the head 7
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: weasyprint==70.0 pypdf==7.1.0
cat >look.py <<'PYTHON'
from io import BytesIO

from pypdf import PdfReader
from weasyprint import HTML, __version__

WORDS = "The table at the window looks at the sheet. " * 200
PAGE = """<style>@page {{ size: A5 }} tr {{ break-inside: {} }}</style>
<table><thead><tr><th>The head</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>"""


def look(rule):
    file = BytesIO(HTML(string=PAGE.format(rule, WORDS)).write_pdf())
    pages = [page.extract_text() for page in PdfReader(file).pages]
    return len(pages), sum("The head" in page for page in pages)


print(f"WeasyPrint {__version__}")
seen = {rule: look(rule) for rule in ("avoid", "auto")}
for rule, (pages, heads) in seen.items():
    print(f"{rule}: pages {pages}, with the head {heads}")
assert seen["avoid"][1] <= 1 < seen["auto"][1] == seen["auto"][0], "this has changed"
PYTHON
here/bin/python look.py
