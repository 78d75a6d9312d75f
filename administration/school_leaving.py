"""A whole school stops: like a person (leaving.py), for all of its people at once. It closes by itself after
its last day, never at a press; its administrators can still sign in to undo it."""

from django.db import transaction
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone

from administration import access, leaving
from administration.due import each
from administration.refusals import NotNow, why_school_may_not_leave
from observations import telling
from observations.models import News
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
    people = concerned(school, last_day)
    telling.write([leaving.to_tell(News.LEAVING, person, last_day) for person in people])


@transaction.atomic
def stays(*, by):
    """Before it closed."""
    school = locked(by)
    if not school.is_leaving:
        return
    day, school.leaves_on = school.leaves_on, None
    school.save(update_fields=["leaves_on"])
    note(Done.STAYS, by=by, school=school)
    telling.write([leaving.that_one_stays(person, day) for person in concerned(school, day)])


def concerned(school, day):
    """But those whose own last day comes first."""
    return User.objects.here().filter(Q(leaves_on=None) | Q(leaves_on__gt=day), school=school)


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
    """Whose own last day came first has gone by then; a later one is kept for when the school comes back."""
    days = {"own_last_day": F("leaves_on"), "leaves_on": person.school.leaves_on}
    User.objects.filter(pk=person.pk).update(**days)
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
        open_one(by, person)


def open_one(by, person):
    """Whose own last day is over by now stays closed as of that day; but not who brings the school back."""
    own, person.own_last_day = person.own_last_day, None
    is_over = own is not None and own < person.today
    if stays_closed := is_over and person != by:
        person.leaves_on = own
    person.save(update_fields=["own_last_day", "leaves_on"])
    if not stays_closed:
        leaving.open_again(by, person, None if is_over else own)
