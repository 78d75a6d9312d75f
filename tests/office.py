"""Opens files in the spreadsheets that people have, and says what then stands in each cell."""

import os
import subprocess
from collections import namedtuple

from lxml import etree

from tests import patience

SOFFICE = os.environ.get("SOFFICE") or "soffice"
NAMES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "gnm": "http://www.gnumeric.org/v10.dtd",
}
GAPS = {"tab": "\t", "s": " ", "line-break": "\n"}  # LibreOffice writes these as elements
EMPTY = 1000  # times that a cell or row is repeated: the rest of the sheet
# Cell.kind is "text", "number" (a day, a time and a percentage too) or "formula"
Cell = namedtuple("Cell", ["kind", "text"])


def run(*command):
    subprocess.run([str(part) for part in command], check=True, capture_output=True, timeout=patience.SECONDS)


def in_libreoffice(files, folder, import_options=None):
    """{name without ending: {sheet: rows of cells}}. The options of a CSV are those of the dialog, as
    LibreOffice writes them."""
    asked = [f"--infilter=CSV:{import_options}"] if import_options else []
    # two of them at once would share one otherwise
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(SOFFICE, own, "--headless", *asked, "--convert-to", "fods", "--outdir", folder, *files)
    return {file.stem: sheets_of_libreoffice(folder / f"{file.stem}.fods") for file in files}


def sheets_of_libreoffice(file):
    tables = parsed(file).iterfind(".//table:table", NAMES)
    return {own(table, "table", "name"): rows_of_libreoffice(table) for table in tables}


def rows_of_libreoffice(table):
    rows = [(row, times(row, "rows")) for row in table.iterfind(".//table:table-row", NAMES)]
    return without_end(
        [cells_of_libreoffice(row) for row, number in rows if number < EMPTY for _each in range(number)]
    )


def cells_of_libreoffice(row):
    cells = [(cell, times(cell, "columns")) for cell in row.iterfind("table:table-cell", NAMES)]
    found = [cell_of_libreoffice(cell) for cell, number in cells if number < EMPTY for _each in range(number)]
    return without_end(found)


def cell_of_libreoffice(cell):
    lines = ("".join(pieces(line)) for line in cell.iterfind("text:p", NAMES))
    kind = "formula" if own(cell, "table", "formula") else own(cell, "office", "value-type")
    return Cell({"string": "text", None: "text", "formula": "formula"}.get(kind, "number"), "\n".join(lines))


def pieces(element):
    yield element.text or ""
    for child in element:
        name = etree.QName(child).localname
        yield GAPS[name] * int(own(child, "text", "c") or 1) if name in GAPS else "".join(pieces(child))
        yield child.tail or ""


def in_gnumeric(files, folder):
    """The same, as gnumeric guesses it by itself: it asks nobody for a separator."""
    return {file.stem: sheets_of_gnumeric(file, folder / f"{file.stem}.xml") for file in files}


def sheets_of_gnumeric(file, made):
    run("ssconvert", "--export-type=Gnumeric_XmlIO:sax:0", file, made)
    sheets = parsed(made).iterfind(".//gnm:Sheet", NAMES)
    return {sheet.findtext("gnm:Name", namespaces=NAMES): rows_of_gnumeric(sheet) for sheet in sheets}


def rows_of_gnumeric(sheet):
    rows = [[] for _number in range(int(sheet.findtext("gnm:MaxRow", namespaces=NAMES)) + 1)]
    for cell in sheet.iterfind(".//gnm:Cell", NAMES):
        row = rows[int(cell.get("Row"))]
        row += [Cell("text", "")] * (int(cell.get("Col")) - len(row))
        row.append(cell_of_gnumeric(cell))
    return [without_end(row) for row in rows]


def cell_of_gnumeric(cell):
    kind = {"60": "text", None: "formula"}.get(cell.get("ValueType"), "number")
    return Cell(kind, cell.text or "")


def parsed(file):
    return etree.parse(file, etree.XMLParser(huge_tree=True))


def own(element, space, name):
    return element.get(f"{{{NAMES[space]}}}{name}")


def times(element, what):
    return int(own(element, "table", f"number-{what}-repeated") or 1)


def without_end(found):
    """Without the empty rows or cells after the last one that says something."""
    while found and not (found[-1] and (isinstance(found[-1], list) or found[-1].text)):
        found.pop()
    return found
