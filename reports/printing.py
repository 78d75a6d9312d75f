"""What one reader gets on paper: who may, the words of a report, the press within a request, and how a
browser shows a PDF."""

import hashlib

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.csp import CSP
from django.utils.translation import override

from observations import access, refusals
from observations.models import Voice
from people.logo_rows import for_press
from reports import actions
from reports.paper import write_pdf
from together import words
from together.report import build

PATIENCE = 1  # second that a request waits for the press
MOST = 500_000  # characters of HTML, some 100 pages: more than any visit of people who write by hand
NO_FRAME = {
    "frame-ancestors": [CSP.NONE]
}  # a browser shows a PDF in a page of its own, which "none" would leave blank


class TooLong(Exception):
    """More than goes on one paper."""


# --- whose ----------------------------------------------------------------------------------------


def of_the_pair(user, lesson_id):
    """The visit, for its teacher, or for its coach once it is open: before, the coach's own account is about
    somebody else, who has not read it yet."""
    lesson = access.visit(user, lesson_id)
    if lesson.cancelled_at:
        raise Http404
    if lesson.voice_of(user) == Voice.COACH:
        refusals.require_open(lesson)
    return lesson


def of_anybody(user, lesson_id):
    """The same, or for who holds a key to a part of it now."""
    try:
        return of_the_pair(user, lesson_id)
    except Http404:
        return access.released(user, lesson_id)


def note(user, lesson):
    """In the ledger of the visit, that this person holds it on paper now; 404 where that ended meanwhile. The
    teacher's own needs no row."""
    voice = lesson.voice_of(user)
    if voice is None:
        actions.note_downloads(by=user, parts={lesson.pk: access.parts(user, lesson)})
    elif voice == Voice.COACH:
        actions.note_report(lesson=lesson, by=user)


# --- what it says ---------------------------------------------------------------------------------


def worded(lesson, reader, language, *, with_private=False):
    """The HTML of the report and the name of its file."""
    with override(language):
        report = build(lesson, reader)
        context = {"report": report, "with_private": with_private}
        context |= {"school": lesson.team.school, "reader_line": words.reader_line(reader)}
        name = words.file_name(lesson, with_private=with_private and bool(report.private))
        return render_to_string("paper/report.html", context), name


def digest(html):
    """The same for two papers that say the same."""
    return hashlib.sha256(html.encode()).hexdigest()


# --- the press ------------------------------------------------------------------------------------


def printed(html, school, *, wait=None, most=MOST):
    """The bytes. `wait` as in write_pdf: a request has PATIENCE, a worker all the time."""
    if len(html) > most:
        raise TooLong
    return write_pdf(html, logo=for_press(school.logo.name), wait=wait)
