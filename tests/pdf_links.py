"""Links in a PDF: what they are called, and where they lead."""

import unicodedata

from tests.pdf_tags import elements, marked, objects, tag, words


def links(pdf):
    """(link, its name, the words one sees, the heading it leads to), for each link of the paper."""
    found, places = marked(pdf), dict(_places(pdf))
    seen = {
        link.objgen: "".join(words(element, found))
        for element in elements(pdf.Root.StructTreeRoot) if tag(element) == "Link"
        for link in objects(element)
    }  # fmt: skip
    for link in (link for page in pdf.pages for link in page.get("/Annots", [])):
        heading = _heading(pdf, places.get(str(link.get("/Dest", ""))))
        yield link, str(link.get("/Contents", "")).strip(), seen.get(link.objgen, ""), heading


def problems(pdf):
    tagged = list(elements(pdf.Root.StructTreeRoot))
    as_link = {held.objgen for element in tagged if tag(element) == "Link" for held in objects(element)}
    otherwise = {held.objgen for element in tagged if tag(element) != "Link" for held in objects(element)}
    for link, name, seen, heading in links(pdf):
        if link.objgen not in as_link - otherwise:
            yield "UA 7.18.5: a link that is not tagged as one"
        if not name or name in (link.get("/Dest"), link.get("/A", {}).get("/URI")):
            yield "UA 7.18.5: a link that does not say where it leads"
        elif "/Dest" in link and name != heading:
            yield f"a link that says “{name}” and leads to “{heading}”"
        elif _bare(seen) not in _bare(name):
            yield f"a link that shows “{seen}” and is called “{name}”"
        if int(link.get("/F", 0)) & 0b100111 != 0b100:
            yield "A 6.3.2: a link that is hidden or not printed"


def _bare(text):
    """Without spaces and places to break, which differ between a line and a name, and with each sign in its
    plainest form."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if char not in "\u200b\u00ad\u2010" and not char.isspace())


def _places(pdf):
    """(name, destination) of every place that a link can lead to."""
    waiting = [pdf.Root.get("/Names", {}).get("/Dests", {})]
    for node in waiting:
        waiting += node.get("/Kids", [])
        pairs = list(node.get("/Names", []))
        yield from zip(map(str, pairs[::2]), pairs[1::2], strict=True)


def _heading(pdf, place):
    """The first bookmark of that page which does not stand above the place."""
    if place is None:
        return ""
    marks = [
        mark for mark in _bookmarks(pdf.Root.get("/Outlines", {})) if mark.Dest[0].objgen == place[0].objgen
    ]
    return next((str(mark.Title) for mark in marks if mark.Dest[3] <= place[3]), "")


def _bookmarks(parent):
    mark = parent.get("/First")
    while mark is not None:
        yield mark
        yield from _bookmarks(mark)
        mark = mark.get("/Next")
