"""The table of tests/studio/tables.py as LibreOffice of today writes it."""

from tests.office import SOFFICE, run
from tests.studio.tables import ROWS

WRITER = "--infilter=HTML (StarWriter)"
TABLE = "".join("<tr>{}</tr>".format("".join(f"<td>{cell}</td>" for cell in row)) for row in ROWS)
PAGE = f'<html><head><meta charset="utf-8"></head><body><p>Onze kijkwijzer</p><table border="1">{TABLE}</table></body></html>'
DUTCH = "CSV:59,34,76,1,,1043,false,true"  # ; and ", UTF-8, in Dutch, days and numbers known as such
SHEET = "\n".join(";".join(f'"{cell}"' for cell in row) for row in ROWS)
DOCX, XLSX, ODS = "docx:MS Word 2007 XML", "xlsx:Calc MS Excel 2007 XML", "ods"
CSV = "csv:Text - txt - csv (StarCalc):59,34,1"  # as a Dutch Excel saves it: ; and Windows-1252
KINDS = {
    "docx": ("lijst.html", [(WRITER, DOCX)]),
    "odt saved as docx": ("lijst.html", [(WRITER, "odt:writer8"), ("", DOCX)]),
    "xlsx": ("lijst.csv", [(f"--infilter={DUTCH}", XLSX)]),
    "ods": ("lijst.csv", [(f"--infilter={DUTCH}", ODS)]),
    "csv": ("lijst.csv", [(f"--infilter={DUTCH}", CSV)]),
    "ods saved as xlsx": ("lijst.csv", [(f"--infilter={DUTCH}", ODS), ("", XLSX)]),
}


def made_by_office(folder, kind):
    """The path of a file of this kind."""
    (folder / "lijst.html").write_text(PAGE)
    (folder / "lijst.csv").write_text(SHEET)
    name, ways = KINDS[kind]
    file = folder / name
    for asked, to in ways:
        file = converted(file, asked, to)
    return file


def converted(file, asked, kind):
    """In a folder of its own, beside this file."""
    out = file.parent / f"to-{kind.partition(':')[0]}"
    own = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"  # two of them at once would share one otherwise
    run(SOFFICE, own, "--headless", *filter(None, [asked]), "--convert-to", kind, "--outdir", out, file)
    [made] = out.iterdir()
    return made
