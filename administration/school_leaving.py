"""A whole school stops: like a person (leaving.py), for all of its people at once. It closes by itself after
its last day, never at a press; its administrators can still sign in to undo it."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from administration import access, leaving
from administration.due import each
from administration.refusals import NotNow, why_school_may_not_leave
from observations import telling
from observations.models import News, ToTell
from people.audit import Done, note
from people.models import School, User


def locked(by):
    return School.objects.select_for_update().get(pk=access.school_of(by).pk)


@transaction.atomic
def let_go(*, by, last_day):
    school = locked(by)
    if school.leaves_on == last_day:
        return
    if reason := "day" if last_day < school.today else why_school_may_not_leave(by):
        raise NotNow(reason)
    school.leaves_on = last_day
    school.save(update_fields=["leaves_on"])
    note(Done.LEAVES, by=by, school=school, day=last_day.isoformat())
    tell_all(News.LEAVING, school, last_day)


@transaction.atomic
def stays(*, by):
    """Before it closed."""
    school = locked(by)
    if not school.is_leaving:
        return
    day, school.leaves_on = school.leaves_on, None
    school.save(update_fields=["leaves_on"])
    note(Done.STAYS, by=by, school=school)
    tell_all(News.STAYING, school, day)


def tell_all(kind, school, day):
    people = User.objects.here().filter(school=school, leaves_on=None)
    telling.write([ToTell(kind=kind, person=person, thing=day.isoformat()) for person in people])


# --- once the last day is over ------------------------------------------------------------------------


def close_schools():
    """For the hourly work; where it was stopped half way it goes on. Says how many people there were."""
    leaves = School.objects.filter(leaves_on__isnull=False, left_at=None)
    return sum(close(school) for school in leaves if school.leaves_on < school.today)


def close(school):
    close_the_school(school)
    return each(User.objects.filter(school=school, closed_at=None, left_at=None), close_one)


@transaction.atomic
def close_the_school(school):
    facts = {"closed_at": timezone.now(), "leaves_on": max(school.leaves_on, school.day_before)}
    if School.objects.filter(pk=school.pk, closed_at=None).update(**facts):
        note(Done.CLOSED, by=None, school=school)


@transaction.atomic
def close_one(person):
    """Whose own last day came first has gone by then."""
    User.objects.filter(pk=person.pk).update(leaves_on=person.school.leaves_on)
    return leaving.close(person=person)


# --- and back -------------------------------------------------------------------------------------------


def can_undo(user):
    """Whoever administered it until it closed, while it can come back: not who was closed before."""
    school = user.school
    administered = user.is_administrator and user.is_active and user.closed_at
    return bool(administered and school.can_come_back and user.closed_at >= school.closed_at)


@transaction.atomic
def bring_back(*, by):
    """With everybody who was there until then."""
    school = School.objects.select_for_update().get(pk=by.school_id)
    by = User.objects.get(pk=by.pk)
    if by.administers and school.closed_at is None:
        return  # a second press
    if not can_undo(by):
        raise Http404
    people = list(User.objects.closing().filter(school=school, closed_at__gte=school.closed_at))
    school.leaves_on = school.closed_at = None
    school.save(update_fields=["leaves_on", "closed_at"])
    note(Done.BROUGHT_BACK, by=by, school=school)
    for person in people:
        person.school = school
        leaving.open_again(by, person)
