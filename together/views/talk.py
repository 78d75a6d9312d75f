"""Talk mode: one screen for two people at one table, stop by stop."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.views import drafts
from together import actions
from together.actions import TooLong
from together.agenda import STEPS, Agenda
from together.forms import TalkNoteForm
from together.report import build
from together.views.page import opened_visit, steps_of


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
    return render(request, "together/talk.html", context, status=422 if refused else 200)


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
