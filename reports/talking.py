"""Talk mode: one screen for two people at one table, stop by stop; and a dated reply under any answer or moment."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklists.models import Kind
from observations import actions
from observations.actions import TooLong
from observations.models import Addition, Key, Released, Voice
from observations.opened_forms import AdditionForm, TalkNoteForm
from people import drafts
from reports.report import build
from reports.views import opened_visit, steps_of

QUESTION, STUDENTS, SIGNALS, STEPS = "question", "students", "signals", "steps"
ALIKE = ("same", "same_na")
HELP = {
    Addition.Kind.REPLY: gettext_lazy("What you want to say to it."),
    Addition.Kind.CONTEXT: gettext_lazy("What the other could not know."),
    Addition.Kind.CORRECTION: gettext_lazy("What was not like that."),
}


@dataclass(frozen=True)
class Stop:
    """One thing to talk about: a point, or one of the other stops."""

    key: str
    title: str
    theme: str = ""
    line: object = None


class Agenda:
    """The stops of a talk in their order: the learning question, the points need by need, students, signals, small steps.

    Points on which both saw the same stand apart: they can be talked about, and need not be.
    """

    def __init__(self, report):
        points = [(need, line) for need in report.needs for line in need.points]
        stops = [Stop(line.item.key, line.title, need.key, line) for need, line in points]
        self.alike = [stop for stop in stops if stop.line.comparison and stop.line.comparison.key in ALIKE]
        self.stops = [
            Stop(QUESTION, _("The learning question") if report.lesson.learning_question else _("To begin")),
            *(stop for stop in stops if stop not in self.alike),
            *([Stop(STUDENTS, _("What students said"))] if report.heard and report.heard.has_enough else []),
            *([Stop(SIGNALS, _("Signals"))] if report.has_signs else []),
            Stop(STEPS, _("Small steps")),
        ]

    def at(self, key):
        """The stop of this key, the first one for none; 404 for one that is not there."""
        if not key:
            return self.stops[0]
        for stop in [*self.stops, *self.alike]:
            if stop.key == key:
                return stop
        raise Http404

    def after(self, stop):
        """The next stop; from a point seen alike on to the first one."""
        if stop not in self.stops:
            return self.stops[1]
        return self.stops[min(self.stops.index(stop) + 1, len(self.stops) - 1)]


def talk(request, lesson_id):
    """One stop of the talk. Posting keeps the note that was written there, and goes on to where the button says."""
    lesson = opened_visit(request, lesson_id)
    report = build(lesson, request.user)
    agenda = Agenda(report)
    stop = agenda.at(request.POST.get("stop") or request.GET.get("at"))
    form = TalkNoteForm(drafts.posted(request, "#note"))
    if drafts.is_sent(request, form) and keep(request, lesson, form):
        drafts.saved(request)
        return go(request, lesson, agenda, stop)
    return table(request, lesson, report, stop, note_form=form)


def table(request, lesson, report, stop, *, note_form=None, step_form=None):
    """The screen between two people, with a refused note or a refused step at its place."""
    refused = step_form or (note_form and note_form.is_bound)
    context = {"report": report, "lesson": lesson, "agenda": Agenda(report), "stop": stop, "is_talk": True}
    context |= {"note_form": note_form, "stop_note": report.notes.get(stop.key)}
    context |= steps_of(request, lesson, report, step_form) | first_words(request, report)
    return render(request, "reports/talk.html", context, status=422 if refused else 200)


def keep(request, lesson, form):
    """Saves the note where it differs; says so when the other device had written something else meanwhile."""
    note = form.cleaned_data
    if note["text"] == note["was"]:
        return True
    try:
        kept = actions.note_talk(lesson=lesson, by=request.user, **note)
    except TooLong:
        form.add_error(
            "text",
            _(
                "Together with what was written here on another device this is too long. Copy it, and open this page anew."
            ),
        )
        return False
    if kept != note["text"]:
        messages.info(request, _("Something else had been written here on another device. It is kept too."))
    return True


def go(request, lesson, agenda, stop):
    """Where the button leads: the next stop, the small steps with the note in hand, or the same stop."""
    to = {"next": agenda.after(stop).key, "step": STEPS}.get(request.POST.get("go"), stop.key)
    from_note = f"&note={stop.key}" if request.POST.get("go") == "step" else ""
    return HttpResponseRedirect(f"{reverse('talk', args=[lesson.pk])}?at={to}{from_note}")


def first_words(request, report):
    """The note that is to become a small step, as the first words of it."""
    note = report.notes.get(request.GET.get("note", ""))
    return {"first_words": note.text} if note else {}


# --- a reply ------------------------------------------------------------------------------------


def reply(request, lesson_id):
    """A dated addition to one answer or moment (`?item=` or `?moment=`), or to the visit as a whole."""
    lesson = opened_visit(request, lesson_id)
    subject = subject_of(build(lesson, request.user), request.GET)
    form = AdditionForm(drafts.posted(request), lesson=lesson)
    if drafts.is_sent(request, form):
        actions.add(lesson=lesson, by=request.user, **form.cleaned_data)
        drafts.saved(request)
        messages.success(request, _("Added, with today’s date."))
        return HttpResponseRedirect(reverse("together", args=[lesson.pk]) + subject["anchor"])
    kinds = [(kind.value, kind.label, HELP[kind]) for kind in HELP]
    context = {"lesson": lesson, "form": form, "subject": subject, "kinds": kinds, "new_id": uuid.uuid4()}
    if lesson.voice_of(request.user) == Voice.TEACHER:
        context["coachs_key"] = Key.objects.valid().filter(lesson=lesson, part=Released.COACH_ACCOUNT).first()
    return render(request, "reports/reply.html", context, status=422 if form.is_bound else 200)


def subject_of(report, asked):
    """What the reply is to, as far as this reader may read it: where it stands, and what to show of it."""
    item, moment = asked.get("item"), asked.get("moment")
    if item:
        return {"item": item, **found(report.by_item.get(item))}
    if moment:
        said = report.by_moment.get(moment)
        return (
            {"moment": moment, "anchor": place_of_moment(said, report), "said": said} if said else found(None)
        )
    return {"anchor": "#added"}


def found(thing):
    if thing is None:
        raise Http404
    return {"anchor": place_of(thing.item), "line" if hasattr(thing, "views") else "answered": thing}


def place_of(item):
    """Where on the opened page an item stands."""
    if item.kind == Kind.POINT:
        return f"#p-{item.key}"
    if item.kind != Kind.PROMPT:
        return "#signals"
    return f"#n-{item.theme}" if item.theme else ""


def place_of_moment(said, report):
    if said.about:
        return place_of(said.about)
    need = next((need for need in report.needs if said in need.moments), None)
    return f"#n-{need.key}" if need else "#moments"
