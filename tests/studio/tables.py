"""Tables as people have them, made in a test."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
# The table of the page on which all of this is drawn: one row is there already, two are not right
ROWS = [
    ["Nr.", "Indicator", "Domein", "Voorbeelden"],
    ["3.1", "De docent begroet studenten bij binnenkomst.", "relatie", "Bij de deur, met naam"],
    ["3.2", "De docent geeft aan wanneer de taak klaar is.", "competentie", "Op het bord of op het blad"],
    ["3.3", "De docent differentieert.", "maatwerk", "Kleiner blad, extra tijd"],
    ["3.4", "De docent laat studenten kiezen uit twee opdrachten.", "autonomie", ""],
    ["3.5", "", "veiligheid", "Vraagt door"],
]


def text(rows=ROWS):
    return "\n".join("\t".join(row) for row in rows)


def package(**parts):
    """A zip; names of parts as part_of_a_name."""
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def docx(body):
    return package(**{"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


def ods(body):
    content = (
        f"<office:document-content {ODS}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return package(mimetype="application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": content})


def tc(text, properties=""):
    """A cell of Word; `text` may be runs of one's own."""
    runs = text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{runs}</w:p></w:tc>"


def tr(*cells):
    return "<w:tr>{}</w:tr>".format("".join(cell if cell.startswith("<w:tc") else tc(cell) for cell in cells))


def tbl(*rows):
    return "<w:tbl>{}</w:tbl>".format("".join(row if isinstance(row, str) else tr(*row) for row in rows))
