"""Leaving, of a person: a last day, closed after it, and for a fortnight one press undoes it (docs/adr/0051).

Every function takes `by=`, works on the locked row, and may be called twice: a second press changes nothing.
What goes for good after the fortnight: administration/emptying.py.
"""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone

from administration import access, refusals
from administration.due import each
from administration.refusals import NotNow
from letters.due import ask_about
from letters.models import OwnCalendar
from observations import going, telling
from observations.models import News, ToTell
from people.audit import Done, note
from people.models import Membership, School, User
from people.sessions import end_sessions
from pulse import actions as pulses
from reports import bundles
from reports.actions import end_keys_of

ROLE = ("team", "role", "since", "until")


def locked(by, person):
    """The row as it is now; 404 about oneself, or anybody who is not of this school. The school is locked
    first, so that two administrators who let each other go wait for one another."""
    School.objects.select_for_update().get(pk=access.school_of(by).pk)
    if by == person:
        raise Http404
    return User.objects.select_for_update(of=("self",)).get(pk=access.person_of(by, person.pk).pk)


@transaction.atomic
def let_go(*, by, person, last_day):
    """Until the end of that day all goes as always. Another day takes the place of one that was set."""
    person = locked(by, person)
    if person.closed_at or person.leaves_on == last_day:
        return
    refusals.require_may_leave(by, person)
    if last_day < person.today:
        raise NotNow("day")
    person.leaves_on = last_day
    person.save(update_fields=["leaves_on"])
    note(Done.LEAVES, by=by, school=person.school, about=person, day=last_day.isoformat())
    if last_day == person.today:
        close(person=person, by=by)
    else:
        tell(News.LEAVING, person, last_day)


@transaction.atomic
def stays(*, by, person):
    """Before the account closed."""
    person = locked(by, person)
    if not person.is_leaving:
        return
    day, person.leaves_on = person.leaves_on, None
    person.save(update_fields=["leaves_on"])
    note(Done.STAYS, by=by, school=person.school, about=person)
    tell(News.STAYING, person, day)


@transaction.atomic
def close(*, person, by=None):
    """Nothing can be done any more but taking along what is one's own; for that a pause ends."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.closed_at or person.leaves_on is None:
        return False
    end_pause(person, by)
    going.end_visits_to_come(person)
    pulses.close_of(person)
    end_keys_of(person)
    bundles.throw_away_of(person)
    person.roles_before = end_roles(person)
    person.closed_at, person.waiting_email = timezone.now(), ""
    person.leaves_on = max(person.leaves_on, person.day_before)
    person.save(update_fields=["closed_at", "waiting_email", "leaves_on", "is_active", "roles_before"])
    end_sessions(person)
    OwnCalendar.of(person).withdraw()
    going.tell_no_more(person)
    tell(News.CLOSED, person, person.back_until)
    note(Done.CLOSED, by=by, school=person.school, about=person)
    return True


def end_pause(person, by):
    """Nobody on pause hears a thing, or could take anything along."""
    if not person.is_active:
        person.is_active = True
        note(Done.RESUMED, by=by, school=person.school, about=person)


def end_roles(person):
    """What ended, to begin anew for who comes back. A role that was to begin later holds on no day."""
    today, ended = person.today, []
    for member in person.memberships.not_ended(today):
        days = [day and day.isoformat() for day in (member.since, member.until)]
        ended.append([member.team_id, member.role, *days])
        member.until = max(today, member.since)
        member.save(update_fields=["until"])
    return ended


@transaction.atomic
def bring_back(*, by, person):
    """Within the fortnight. Roles begin anew today; keys stay shut, and visits that were called off too."""
    person = locked(by, person)
    if not person.can_come_back:
        return
    open_again(by, person)


def open_again(by, person, last_day=None):
    """With a last day to come, of who had one of their own (school_leaving.py)."""
    roles, day = person.roles_before, person.leaves_on
    person.leaves_on, person.closed_at, person.roles_before = last_day, None, []
    person.save(update_fields=["leaves_on", "closed_at", "roles_before"])
    begun = [begin_anew(person, **dict(zip(ROLE, role, strict=True))) for role in roles]
    ask_about(filter(None, begun))
    note(Done.BROUGHT_BACK, by=by, school=person.school, about=person)
    telling.write([that_one_stays(person, day)])


def that_one_stays(person, day):
    """Who has a last day of their own hears of that one."""
    own = person.leaves_on
    return to_tell(News.LEAVING if own else News.STAYING, person, own or day)


def begin_anew(person, *, team, role, since, until):
    """Today, or later where it was to begin later; but not one that would be over by now, or that was given
    meanwhile."""
    today, since, until = person.today, date.fromisoformat(since), until and date.fromisoformat(until)
    holds = person.memberships.not_ended(today).exclude(until=F("since"))
    team = None if until and until <= today else person.school.teams.filter(pk=team, closed_at=None).first()
    if team and not holds.filter(team=team, role=role).exists():
        facts = {"team": team, "role": role, "since": max(today, since), "until": until}
        return Membership.objects.create(user=person, **facts)
    return None


def undo(*, by, person):
    """Whichever it is by now: before the last day is over, or after it."""
    stays(by=by, person=person)
    bring_back(by=by, person=person)


def tell(kind, person, day):
    telling.write([to_tell(kind, person, day)])


def to_tell(kind, person, day):
    return ToTell(kind=kind, person=person, thing=day.isoformat())


def close_those_due():
    """For the hourly work: whose last day is over where their school stands. Says how many."""
    return each(User.objects.filter(leaves_on__isnull=False, closed_at=None, left_at=None), close_if_due)


def close_if_due(person):
    """Not who is the only administrator by now: somebody has to be able to undo it."""
    is_due = person.leaves_on < person.today and not refusals.is_last_administrator(person)
    return is_due and close(person=person)
