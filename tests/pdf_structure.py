"""The gate for a PDF: what makes it readable by everybody and in twenty years, as far as pikepdf can see.

The numbers are the clauses of PDF/UA-1 (ISO 14289-1) and PDF/A-3 (ISO 19005-3). A full validator, such as
veraPDF, sees more.
"""

import functools
import re
from io import BytesIO
from itertools import pairwise

import pikepdf
from fontTools.ttLib import TTFont

from tests import pdf_links, pdf_pictures
from tests.pdf_tags import SHOWS_TEXT, attribute, codes, elements, kids, names, tag

PAINTS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"'}


def problems(content: bytes) -> list[str]:
    """What is wrong with a PDF, in words; an empty list for a good one."""
    return list(_problems(content))


@functools.lru_cache(100)  # the same report is looked at by several tests
def _problems(content):
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return ["UA 7.1: no tags"]
        tagged = list(elements(pdf.Root.StructTreeRoot))
        checks = (_document(pdf), _metadata(pdf), _headings(tagged), _figures(tagged), _tables(tagged))
        checks += (pdf_links.problems(pdf), pdf_pictures.problems(pdf), _pages(pdf), _glyphs(pdf))
        return sorted({line for check in checks for line in check})


def fonts(content: bytes) -> set[str]:
    """Names of the fonts in a PDF, without the mark of a subset."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return {str(font.BaseFont).lstrip("/").partition("+")[2] for font in _fonts(pdf).values()}


def tags(content: bytes) -> list[str]:
    """The tags in reading order."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [tag(element) for element in elements(pdf.Root.StructTreeRoot)]


# --- the document ---------------------------------------------------------------------------------


def _document(pdf):
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "UA 6.2: not marked as tagged"
    if not re.fullmatch(r"[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*", str(root.get("/Lang", ""))):
        yield "UA 7.2: no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "UA 7.1: the window does not show the title"
    if "/Outlines" not in root:
        yield "UA 7.17: no bookmarks"
    if "/AcroForm" in root or "/OpenAction" in root or "/EmbeddedFiles" in root.get("/Names", {}):
        yield "a form, an action or an attachment"


def _metadata(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if not xmp.get("dc:title"):
            yield "UA 7.1: no title"
        if xmp.get("{http://www.aiim.org/pdfua/ns/id/}part") != "1":
            yield "UA 5: not identified as PDF/UA-1"
        if (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")) != ("3", "A"):
            yield "A 6.6.4: not identified as PDF/A-3a"


# --- the tags -------------------------------------------------------------------------------------


def _headings(tagged):
    levels = [int(name[1]) for name in map(tag, tagged) if re.fullmatch(r"H[1-6]", name)]
    if levels[:1] != [1]:
        yield "UA 7.4.2: the first heading is not an h1"
    if any(below > above + 1 for above, below in pairwise(levels)):
        yield "UA 7.4.2: a level of headings is skipped"


def _figures(tagged):
    for figure in (element for element in tagged if tag(element) == "Figure"):
        if not str(figure.get("/Alt", figure.get("/ActualText", ""))).strip():
            yield "UA 7.3: a figure without text"


def _tables(tagged):
    for table in (element for element in tagged if tag(element) == "Table"):
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in row]
        heads = [cell for cell in cells if tag(cell) == "TH"]
        first = rows[0] if rows else []
        if len(set(_widths(rows))) > 1:
            yield "UA 7.2: rows of a table differ in width"
        if not first or any(
            tag(cell) != "TH" for cell in first
        ):  # one that runs over pages is a table on each
            yield "UA 7.5: a table without its head on one of its pages"
        scoped = all(attribute(head, "/Scope") for head in heads)
        if not scoped and not all(attribute(cell, "/Headers") for cell in cells if tag(cell) == "TD"):
            yield "UA 7.5: cells of a table are not tied to their headers"


def _rows(part):
    for kid in kids(part):
        if tag(kid) == "TR":
            yield kids(kid)
        elif tag(kid) in ("THead", "TBody", "TFoot"):
            yield from _rows(kid)


def _widths(rows):
    """The number of columns each row takes, counting what hangs down from the rows above."""
    hanging = []
    for row in rows:
        spans = [(attribute(cell, "/ColSpan") or 1, attribute(cell, "/RowSpan") or 1) for cell in row]
        yield sum(columns for columns, _ in spans + hanging)
        hanging = [(columns, rows_left - 1) for columns, rows_left in spans + hanging if rows_left > 1]


# --- the pages ------------------------------------------------------------------------------------


def _pages(pdf):
    for number, page in enumerate(pdf.pages, start=1):
        if "/StructParents" not in page:
            yield f"UA 7.1: page {number} does not know its tags"
        if "/Annots" in page and page.get("/Tabs") != pikepdf.Name.S:
            yield f"UA 7.18.3: tab order of page {number}"
        depth = 0
        for _, operator in pikepdf.parse_content_stream(page):
            depth += {"BMC": 1, "BDC": 1, "EMC": -1}.get(str(operator), 0)
            if not depth and str(operator) in PAINTS:
                yield f"UA 7.1: page {number} paints something that is neither text nor decoration"


def _fonts(pdf):
    return {name: font for page in pdf.pages for name, font in page.resources.get("/Font", {}).items()}


def _glyphs(pdf):
    used = _used(pdf)
    for name, font in _fonts(pdf).items():
        descriptor = font.DescendantFonts[0].FontDescriptor
        if "/FontFile2" not in descriptor:
            yield f"A 6.2.11.4: {font.BaseFont} is not embedded as TrueType"
            continue
        count = TTFont(BytesIO(descriptor.FontFile2.read_bytes()))["maxp"].numGlyphs
        if any(not 0 < glyph < count for glyph in used.get(name, ())):
            yield f"A 6.2.11.8: {font.BaseFont} draws a character that it does not have"
        named = set(dict(names(font)))
        if not used.get(name, set()) <= named:
            yield f"A 6.2.11.7: glyphs of {font.BaseFont} are not tied to characters"


def _used(pdf):
    """The glyphs that are drawn, by name of the font."""
    used = {}
    for stream in (*pdf.pages, *_forms(pdf)):
        font = None
        for operands, operator in pikepdf.parse_content_stream(stream):
            if str(operator) == "Tf":
                font = str(operands[0])
            elif str(operator) in SHOWS_TEXT:
                used.setdefault(font, set()).update(codes(operands[-1]))
    return used


def _forms(pdf):
    streams = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
    return [stream for stream in streams if stream.get("/Subtype") == "/Form"]
