"""Somebody leaves: what will happen, as a diary, before the button; and one press that undoes it."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import access, leaving
from administration.diary import Diary
from administration.leave_forms import LeaveForm
from administration.refusals import NotNow, why_may_not_leave
from people.days import said
from people.views import drafts

A_WEEK = timedelta(days=7)  # what the field begins with; there is no usual last day


def leave(request, pk):
    person = other(request.user, pk)
    why_not = why_may_not_leave(request.user, person)
    if person.closed_at or why_not:
        context = {"person": person, "why_not": NotNow.reasons.get(why_not)}
        return render(request, "administration/leaving.html", context)
    form = LeaveForm(drafts.posted(request), initial=begins_with(request, person), who=person)
    if drafts.is_sent(request, form):
        return looked(request, form) if form.is_look else let_go(request, person, form)
    return page(request, "administration/leave.html", form, person=person)


def other(user, pk):
    """Of the own school; nobody lets oneself go."""
    person = access.person_of(user, pk)
    if person == user:
        raise Http404
    return person


def begins_with(request, who):
    """The day that was looked at, or that is set."""
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    return {"last_day": asked or who.leaves_on or who.today + A_WEEK}


def page(request, template, form, **context):
    """With the diary of the day in the field, or of the usual one where that is none."""
    day = form.day or form.who.leaves_on or form.who.today + A_WEEK
    return drafts.page(request, template, form, day=day, diary=Diary(form.who, day), **context)


def looked(request, form):
    """What was typed stands in the address from here on."""
    drafts.saved(request)
    day = form.cleaned_data["last_day"].isoformat()
    return redirect(
        reverse(request.resolver_match.url_name, kwargs=request.resolver_match.kwargs, query={"day": day})
    )


def let_go(request, person, form):
    day = form.cleaned_data["last_day"]
    leaving.let_go(by=request.user, person=person, last_day=day)
    drafts.saved(request)
    words = _("{name} leaves on {day}.") if day > person.today else _("{name} has left.")
    messages.success(request, words.format(name=person.full_name, day=said(day, "j F")))
    return redirect("person" if day > person.today else "leave", person.pk)


@require_POST
def leave_undo(request, pk):
    person = other(request.user, pk)
    leaving.undo(by=request.user, person=person)
    person.refresh_from_db(fields=["leaves_on", "closed_at"])
    if person.leaves_on is None:
        messages.success(request, _("{name} stays.").format(name=person.full_name))
    return redirect("person", person.pk)
