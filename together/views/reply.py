"""A dated addition to an opened visit: a reply, context, a correction, or what came in late."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from checklists.models import ON_QUESTION, Kind
from observations import access, refusals
from observations.models import Addition, Part, Voice
from observations.views.posted import json_of, unreadable
from people.views import drafts
from together import actions
from together.forms import AdditionForm
from together.report import build
from together.views.page import opened_visit

HELP = {
    Addition.Kind.REPLY: gettext_lazy("What you want to say to it."),
    Addition.Kind.CONTEXT: gettext_lazy("What the other could not know."),
    Addition.Kind.CORRECTION: gettext_lazy("What was not like that."),
}


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
        context["coachs_key"] = access.key_of(lesson, Part.COACH_ACCOUNT)
    return render(request, "together/reply.html", context, status=422 if form.is_bound else 200)


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
    if item.key in ON_QUESTION.values():
        return "#question"
    return f"#n-{item.theme}" if item.theme else ""


def place_of_moment(said, report):
    if said.about:
        return place_of(said.about)
    need = next((need for need in report.needs if said in need.moments), None)
    return f"#n-{need.key}" if need else "#moments"


@require_POST
def addition(request, lesson_id):
    """A dated addition under an opened account: what could not be saved in time, for example."""
    try:
        data = json_of(request)
    except ValueError:
        return unreadable()
    lesson = access.visit(request.user, lesson_id)
    refusals.require_open(lesson)
    form = AdditionForm(data, lesson=lesson)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    actions.add(lesson=lesson, by=request.user, **form.cleaned_data)
    return JsonResponse({}, status=201)
