"""The tree of tags of a PDF, and the words that its elements hold."""

import re

import pikepdf

SHOWS_TEXT = {"Tj", "TJ", "'", '"'}


def tag(element):
    return str(element.S).lstrip("/")


def entries(element):
    """What stands in an element, as a list."""
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def kids(element):
    return [kid for kid in entries(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def elements(parent):
    """All below, in reading order."""
    for kid in kids(parent):
        yield kid
        yield from elements(kid)


def objects(element):
    """The links and the like that this element holds."""
    held = [kid for kid in entries(element) if isinstance(kid, pikepdf.Dictionary)]
    return [kid.Obj for kid in held if kid.get("/Type") == "/OBJR"]


def attribute(element, name):
    attributes = element.get("/A", [])
    attributes = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((entry[name] for entry in attributes if name in entry), None)


def codes(shown):
    """The numbers of the glyphs in what is drawn."""
    for piece in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(piece, pikepdf.String):
            raw = bytes(piece)
            yield from (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))


def names(font):
    """The glyphs of which the font says which characters they are."""
    for glyph, text in re.findall(rb"<(\w{4})> <(\w+)>", font.ToUnicode.read_bytes()):
        if text not in (b"0000", b"feff", b"fffe"):
            yield int(glyph, 16), bytes.fromhex(text.decode()).decode("utf-16-be")


def marked(pdf):
    """The words that are drawn: {(page, number of the mark): words}."""
    found = {}
    for page in pdf.pages:
        named = {name: dict(names(font)) for name, font in page.resources.get("/Font", {}).items()}
        mark = font = None
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in ("BDC", "BMC", "EMC"):
                named_so = operands[1] if str(operator) == "BDC" else {}
                mark = (page.objgen, int(named_so["/MCID"])) if "/MCID" in named_so else None
            elif str(operator) == "Tf":
                font = named[str(operands[0])]
            elif str(operator) in SHOWS_TEXT:
                words = "".join(font.get(code, "") for code in codes(operands[-1]))
                found[mark] = found.get(mark, "") + words
    return found


def words(element, found):
    """The words in an element; `found` comes from marked()."""
    return (found.get(mark, "") for mark in marks(element))


def marks(element, page=None):
    """What an element holds of the pages, as (page, number of the mark), in reading order."""
    page = element.Pg.objgen if "/Pg" in element else page
    for entry in entries(element):
        if isinstance(entry, int):
            yield page, entry
        elif isinstance(entry, pikepdf.Dictionary) and "/S" in entry:
            yield from marks(entry, page)
