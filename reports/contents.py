"""A list of contents for long paper, in the place that asks for one: the headings that say `data-listed`.

Made from the headings themselves, so that the list never names a part that is not there. The numbers of pages
come from paper.css. Beside each link, not in it: WeasyPrint makes another link of whatever a link holds, and
a reader hears it twice.
"""

import re

PLACE = '<div class="r-contents-here"></div>'
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
    return f'<li><a href="#part-{number}">{title}</a><span data-to="#part-{number}"></span></li>'


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
