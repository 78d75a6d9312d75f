"""What a day brings, not somebody's hand: written down by the hourly work, once for each thing and day.

A few days are looked back, because the hourly work may have stood still; nothing from longer ago is told,
also not at the first time after an upgrade. Only what waits for an answer is told for as long as a month.
"""

import logging
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from letters.quiet import Days
from letters.words import AGAIN
from observations import telling
from observations.models import Appointment, Key, Lesson, News, Step, ToTell
from people.invitations import number
from people.models import Membership, User, Zone

logger = logging.getLogger("letters")
A_WHILE, A_WEEK, A_MONTH = (timedelta(days=days) for days in (6, 7, 30))
SOON = timedelta(days=3)  # before the last day of a key
KEPT = timedelta(days=60)  # so long it is known what was told, and that a visit was withdrawn


def note():
    """Says how many were new."""
    return write([*steps(), *keys(), *newcomers(), *invitations()])


def ask_about(memberships):
    """At once, of roles that were given just now: who shares something with such a role has a question."""
    return write(newcomers(pk__in=[membership.pk for membership in memberships]))


def write(rows):
    rows = {row.uid: row for row in rows}
    known = ToTell.objects.filter(uid__in=rows).values_list("uid", flat=True)
    new = [rows[uid] for uid in rows.keys() - set(known)]
    telling.write(new)
    return len(new)


def once(kind, thing, day):
    """The uid of what is told once about this thing and day."""
    return uuid5(NAMESPACE_URL, f"meekijken:{kind}:{thing}:{day}")


def to_tell(kind, person_id, thing, day, lesson=None):
    return ToTell(uid=once(kind, thing, day), kind=kind, person_id=person_id, thing=thing, lesson=lesson)


def steps():
    """Whose day to look back has come."""
    for zone, today in todays():
        rows = Step.objects.filter(look_back_on__range=(today - A_WHILE, today), looked_back_at=None)
        rows = rows.filter(lesson__deleted_at=None, lesson__teacher__school__time_zone=zone)
        for step in rows.select_related("lesson"):
            yield to_tell(News.STEP_DAY, step.lesson.teacher_id, step.pk, step.look_back_on, step.lesson_id)


def keys():
    """Those that end within days, of those that ran for longer than that."""
    for zone, today in todays():
        rows = Key.objects.valid(today).filter(until__lte=today + SOON, given_at__lt=timezone.now() - A_WHILE)
        for key in rows.filter(lesson__teacher__school__time_zone=zone).select_related("lesson"):
            yield to_tell(News.KEY_ENDS, key.lesson.teacher_id, key.pk, key.until, key.lesson_id)


def newcomers(**among):
    """A question for every teacher, about each who came to a team lately (among these memberships)."""
    for zone, today in todays():
        new = Membership.objects.readers(today).filter(
            began_at__gt=timezone.now() - A_MONTH, user__school__time_zone=zone, **among
        )
        asked = Key.objects.valid(today).filter(lesson__team__in=new.values("team")).before(new)
        for teacher, member in asked.values_list(F("lesson__teacher"), "member").distinct():
            yield to_tell(News.NEWCOMER, teacher, member, teacher)


def invitations():
    """One reminder a week after an invitation, by day, to who got that letter and did not come. Once for each
    person, also who is invited anew meanwhile."""
    now = timezone.now()
    people = User.objects.here().filter(last_login=None, school__closed_at=None)
    people = people.filter(invited_at__range=(now - A_WEEK - A_WHILE, now - A_WEEK))
    told = ToTell.objects.filter(
        kind=News.INVITED, told_at__isnull=False, is_void=False, person=OuterRef("pk")
    )
    by = Subquery(told.order_by("-pk").values("by")[:1])
    for person in people.filter(Exists(told)).annotate(by=by).select_related("school"):
        yield ToTell(
            uid=once(News.INVITED, person.pk, "again"), kind=News.INVITED, person=person, by_id=person.by,
            thing=f"{number(person.invited_at)}:{AGAIN}", not_before=Days(person.school).open(now),
        )  # fmt: skip


def todays():
    """The day it is by each clock."""
    return [(zone, timezone.localdate(timezone=ZoneInfo(zone))) for zone in Zone]


def forget():
    """What was told long ago, or is of a visit that is gone; and appointments that are long over. Says how
    many rows."""
    long_ago = timezone.now() - KEPT
    told, _each = ToTell.objects.filter(told_at__lt=long_ago).delete()
    # gone already, but for a visit that was forgotten while its letter left
    last = list(ToTell.objects.filter(told_at__isnull=False, is_last=True).values_list("pk", flat=True))
    telling.let_go_once_told(last)
    # a visit that may still get another moment goes on counting: a calendar takes a lower number for old
    old = Appointment.objects.filter(start__lt=long_ago)
    ahead = Lesson.objects.may_be_moved(set(old.values_list("lesson", flat=True)))
    over, _each = old.exclude(lesson__in=ahead).delete()
    return told + len(last) + over


def give_up():
    """Letters that were tried for so long and that nobody takes, sooner where the visit is forgotten; an
    administrator saw them meanwhile. Says how many."""
    now = timezone.now()
    too_long = Q(failing_since__lt=now - A_MONTH) | Q(failing_since__lt=now - A_WEEK, is_last=True)
    rows = list(ToTell.objects.untold().filter(too_long))
    for row in rows:
        logger.error("letter %s given up: %s", row.uid, row.why)
    telling.give_up([row.pk for row in rows])
    return len(rows)
