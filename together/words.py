"""The sentences of a report that have numbers, names or times in them. Evaluated in the language of the
report."""

from datetime import timedelta

from django.utils.dateformat import format as date_format
from django.utils.timezone import get_current_timezone, localdate, localtime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from checklists.models import Theme
from observations.models import Voice
from people.files import MOST_BYTES, on_disk

BEFORE, AFTER = timedelta(minutes=15), timedelta(hours=3)
LONGEST_NAME = 90
ENOUGH = 3  # fewer points of two people are too few for a sentence of counts (evidence.md 4.2)


def clock(moment):
    """A time of day as people of this language write it: 10.41 in Dutch, 10:41 in English."""
    return on_clock(localtime(moment), clock_sign())


def clock_sign():
    return "." if (get_language() or "").startswith("nl") else ":"


def on_clock(local, sign):
    return f"{local.hour:02}{sign}{local.minute:02}"


def day(moment):
    return date_format(moment, "l j F Y")


def period(lesson):
    """Day and time of a lesson in one line."""
    start = localtime(lesson.start)
    end = f"–{clock(lesson.end)}" if lesson.end else ""
    return f"{day(start)}, {clock(start)}{end}"


def chapter_name(lesson):
    """Which visit this is among others, in a list and in bookmarks."""
    return f"{lesson.teacher.full_name}, {lesson}, {date_format(localtime(lesson.start), 'j F Y')}"


class Stamps:
    """The time of a note, if it was made round the lesson; one polished in the evening has none."""

    def __init__(self, lesson):
        self.first = lesson.start - BEFORE
        self.last = max(lesson.start + AFTER, lesson.end or lesson.start)
        self.zone, self.sign = get_current_timezone(), clock_sign()
        self.day = lesson.start.astimezone(self.zone).date()

    def __call__(self, moment):
        if not self.first <= moment <= self.last:
            return ""
        local = moment.astimezone(self.zone)
        return on_clock(local, self.sign) if local.date() == self.day else ""


def title(name, *, is_open):
    """The heading of the report. Before opening it says that this is one account only."""
    text = _("Reflection report of %(name)s") if is_open else _("Own story of %(name)s, not opened yet")
    return text % {"name": name}


def about(lesson):
    return _("%(subject)s, group %(group)s") % {"subject": lesson.subject, "group": lesson.group}


def short_need(theme):
    """One word for a need, where there is room for one word."""
    names = {
        Theme.RELATEDNESS: pgettext("need in one word", "relatedness"),
        Theme.COMPETENCE: pgettext("need in one word", "competence"),
        Theme.AUTONOMY: pgettext("need in one word", "autonomy"),
        Theme.SAFETY: pgettext("need in one word", "safety"),
    }
    return names[theme]


def reader_line(reader):
    """Whose paper it is, and from when: at the foot of every page."""
    return _("for %(name)s, %(day)s") % {"name": reader.full_name, "day": date_format(localdate(), "j F Y")}


def file_name(lesson, *, with_private=False):
    """Name for the PDF: no name of a person in it, and no sign that a disk or a header trips over. One with
    the private page says so: beside the other on a disk it must not be the one that is passed on."""
    first = _("Reflection report") if lesson.opened_at else _("Own story")
    on = f"{localtime(lesson.start):%Y-%m-%d}"
    on += " ({})".format(_("only for you")) if with_private else ""
    tidy = on_disk(f"{first} {lesson.subject} {lesson.group}"[:LONGEST_NAME], MOST_BYTES - len(f" {on}"))
    return f"{tidy} {on}.pdf"


# --- what both said together, and what an empty place means -----------------------------------------


def agreement_line(same, base, teacher, coach):
    """The only sentence of counts: about two views, never about one of them, and none about a low number."""
    if base < ENOUGH or not same:
        return ""
    names = {"same": same, "base": base, "teacher": teacher, "coach": coach}
    return (
        _("For %(same)s of the %(base)s items %(teacher)s and %(coach)s had (nearly) the same view") % names
    )


def blank(voice, scales, *, is_outside=False):
    """What an empty place means, in the words this voice read while it was left empty: the teacher's is a
    full answer, wherever it stands; of the coach's it is said whether it was agreed to leave it out."""
    if voice == Voice.TEACHER:
        return scales["blank"]["self"]
    return _("Deliberately not looked at") if is_outside else scales["blank"]["coach"]


def left_out(count, total):
    """How many points of one need were deliberately not looked at."""
    if count == total:
        return ngettext("the one item", "all %(n)s items", count) % {"n": count}
    return ngettext("%(n)s other item", "%(n)s other items", count) % {"n": count}


def note_about(stop):
    """What a note of the talk is about where it stands at no point; nothing for a stop that is gone."""
    names = {
        "question": _("The learning question"),
        "students": _("What students said"),
        "signals": _("Signals"),
    }
    return names.get(stop, "")
