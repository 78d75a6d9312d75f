#!/bin/sh
# Some languages spell a word otherwise where it breaks: Hungarian asszonnyal is asz-szony-nyal, Dutch coördinatie is co-ordinatie.
#
#   pyphen 0.18.1     knows it for Hungarian and gives both halves as they are written there. Its Dutch has no such changes: it
#                     breaks before the letter and leaves the diaeresis, as no Dutch book does.
#   WeasyPrint 70.0   takes the first half only, and goes on in the word itself after as many letters as that half has. So a
#                     Hungarian word loses a letter on paper: "asz-zonnyal".
#
# Who makes Dutch paper cannot mend it with a dictionary that knows the change: the second half would not be written. Until then no
# word breaks before such a letter (reports/paper.py, _spare_diaereses).
#
# Needs Pango, as WeasyPrint does. Seen on 2026-11-28 with Python 3.11 and Pango 1.50:
#   pyphen, Hungarian: ['asszony-nyal', 'asz-szonnyal']
#   on paper, in two lines: ['asszony- yal', 'asz- zonnyal']
#   pyphen, Dutch: co-ör-di-na-tie
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: weasyprint==70.0 pyphen==0.18.1 pypdf==7.1.0
cat >look.py <<'PYTHON'
from io import BytesIO

from pyphen import Pyphen
from pypdf import PdfReader
from weasyprint import HTML


def lines(width):
    html = f'<html lang="hu"><p style="width: {width}mm; hyphens: auto; hyphenate-limit-chars: 4 2 2">asszonnyal'
    [page] = PdfReader(BytesIO(HTML(string=html).write_pdf())).pages
    return page.extract_text().replace("\u2010", "-").split()


columns = [lines(width) for width in range(10, 30)]  # some of them take one half of the word, whatever font is here
seen = {
    "pyphen, Hungarian": ["-".join(halves) for halves in Pyphen(lang="hu").iterate("asszonnyal")],
    "on paper, in two lines": sorted({" ".join(words) for words in columns if len(words) == 2}),
    "pyphen, Dutch": Pyphen(lang="nl").inserted("coördinatie"),
}
for how, words in seen.items():
    print(f"{how}: {words}")
expected = [["asszony-nyal", "asz-szonnyal"], ["asszony- yal", "asz- zonnyal"], "co-ör-di-na-tie"]
assert list(seen.values()) == expected, "this has changed"
PYTHON
here/bin/python look.py
