"""Tables of a Word document (.docx), from its own XML (ECMA-376, part 1, 17.4): what was inserted is in, what
was deleted or hidden is out, comments and footnotes stand elsewhere. A merged cell says its words once."""

from defusedxml.ElementTree import fromstring

from studio.tables.bounds import MOST_COLUMNS, MOST_ROWS, MOST_SHEETS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = {f"{W}{name}" for name in ("del", "moveFrom", "pict", "drawing", "object", "tbl")}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
NAMED = 60  # characters of what stands above a table


def tables(package, _content):
    """[(what stands above it, rows)] of the tables that stand in the text itself."""
    body, found, above = fromstring(package.read("word/document.xml")).find(f"{W}body"), [], ""
    for block in inside(body, "p", "tbl"):
        if block.tag == f"{W}tbl":
            found.append((above, rows_in(block)))
            above = ""
        else:
            above = text_of(block).strip()[:NAMED] or above
    return joined(found)[:MOST_SHEETS]


def joined(found):
    """Tables that follow each other under the same head are one: so a long list is often typed."""
    tables = []
    for above, rows in found:
        if tables and rows and tables[-1][1][:1] == rows[:1] and any(rows[0]):
            tables[-1][1].extend(rows[1:])
        elif rows:
            tables.append((above, rows))
    return tables


def inside(element, *names):
    """Children of these names, also within a content control or what was inserted."""
    wanted = {f"{W}{name}" for name in names}
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"):
            yield from inside(child, *names)


def rows_in(table):
    rows = (row for row in inside(table, "tr") if row.find(f"{W}trPr/{W}del") is None)
    return [cells_in(row) for row, _number in zip(rows, range(MOST_ROWS + 1), strict=False)]


def cells_in(row):
    cells = [""] * number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in inside(row, "tc"):
        cells += ["" if goes_on(cell) else text_in(cell)]
        cells += [""] * (number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)
    return cells


def goes_on(cell):
    """It is the rest of the cell above."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def number(element, otherwise):
    said = element.get(f"{W}val", "") if element is not None else ""
    return min(int(said), MOST_COLUMNS) if said.isdecimal() else otherwise


def text_in(cell):
    return "\n".join(filter(None, (text_of(line).strip() for line in inside(cell, "p"))))


def text_of(paragraph):
    return "".join(pieces(paragraph))


def pieces(element):
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in GONE and child.tag != FALLBACK and not is_hidden(child):
            yield from pieces(child)


def is_hidden(run):
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false", "off")
