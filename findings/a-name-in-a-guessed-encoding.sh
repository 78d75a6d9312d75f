#!/bin/sh
# A list of names that Excel saved as CSV on a Dutch Windows is in Windows-1252. Guessers of encodings give names
# other letters, without a word of doubt: charset-normalizer reads a list of one as CP775, the Anaïs in it as Ana’s,
# and twenty rows of Hélène as Windows-1250, Hélčne.
#
# So nothing is guessed: a byte order mark, else UTF-8 where it fits, else Windows-1252, and then the page shows
# names with accents for a look (administration/lists/decoding.py).
#
# Seen on 2026-11-29 with Python 3.11 and 3.13 and charset-normalizer 3.4.4:
#   Anaïs Hof, one row: cp775 -> Ana’s Hof
#   Hélène Hof, twenty rows: cp1250 -> Hélčne Hof
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: charset-normalizer==3.4.4
cat >look.py <<'PYTHON'
from charset_normalizer import from_bytes

LISTS = {
    "Anaïs Hof, one row": "Naam;E-mail\nAnaïs Hof;anais@school.example\n",
    "Hélène Hof, twenty rows": "Naam;E-mail\nHélène Hof;h@school.example\nBo;b@school.example\n" * 20,
}
SEEN = [("cp775", "Ana’s Hof"), ("cp1250", "Hélčne Hof")]
found = []
for which, text in LISTS.items():
    best = from_bytes(text.encode("cp1252")).best()
    name = str(best).splitlines()[1].partition(";")[0]
    found.append((best.encoding, name))
    print(f"{which}: {best.encoding} -> {name}")
assert found == SEEN, "this has changed"
PYTHON
here/bin/python look.py
