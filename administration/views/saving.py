"""How every form of a school is saved: once, one after another, with a line in the log."""

from datetime import timedelta

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from administration.access import school_of
from people.audit import AuditEvent, note
from people.models import School, User
from people.views import drafts

NOTHING = {"fields": []}
AGAIN = timedelta(minutes=1)  # so soon the same thing from the same hand is a second click


def saved(request, form, what):
    """Whether what the form says is saved now. Otherwise it has to be shown."""
    if request.method != "POST":
        return False
    with transaction.atomic():
        locked(request.user)
        done = keep(request, form, what)
    if done:
        drafts.saved(request)
    return done


def locked(user):
    """Two who change the days or the teams of one school at once would both find a name or a day free. And
    whose task ends meanwhile changes nothing more (404)."""
    School.objects.select_for_update().get(pk=user.school_id)
    school_of(User.objects.get(pk=user.pk))


def keep(request, form, what):
    is_new = form.instance.pk is None
    if form.is_valid():
        if form.has_changed() and form.facts != NOTHING:
            form.save()
            note(what, by=request.user, school=request.user.school, **form.facts)
        return True
    return is_new and form.is_there() and is_second_click(request.user, what)


def is_second_click(user, what):
    """Whether this person did something of this kind just now."""
    return AuditEvent.objects.filter(by=user, what=what, at__gt=timezone.now() - AGAIN).exists()


def second_click(user, what, leads_to):
    """Of a button that took a row away: on to where the first one led. Otherwise there is no such row."""
    if not is_second_click(user, what):
        raise Http404
    return redirect(leads_to)


def remove(user, row, what, **facts):
    with transaction.atomic():
        locked(user)
        row.delete()
        note(what, by=user, school=user.school, **facts)
