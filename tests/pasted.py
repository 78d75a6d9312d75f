"""What is left of a page where it is pasted: its words and its blocks, without style sheets."""

import re

from lxml import html

BLOCKS = re.compile(
    "address|article|aside|blockquote|body|br|button|caption|d[dlt]|details|dialog|div|fieldset|figcaption|figure|footer|form|h[1-6r]"
    "|header|input|legend|li|main|nav|ol|option|p|pre|section|select|summary|t(able|body|[dhr]|extarea|foot|head)|ul"
)
SILENT = {"script", "style", "svg", "template", "head"}
OPENS, CLOSES = ".,;:?!)’”…/–-%(", "(‘“/–-"  # no space need stand before the first, or after the second


def pieces(element):
    """Each text in its order; None where a block begins or ends."""
    is_block = BLOCKS.fullmatch(str(element.tag))
    if element.tag not in SILENT and isinstance(element.tag, str):
        yield None if is_block else ""
        yield element.text or ""
        for child in element:
            yield from pieces(child)
        yield None if is_block else ""
    yield element.tail or ""


def run_together(page):
    """Pairs of words that stand in elements of their own without a space between."""
    found, before = [], ""
    for piece in pieces(html.fromstring(page)):
        if piece is None:
            before = ""
        elif piece:
            if before and touch(before[-1], piece[0]):
                found.append((before[-30:], piece[:30]))
            before = piece
    return found


def touch(last, first):
    return not (last.isspace() or first.isspace() or first in OPENS or last in CLOSES)


def hidden_words(page):
    """What stands in the page and is not shown: who copies its source, or opens it elsewhere, reads it all
    the same."""
    return [each.text_content().strip() for each in html.fromstring(page).iterfind(".//*[@hidden]") if each.text_content().strip()]  # fmt: skip
