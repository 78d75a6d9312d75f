"""Talk mode: one screen for two people at one table, stop by stop."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from observations.models import Voice
from people.views import drafts
from together import actions
from together.actions import TooLong
from together.agenda import CORE, QUESTION, STEPS, Agenda
from together.forms import CoreForm, StopsForm, TalkNoteForm
from together.report import build
from together.views.page import opened_visit, steps_of

PLACE, STOPS = "#note", "#stops"


def talk(request, lesson_id):
    """One stop of the talk; for a teacher who has not chosen yet, choosing. Posting keeps what was written
    there, and goes on."""
    lesson = opened_visit(request, lesson_id)
    report = build(lesson, request.user)
    agenda, asked = Agenda(report), request.POST.get("stop") or request.GET.get("at")
    if not (asked or report.chosen.is_made) and lesson.voice_of(request.user) == Voice.TEACHER:
        return choosing(request, lesson, report, StopsForm(agenda=agenda))
    stop = agenda.at(asked)
    form = note_form(report, stop, drafts.posted(request, PLACE))
    if drafts.is_sent(request, form) and keep(request, lesson, stop, form):
        drafts.saved(request)
        return go(request, lesson, agenda, stop)
    return table(request, lesson, report, stop, form=form)


def note_form(report, stop, data=None):
    """What is written at a stop: the core, or a note."""
    if stop.key == CORE:
        return CoreForm(data, core=report.core)
    return TalkNoteForm(data, note=report.notes.get(stop.key))


def table(request, lesson, report, stop, *, form=None, step_form=None):
    """The screen between two people, with a refused note or refused steps at their place."""
    is_refused = bool(step_form) or (form and form.is_bound)
    context = {"report": report, "lesson": lesson, "agenda": Agenda(report), "stop": stop, "is_talk": True}
    context |= {"note_form": form} | steps_of(request, lesson, report, step_form)
    return render(request, "together/talk.html", context, status=422 if is_refused else 200)


def keep(request, lesson, stop, form):
    """Saves what differs; says so when the other device had written something else meanwhile."""
    if not form.has_news:
        return True
    save = actions.say_core if stop.key == CORE else actions.note_talk
    try:
        kept = save(lesson=lesson, by=request.user, **form.cleaned_data)
    except TooLong:
        form.add_error(
            "text",
            _(
                "Together with what was written here on another device this is too long. Copy it, and open this page anew."
            ),
        )
        return False
    if kept != form.cleaned_data["text"]:
        messages.info(request, _("Something else had been written here on another device. It is kept too."))
    return True


def go(request, lesson, agenda, stop):
    """Where the button leads: the next stop, or (of a page from before) the small steps or the same stop."""
    to = {"next": agenda.after(stop).key, "step": STEPS}.get(request.POST.get("go"), stop.key)
    return at(lesson, to)


def at(lesson, key):
    return HttpResponseRedirect(f"{reverse('talk', args=[lesson.pk])}?at={key}")


# --- what to talk about -------------------------------------------------------------------------


def talk_choose(request, lesson_id):
    """What the teacher wants to talk about: before the talk, and again whenever they like. The coach chooses
    none."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    report = build(lesson, request.user)
    form = StopsForm(drafts.posted(request, STOPS), agenda=Agenda(report), chosen=report.chosen)
    if drafts.is_sent(request, form):
        actions.choose_stops(lesson=lesson, by=request.user, **form.cleaned_data)
        drafts.saved(request)
        return at(lesson, QUESTION)
    return choosing(request, lesson, report, form)


def choosing(request, lesson, report, form):
    context = {"report": report, "lesson": lesson, "agenda": form.agenda}
    return drafts.page(request, "together/choose.html", form, **context)
