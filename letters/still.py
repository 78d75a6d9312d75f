"""Whether what is to be told is still so when the postman comes. A letter of before, that says what is so no
longer, helps nobody."""

from observations import access, newcomers
from observations.models import News, Voice

OTHER = {Voice.TEACHER: Voice.COACH, Voice.COACH: Voice.TEACHER}


def is_so(telling):
    row = telling.row
    if row.is_own and not (begins_in_calendar(telling) or is_in_calendar(telling)):
        return False  # the reader did it, and has nothing that must follow
    return SO[row.kind](telling)


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
    return row.start is None or (lesson.start, lesson.end) == (row.start, row.end)


def asks(telling):
    lesson = telling.lesson
    return stands(telling) and (lesson.awaits_coach if telling.role == "coach" else not lesson.accepted_at)


def is_agreed(telling):
    lesson = telling.lesson
    return stands(telling) and bool(lesson.accepted_at) and not (lesson.awaits_coach or lesson.is_declined)


def is_over(telling):
    return True


def is_deleted(telling):
    return telling.lesson is None


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


def has_no_password(telling):
    return not telling.person.has_usable_password()


SO = {
    News.PROPOSED: asks,
    News.AGREED: is_agreed,
    News.MOVED: stands,
    News.DECLINED: is_over,
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
    News.INVITED: has_no_password,
}
