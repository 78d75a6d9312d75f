"""What the administrators of the demo did in the last months, as their log tells it; and days without
lessons, which stay ahead."""

from datetime import timedelta

from django.utils import timezone

from home.demo.calendar import at, school_day
from home.demo.people import PEOPLE
from people.audit import AuditEvent, Done, event, note_all
from people.models import Holiday

# so many school days ago, at a time: what, about whom, and facts
STORY = (
    (58, "15:40", Done.DAYS, "", {"kind": "period"}),
    (47, "08:05", Done.SIGNED_OUT, "kim", {}),
    (41, "11:20", Done.EXPORTED, "", {"file": "xlsx"}),
    (33, "16:02", Done.DAYS, "", {"kind": "holiday"}),
    (33, "16:06", Done.DAYS, "", {"kind": "holiday"}),
    (24, "09:31", Done.NAMED, "puck", {}),
    (18, "13:48", Done.PAUSED, "hidde", {}),
    (16, "12:40", Done.EDITS, "coba", {}),
    (14, "10:17", Done.LEAVES, "ties", {}),
    (9, "11:02", Done.EXPORTED, "", {"file": "csv"}),
    (3, "14:25", Done.LEAVES, "sanne", {}),
)
# name, and the school days ahead on which it begins and ends: behind all visits to come
HOLIDAYS = (("Studiedag", 24, 24), ("Lesvrije week", 32, 36))
SO_NEAR = 12  # school days: then it is ahead again
WEEKS = 12  # of which the log tells that an administrator began the week here


def remember(people):
    """Once, for who was just made, before anybody leaves: whose traces go with them."""
    iris = people["iris"]
    for by in administrators(people):
        note_all([line for person in colleagues(by, people) for line in came(person, by)])
    note_all(
        [
            dated(at(school_day(-days), clock), what, iris, people.get(about), **facts)
            for days, clock, what, about, facts in STORY
            if not about or about in people
        ]
    )
    for name, first, last in HOLIDAYS:
        days = {"first": school_day(first), "last": school_day(last)}
        Holiday.objects.create(school=iris.school, name=name, **days)


def administrators(people):
    """Of the two schools, as long as they are."""
    there = [people.get(one.key) for one in PEOPLE if not one.roles]
    return [person for person in there if person and person.administers]


def colleagues(by, people):
    """But administrators, who made the others."""
    return [each for each in people.values() if each.school_id == by.school_id and not each.is_administrator]


def came(person, by):
    """Invited on the day on which the roles began, and given them."""
    roles = list(person.memberships.select_related("team"))
    for role in roles[:1]:
        yield dated(role.began_at + timedelta(hours=9), Done.INVITED, by, person)
    for role in roles:
        facts = {"role": role.role, "team": role.team.name}
        yield dated(role.began_at + timedelta(hours=9), Done.ROLE_GIVEN, by, person, **facts)


def dated(moment, what, by, about=None, **facts):
    line = event(what, by=by, school=by.school, about=about, **facts)
    line.at = moment
    return line


def go_on(people):
    """Again is harmless: weeks that are told are told once, and days that came near are ahead again."""
    begin_weeks(administrators(people))
    keep_ahead(people["iris"].school_id)


def begin_weeks(people):
    """Mondays of the last months on which they signed in."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    moments = [at(monday - timedelta(weeks=week), "08:20") for week in reversed(range(WEEKS))]
    rows = AuditEvent.objects.filter(what=Done.SIGNED_IN, by__in=people, at__in=moments)
    known = set(rows.values_list("by", "at"))
    weeks = [(by, moment) for by in people for moment in moments if moment <= timezone.now()]
    note_all([dated(moment, Done.SIGNED_IN, by, by) for by, moment in weeks if (by.pk, moment) not in known])


def keep_ahead(school):
    """Unless somebody gave it another name, or made a holiday of their own there."""
    there = list(Holiday.objects.filter(school=school))
    for name, *days in HOLIDAYS:
        first, last = map(school_day, days)
        others = [day for day in there if day.name != name and day.first <= last and day.last >= first]
        near = [day.pk for day in there if day.name == name and day.first <= school_day(SO_NEAR)]
        if near and not others:
            Holiday.objects.filter(pk__in=near).update(first=first, last=last)
