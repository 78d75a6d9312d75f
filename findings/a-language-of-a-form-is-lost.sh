#!/bin/sh
# The head of a column of an XLSForm says its language: `label::Nederlands (nl)`. A form that was made in English and
# translated later keeps its first column `label` beside it; and one colon does as well as two. Each way is read. Two of
# them beside each other are not: pyxform makes a form in one of the languages, without a warning, and which one goes
# depends on how the heads were mixed.
#
# So our own forms name the language of each column with two colons (studio/xlsform/writing.py), and reading one says
# what it takes of each column.
#
# Seen on 2026-11-30 with pyxform 4.5.0:
#   label::Nederlands (nl) and label::English (en): both, []
#   label:nl and label:en: both, []
#   label::Nederlands (nl) and label: English alone, []
#   label::Nederlands (nl) and label:English (en): Dutch alone, []
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check pyxform==4.5.0
cat >look.py <<'PYTHON'
from pyxform.xls2xform import convert

FORM = """
| survey |
|        | type | name | {} | {} |
|        | text | seen | Wat zag je? | What did you see? |
"""
BOTH, DUTCH, ENGLISH = "both", "Dutch alone", "English alone"
HEADS = {
    ("label::Nederlands (nl)", "label::English (en)"): BOTH,
    ("label:nl", "label:en"): BOTH,
    ("label::Nederlands (nl)", "label"): ENGLISH,
    ("label::Nederlands (nl)", "label:English (en)"): DUTCH,
}
for heads, expected in HEADS.items():
    made = convert(xlsform=FORM.format(*heads))
    has = ("Wat zag je?" in made.xform, "What did you see?" in made.xform)
    told = {(True, True): BOTH, (True, False): DUTCH, (False, True): ENGLISH}[has]
    print(f"{' and '.join(heads)}: {told}, {made.warnings}")
    assert (told, made.warnings) == (expected, []), "this has changed"
PYTHON
here/bin/python look.py
