"""A list of contents for long paper, in the place that asks for one: the headings that say `data-listed`.

Made from the headings themselves, so that the list never names a part that is not there. The number of its
page stands beside each link, not in it: WeasyPrint makes another link of whatever a link holds, and a reader
hears it twice. Until all pages are drawn there is a blank: asking for the number in paper.css
(target-counter) has the first page laid out three times, an eighth of a long report.
"""

import re
from itertools import pairwise

PLACE = '<div class="r-contents-here"></div>'
BLANK = "\u212e"  # the e of a packet, as wide as a digit; who types one gets an e, so it is in the list alone
_DRAWING = re.compile(r"<svg.*?</svg>")
_LISTED = re.compile(r"<(h[23])([^>]*) data-listed>(.*?)</\1>", re.DOTALL)


def with_contents(html):
    """The same HTML, with the list where it has a place for one. What people wrote is escaped, so it is no
    heading here."""
    if PLACE not in html:
        return html
    rows = []

    def listed(found):
        tag, attributes, title = found.groups()
        number = len(rows) + 1
        rows.append(row(number, _DRAWING.sub("", title)))
        return f'<{tag}{attributes} id="part-{number}">{title}</{tag}>'

    html = _LISTED.sub(listed, html)
    return html.replace(PLACE, f'<ul class="r-toc">{" ".join(rows)}</ul>', 1)


def row(number, title):
    return f'<li><a href="#part-{number}">{title}</a><span>{BLANK}</span></li>'


def number_parts(document, pages):
    """Fills the blanks, which stand there in the order of the parts, in what is drawn on the pages.

    The shapes of the digits are there: the foot of each page says its number in the same letters.
    """
    for font in document.fonts.values():
        if BLANK in (shapes := {text: f"{shape:04x}" for shape, text in font.to_unicode.items()}):
            first = first_pages(document)
            for number, (drawn, place) in enumerate(blanks(pages, font, shapes[BLANK]), 1):
                digits = "".join(shapes[digit] for digit in str(first[f"part-{number}"]))
                drawn[place] = f"[<{digits}>] TJ".encode()


def first_pages(document):
    """{id: the first page where it stands}."""
    pages = reversed([*enumerate(document.pages, 1)])
    return {name: number for number, page in pages for name in page.anchors}


def blanks(pages, font, shape):
    """(what is drawn on a page, the place in it): where this font draws this shape alone."""
    chosen, shown = f"/{font.hash} ".encode(), f"[<{shape}>".encode()
    for drawn in pages:
        operations = [operation if isinstance(operation, bytes) else b"" for operation in drawn]
        for place, pair in enumerate(pairwise(operations), 1):
            if pair[0].startswith(chosen) and pair[1].startswith(shown):
                yield drawn, place


def name_links(document, pdf):
    """A link says in words where it leads: the heading there. WeasyPrint gives the id, which nobody should
    have to hear.

    What runs over pages has its id on each of them; a link leads to the first, so the pages are looked
    through from the last on.
    """
    pages = reversed(document.pages)
    titles = {name: heading_at(page, point[1]) for page in pages for name, point in page.anchors.items()}
    things = (thing for thing in pdf.objects if isinstance(thing, dict))
    for link in [thing for thing in things if thing.get("Subtype") == "/Link"]:
        if title := titles.get(link["Contents"].string):
            link["Contents"].string = title


def heading_at(page, top):
    """The first heading of this page that does not stand above the place."""
    return next((label for _level, label, (_x, y), _state in page.bookmarks if y >= top), "")
