#!/bin/sh
# A form in Word lets people choose: the cell of a table holds a list to choose from (a content control, ECMA-376 part 1,
# 17.5.2), and then the control stands round the cell. python-docx leaves that cell out of its row without a word, so
# that what stands in the next column moves under the head of this one. mammoth reads all three.
#
# So the rows of a Word table are read from the document's own XML (studio/tables/word.py).
#
# Seen on 2026-11-30 with python-docx 1.2.0 (lxml 6.1.3) and mammoth 1.13.0:
#   python-docx: ['Groet bij de deur', 'met naam']
#   mammoth: ['Groet bij de deur', 'relatie', 'met naam']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary lxml python-docx==1.2.0 lxml==6.1.3 typing_extensions==4.15.0 mammoth==1.13.0 cobble==0.1.4
cat >look.py <<'PYTHON'
import io
import re

import mammoth
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

document = Document()
table = document.add_table(rows=0, cols=3)
for line in (["Kijkpunt", "Behoefte", "Waar let je op?"], ["Groet bij de deur", "relatie", "met naam"]):
    for cell, text in zip(table.add_row().cells, line, strict=True):
        cell.text = text
row = table.rows[1]._tr
cell = row.tc_lst[1]
control = parse_xml(
    f'<w:sdt {nsdecls("w")}><w:sdtPr><w:dropDownList><w:listItem w:displayText="relatie" w:value="relatie"/>'
    "</w:dropDownList></w:sdtPr><w:sdtContent/></w:sdt>"
)
row.replace(cell, control)
control.find(qn("w:sdtContent")).append(cell)
kept = io.BytesIO()
document.save(kept)

kept.seek(0)
one = [cell.text for cell in Document(kept).tables[0].rows[1].cells]
kept.seek(0)
rows = mammoth.convert_to_html(kept).value.split("<tr>")
other = re.findall("<p>(.*?)</p>", rows[-1])
print(f"python-docx: {one}")
print(f"mammoth: {other}")
assert one == ["Groet bij de deur", "met naam"], "this has changed"
assert other == ["Groet bij de deur", "relatie", "met naam"], "this has changed"
PYTHON
here/bin/python look.py
