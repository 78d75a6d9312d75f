#!/bin/sh
# An xlsx can hold words that one reader changes and another does not. Text in it may carry escapes: _x000D_ is a carriage return,
# and _x005F_ the underscore that keeps words which look like one as they are (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
#
#   XlsxWriter 3.3.1       writes both: what python-calamine 0.9.1 reads is what was written.
#   openpyxl 3.1.5 reads   the underscore back, but no other escape: "een\rtwee" becomes "een_x000D_twee".
#   openpyxl 3.1.5 writes  words that look like an escape as they are: calamine reads "naam_x0041_1" as "naamA1".
#
# So no choice of library keeps such words: what is written with one is read otherwise by the other. Who writes a workbook takes
# carriage returns and signs of control out before (reports/tables.py), and then every reader agrees.
#
# Seen on 2026-11-28 with Python 3.11 and 3.13:
#   written by XlsxWriter, read by openpyxl: ['een_x000D_twee', 'naam_x0041_1']
#   written by XlsxWriter, read by calamine: ['een\rtwee', 'naam_x0041_1']
#   written by openpyxl, read by openpyxl: 'naam_x0041_1'
#   written by openpyxl, read by calamine: 'naamA1'
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: xlsxwriter==3.3.1 openpyxl==3.1.5 et-xmlfile==2.0.0 python-calamine==0.9.1
cat >look.py <<'PYTHON'
import openpyxl
import xlsxwriter
from python_calamine import load_workbook

WORDS = ["een\rtwee", "naam_x0041_1"]


def by_openpyxl(name):
    return [cell.value for (cell,) in openpyxl.load_workbook(name).active.iter_rows()]


def by_calamine(name):
    return [cell for (cell,) in load_workbook(name).get_sheet_by_index(0).to_python()]


with xlsxwriter.Workbook("by_xlsxwriter.xlsx") as book:
    sheet = book.add_worksheet()
    for row, words in enumerate(WORDS):
        sheet.write_string(row, 0, words)
book = openpyxl.Workbook()
book.active["A1"] = WORDS[1]
book.save("by_openpyxl.xlsx")

seen = {
    "written by XlsxWriter, read by openpyxl": by_openpyxl("by_xlsxwriter.xlsx"),
    "written by XlsxWriter, read by calamine": by_calamine("by_xlsxwriter.xlsx"),
    "written by openpyxl, read by openpyxl": by_openpyxl("by_openpyxl.xlsx")[0],
    "written by openpyxl, read by calamine": by_calamine("by_openpyxl.xlsx")[0],
}
for how, words in seen.items():
    print(f"{how}: {words!r}")
assert list(seen.values()) == [["een_x000D_twee", WORDS[1]], WORDS, WORDS[1], "naamA1"], "this has changed"
PYTHON
here/bin/python look.py
