"""Whether what is to be told is still so when the postman comes. A letter of before, that says what is so no
longer, helps nobody."""

from django.db.models import Q

from observations import access, newcomers
from observations.models import ABOUT_GOING, News, ToTell, Voice
from people import invitations

# those of one visit, or to one person, are one letter
SEVERAL = {News.REPLY, News.RELEASED, News.STEP_DAY, News.KEY_ENDS, News.NEWCOMER}
OTHER = {Voice.TEACHER: Voice.COACH, Voice.COACH: Voice.TEACHER}


def is_so(telling):
    row = telling.row
    if row.is_own and not (begins_in_calendar(telling) or is_in_calendar(telling)):
        return False  # the reader did it, and has nothing that must follow
    return not is_said_again(row) and SO[row.kind](telling)


def is_said_again(row):
    """It happened once more since; that is told."""
    if row.kind in SEVERAL:
        return False
    later = ToTell.objects.untold().of(row.lesson).filter(pk__gt=row.pk, kind=row.kind, person=row.person)
    return later.filter(thing=row.thing).exists()


def has_heard(telling):
    """Whether the reader knows of the visit: made it, answered, or had a letter. Else all that could be told
    was so no longer when the postman came."""
    rows = ToTell.objects.of(telling.row.lesson).filter(person=telling.person).order_by("pk")
    first = rows.first()
    if first is None or first.kind != News.PROPOSED:
        return True
    return rows.filter(Q(told_at__isnull=False, is_void=False) | Q(by=telling.person)).exists()


def begins_in_calendar(telling):
    return telling.row.kind == News.AGREED and not telling.own.without_files


def is_in_calendar(telling):
    """Of a lesson that is over nothing follows, also where a calendar holds it."""
    return bool(telling.row.state and telling.held and telling.held.sent_at)


def stands(telling):
    """The two are the same, and so is the moment."""
    lesson, row = telling.lesson, telling.row
    if not (lesson and telling.role) or lesson.cancelled_at:
        return False
    if row.by_id not in (None, lesson.teacher_id, lesson.coach_id):
        return False
    return row.start is None or (lesson.start, lesson.end) == (row.start, row.end)


def asks(telling):
    lesson = telling.lesson
    return stands(telling) and (lesson.awaits_coach if telling.role == "coach" else not lesson.accepted_at)


def is_agreed(telling):
    lesson = telling.lesson
    if telling.row.is_own:
        return stands(telling) and bool(lesson.accepted_at)
    return asked_no_more(telling) and lesson.has_coach


def asked_no_more(telling):
    lesson = telling.lesson
    return stands(telling) and bool(lesson.accepted_at) and not (lesson.awaits_coach or lesson.is_declined)


def is_over(telling):
    return telling.row.is_own or has_heard(telling)


def is_no(telling):
    """To a teacher that a coach cannot come, until the teacher went on. Of a visit that is deleted that is
    told."""
    if telling.lesson is None:
        return False
    asks_how = telling.role != "teacher" or telling.row.is_own or telling.lesson.is_declined
    return asks_how and is_over(telling)


def is_deleted(telling):
    return telling.lesson is None and is_over(telling)


def is_turn(telling):
    lesson = telling.lesson
    if not stands(telling) or lesson.opened_at:
        return False
    voice = lesson.voice_of(telling.person)
    access.with_accounts(lesson)
    return lesson.is_ready(OTHER[voice]) and lesson.is_ready(voice) == (telling.kind == News.READY)


def is_open(telling):
    return stands(telling) and bool(telling.lesson.opened_at)


def is_step_due(telling):
    steps = telling.lesson.chosen_steps if is_open(telling) else []
    return any(str(step.pk) == telling.row.thing and not step.looked_back_at for step in steps)


def is_released(telling):
    lesson = telling.lesson
    return bool(lesson and not telling.role and telling.row.thing in access.parts(telling.person, lesson))


def is_asked(telling):
    return newcomers.keys_before(telling.person).filter(member=telling.row.thing, may_read=None).exists()


def key_runs(telling):
    return telling.key is not None


def is_invited(telling):
    """By the newest invitation, of which the row has the number."""
    number = telling.row.thing.partition(":")[0]
    return invitations.holds(telling.person) and invitations.number(telling.person.invited_at) == number


def leaves(telling):
    """On this day, and it has not come yet."""
    going = telling.person.going if telling.person.came_in else None
    return going is not None and going.is_leaving and going.leaves_on == telling.day


def is_closed(telling):
    return telling.person.came_in and telling.person.can_come_back


def stays(telling):
    """Told to who heard otherwise."""
    heard = ToTell.objects.filter(person=telling.person, kind__in=ABOUT_GOING, pk__lt=telling.row.pk)
    return telling.person.going is None and heard.filter(told_at__isnull=False, is_void=False).exists()


SO = {
    News.PROPOSED: asks,
    News.AGREED: is_agreed,
    News.MOVED: stands,
    News.DECLINED: is_no,
    News.CANCELLED: is_over,
    News.NOT_COACH: is_over,
    News.TURN: is_turn,
    News.READY: is_turn,
    News.OPENED: is_open,
    News.REPLY: is_open,
    News.STEP_DAY: is_step_due,
    News.RELEASED: is_released,
    News.NEWCOMER: is_asked,
    News.KEY_ENDS: key_runs,
    News.DELETED: is_deleted,
    News.BACK: stands,
    News.INVITED: is_invited,
    News.LEAVING: leaves,
    News.CLOSED: is_closed,
    News.STAYING: stays,
}
