#!/bin/sh
# qpdf makes of a PDF/A one that is none, whatever it is asked to do with it: it leaves out the end of line before `endstream`, which
# ISO 19005-3, 6.1.7.1 wants (veraPDF: 6.1.7.1-2). Even `qpdf in.pdf out.pdf`, which changes nothing else, and so --linearize, which makes a
# file fit for the web. --newline-before-endstream keeps it, but one has to know; nothing is said where the file calls itself PDF/A.
# pikepdf, which is the same program in Python, keeps it by itself.
#
# So a report is kept as it was downloaded. Who has to rewrite one uses that option, or pikepdf.
#
# Seen on 2026-11-28 with Debian 12's qpdf 11.3.0, Python 3.11 and 3.13, pikepdf 10.17.0 and WeasyPrint 70.0 (and Debian's libpango-1.0-0,
# libharfbuzz-subset0), streams without an end of line:
#   as made: 0
#   qpdf: 6
#   qpdf --linearize: 6
#   qpdf --newline-before-endstream: 0
#   pikepdf: 0
set -eu
command -v qpdf >/dev/null || { echo "qpdf is missing: apt-get install qpdf" && exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: weasyprint==70.0 pydyf==0.13.0 pillow==13.0.0 pikepdf==10.17.0
qpdf --version | head -1
cat >look.py <<'PYTHON'
import re
import subprocess
from pathlib import Path

import pikepdf
from weasyprint import HTML

HTML(string="<html lang=en><title>t</title><h1>x</h1>").write_pdf("as made.pdf", pdf_variant="pdf/a-3a")
for way in ("qpdf", "qpdf --linearize", "qpdf --newline-before-endstream"):
    subprocess.run([*way.split(), "as made.pdf", f"{way}.pdf"], check=True)
with pikepdf.open("as made.pdf") as pdf:
    pdf.save("pikepdf.pdf")


def without(name):
    """Streams whose data end right at the keyword: the byte before it is the last one of the data."""
    content, found = Path(f"{name}.pdf").read_bytes(), 0
    for stream in re.finditer(rb"/Length (\d+)(?! \d+ R)[^>]*(?:>>[^>]*)*?>>\s*stream\r?\n", content):
        end = stream.end() + int(stream[1])
        found += content[end : end + 9] == b"endstream"
    return found


seen = {way: without(way) for way in ("as made", "qpdf", "qpdf --linearize", "qpdf --newline-before-endstream", "pikepdf")}
for way, number in seen.items():
    print(f"{way}: {number}")
assert [number > 0 for number in seen.values()] == [False, True, True, False, False], "this has changed"
PYTHON
here/bin/python look.py
