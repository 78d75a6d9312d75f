"""Paper: HTML in, out come the bytes of an accessible PDF that lasts (PDF/UA-1 and PDF/A-3a in one file).

The HTML brings words and `r-…` classes; fonts, style and conformance are settled here. See docs/pdf.md.
"""

import functools
import gc
import mimetypes
import os
import re
import threading
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings

from people.logos import for_paper
from reports.characters import printable, signs
from reports.conformance import SILENT, finish
from reports.contents import with_contents

LOGO = "school-logo"  # in the HTML: <img src="school-logo" alt="…">

# Pango, and the fonts shared below, do not stand two threads at once.
_lock = threading.Lock()
_places = threading.BoundedSemaphore(2)  # one prints and one waits: other threads are for who saves


class Busy(Exception):
    """The press did not come free in time."""


def write_pdf(html: str, *, logo: bytes | None = None, wait: float | None = None) -> bytes:
    """The report as PDF; the same HTML and logo give the same bytes. `wait` (seconds): Busy after that, or
    where somebody waits already.

    Addresses in the HTML are relative to the static folder. A file outside it, and anything that is not a
    file, is never read: the alt text stands in its place. `logo` is a picture that the caller has checked.
    """
    with _turn(wait):
        try:
            return _press()(_breakable(with_contents(printable(_in_one_language(html)))), logo)
        finally:
            # the boxes of a page point at one another; left until later they cost a fifth of the memory
            gc.collect()
            # (cheap, because what was there before the first report is frozen: see _press)


@contextmanager
def _turn(wait):
    if wait is None:
        with _lock:
            yield
        return
    with _place(_places, blocking=False), _place(_lock, timeout=wait):
        yield


@contextmanager
def _place(lock, **how):
    if not lock.acquire(**how):
        raise Busy
    try:
        yield
    finally:
        lock.release()


def get_ready():
    """Loads what a process keeps for all its reports. Asked before it reads anything of anybody: see
    `_press`."""
    with _lock:
        signs()
        _press()


# --- less to lay out ------------------------------------------------------------------------------

_LANGUAGE = re.compile(r'<html lang="([\w-]+)"')
_DRAWING = re.compile(r'<svg(?: class="([^"]*)")?( viewBox=(?:(?!<title>).)*?</svg>)', re.DOTALL)


def _in_one_language(html):
    """Words in the language of the paper itself need not say so: each element that does has a style to be
    worked out for it alone. (What people wrote is escaped, so no attribute stands in it.)"""
    found = _LANGUAGE.search(html)
    return html[: found.end()] + html[found.end() :].replace(f' lang="{found[1]}"', "") if found else html


def _with_pictures(html):
    """The HTML with a picture for each drawing that says nothing, and the pictures by name: one is read once
    for a report, where a drawing and every line of it is an element with a style each time it stands
    there."""
    names = {}

    def picture(found):
        css, drawing = found.groups()
        name = names.setdefault(drawing, f"drawing-{len(names)}")
        return f'<img class="{f"r-drawn {css or ''}".strip()}" src="{name}" alt="{SILENT}">'

    html = _DRAWING.sub(picture, html)
    return html, {
        name: f'<svg xmlns="http://www.w3.org/2000/svg"{drawing}' for drawing, name in names.items()
    }


# --- lines ----------------------------------------------------------------------------------------


DIAERESIS = "äëïöüÄËÏÖÜ"
_LAST_SPACE = re.compile(r"(?<!\s)\s++(?=</(?:p|t[dh]|li|h\d|div|blockquote)>)")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*+\n){3,}")
_PIECE = re.compile(rf"(?>&#?\w+;|.){{20}}[{DIAERESIS}\u0300-\u036f]{{0,9}}")
# In text only: inside a tag > comes before <. Emoji may be broken anywhere, but not within one.
_LONG_WORD = re.compile(r"[^\s<>\U00010000-\U0010ffff]{100,}(?=[^<>]*<)")
TIE = "\u00a0"  # a space that never breaks; in what is pasted it may stand between all words
_TIED = re.compile(r"[^ \t\n\r<>]{100,}(?=[^<>]*<)")


def _breakable(html):
    """Mends two things that WeasyPrint breaks badly, and leaves out what only makes a white page: blank lines
    after the second.

    A line that fits but for its last space comes apart after one word. A word of many thousands of characters
    takes time by the square of its length, minutes for a whole note, so it gets places to break; words that
    are tied together are words again.
    """
    html = _BLANK_LINES.sub("\n\n\n", _LAST_SPACE.sub("", html))
    html = _TIED.sub(lambda words: words[0].replace(TIE, " "), html)
    return _LONG_WORD.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word[0]), html)


def _spare_diaereses():
    """No word is broken before a letter with a diaeresis: Dutch drops it there (co-ordinatie), which
    WeasyPrint cannot do.

    In the patterns of pyphen an even number before a letter forbids a break, and the highest number counts;
    theirs end at 9.
    """
    from pyphen import Pyphen  # noqa: PLC0415 (comes with weasyprint)

    for language, _name in settings.LANGUAGES:
        Pyphen(lang=language).hd.patterns.update(dict.fromkeys(DIAERESIS, (0, (98,))))


# --- files ----------------------------------------------------------------------------------------


def _static():
    return Path(settings.STATICFILES_DIRS[0]).resolve()


def static_file(url: str) -> Path:
    """The path behind a file address, if it lies in the static folder once every link and dot is followed."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        raise ValueError(f"Not a file here: {url}")
    path = Path(url2pathname(parts.path)).resolve(strict=True)
    if not path.is_relative_to(_static()):
        raise ValueError(f"Not in the static folder: {url}")
    return path


def _fetcher(base):
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 (heavy)

    class Fetcher(URLFetcher):
        logo, pictures = None, {}

        def fetch(self, url, headers=None):
            if picture := self.pictures.get(url.removeprefix(base)):
                return URLFetcherResponse(url, picture.encode(), {"Content-Type": "image/svg+xml"})
            if self.logo and url == base + LOGO:
                return URLFetcherResponse(url, for_paper(self.logo), {"Content-Type": "image/png"})
            path = static_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return Fetcher()


@contextmanager
def _only_our_fonts():
    """Fontconfig reads static/fonts/fonts.conf and nothing of the machine, so that no other font gets in."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_static() / "fonts" / "fonts.conf")
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@functools.cache
def _press():
    """What a process prepares once; a naive call does it for every report."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 (heavy: commands without PDF should not pay for it)
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    base = _static().as_uri() + "/"
    fetcher = _fetcher(base)
    with _only_our_fonts():
        fonts = FontConfiguration()
    _spare_diaereses()
    style = CSS(url=base + "css/paper.css", url_fetcher=fetcher, font_config=fonts)
    options = {"pdf_variant": "pdf/a-3a", "stylesheets": [style], "font_config": fonts, "finisher": finish}

    gc.collect()
    # what is here now stays as long as the process, so it is not looked through after each report
    gc.freeze()

    def press(html, logo):
        fetcher.logo = logo
        html, fetcher.pictures = _with_pictures(html)
        return HTML(string=html, base_url=base, url_fetcher=fetcher).write_pdf(**options)

    return press
