"""The opened visit on screen, the small steps that come of it, and the report on paper."""

import unicodedata
import uuid
from pathlib import Path
from urllib.parse import quote

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from observations import access, actions
from observations.models import MAX_STEPS, Voice
from observations.opened_forms import GuessForm
from people.models import Language
from pulse.access import PULSE, unheard
from reports import words
from reports.offers import bank, offers
from reports.paper import write_pdf
from reports.report import build


def opened_visit(request, lesson_id, *roles, also=()):
    """The visit for who may read it together; 423 while it is not open yet."""
    lesson = access.visit(request.user, lesson_id, *roles, also=(*PULSE, *also))
    access.require_running(lesson)
    access.require_open(lesson)
    return lesson


# --- on screen ----------------------------------------------------------------------------------


def together(request, lesson_id):
    """Both accounts side by side, where to begin the talk, and the small steps."""
    return page(request, opened_visit(request, lesson_id))


def page(request, lesson, form=None):
    """The page, in the language that the reader chose for the app; with a refused form at its place."""
    report = build(lesson, request.user)
    context = {"report": report, "lesson": lesson, "reply_url": reverse("reply", args=[lesson.pk])}
    context |= steps_of(request, lesson, report, form)
    return render(request, "reports/together.html", context, status=422 if form else 200)


def steps_of(request, lesson, report, form):
    """What the teacher needs to choose steps; the coach reads along."""
    is_teacher = lesson.voice_of(request.user) == Voice.TEACHER
    context = {
        "is_teacher": is_teacher,
        "pdf_url": reverse("report_pdf", args=[lesson.pk]),
        "unheard": unheard(lesson),
    }
    if not is_teacher or (len(report.steps) >= MAX_STEPS and not form):
        return context
    own_words = bool(form) and "text" in form.data
    choose = {"choose_url": reverse("step_choose", args=[lesson.pk]), "form": form, "own_words": own_words}
    return context | choose | {"new_step": uuid.uuid4(), "offers": offers(report), "bank": bank(report)}


def opened_at(request, lesson, anchor, stop):
    """Back to where a form of the opened visit was filled in: on the page at this anchor, or in the talk at this stop."""
    if "is_talk" in request.POST:
        return f"{reverse('talk', args=[lesson.pk])}?at={stop}"
    return reverse("together", args=[lesson.pk]) + anchor


@require_POST
def guess(request, lesson_id):
    """What may lie behind the signals, and which patterns may fit: either of the pair may note it, for both."""
    lesson = opened_visit(request, lesson_id)
    form = GuessForm(request.POST, lesson=lesson)
    if not form.is_valid():
        raise Http404  # nothing here is typed: a choice that is not on the page
    actions.guess(lesson=lesson, by=request.user, **form.facts)
    return HttpResponseRedirect(opened_at(request, lesson, "#guesses", "signals"))


# --- on paper -----------------------------------------------------------------------------------


SCHOOL = "team__school"  # read along with a visit that is printed
NO_FRAME = {
    "frame-ancestors": [CSP.NONE]
}  # a browser shows a PDF in a page of its own, which "none" would leave blank


@require_GET
@never_cache
@csp_override(NO_FRAME)
def report_pdf(request, lesson_id):
    """The report as PDF. Before opening only the teacher has one: the own account, and it says so. The coach's own account is
    about somebody else, who has not read it yet.

    What stays the teacher's for ever is printed only when asked for (?mine=1), because a report is easily passed on.
    """
    lesson = access.visit(request.user, lesson_id, also=(*PULSE, SCHOOL))
    if lesson.cancelled_at:
        raise Http404
    is_coach = lesson.voice_of(request.user) == Voice.COACH
    if is_coach:
        access.require_open(lesson)
    response = printed(request, lesson, with_private="mine" in request.GET)
    if is_coach:
        actions.note_report(lesson=lesson, by=request.user)
    return response


def printed(request, lesson, *, with_private=False):
    """What this reader may read of the visit, as PDF."""
    language = language_of(request, lesson.language)
    file, name = print_report(lesson, request.user, language, with_private=with_private)
    return paper(file, name, language)


def print_report(lesson, reader, language, *, with_private=False):
    """The bytes and the name of the file."""
    school = lesson.team.school
    with override(language):
        context = {"report": build(lesson, reader), "paper": True, "with_private": with_private}
        context |= {"school": school, "reader_line": words.reader_line(reader)}
        html = render_to_string("report/paper.html", context)
        name = words.file_name(lesson)
    return write_pdf(html, logo=logo_of(school)), name


def paper(file, name, language):
    """A PDF as a browser shows it, with its name for who keeps it."""
    headers = {"Content-Disposition": disposition(name), "Content-Language": language}
    return HttpResponse(file, content_type="application/pdf", headers=headers)


def logo_of(school):
    """The checked picture (people/logos.py), where there is one."""
    return Path(school.logo.path) if school.logo else None


def language_of(request, usual):
    """Paper speaks the usual language (of the visit, or of the app), unless the reader asks for the other one (?lang=)."""
    chosen = request.GET.get("lang")
    return chosen if chosen in Language.values else usual


def disposition(name, how="inline"):
    """Both spellings of a file name: plain letters for old programs, all letters for the others. Every file that leaves the app
    gets its name here, so that no sign in somebody's name ends up in the header."""
    stem, dot, ending = name.rpartition(".")
    name = f"{words.on_disk(stem)}{dot}{ending}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"{how}; filename=\"{' '.join(plain.split())}\"; filename*=UTF-8''{quote(name, safe='')}"
