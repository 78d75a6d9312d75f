"""Reads the opened visits of one teacher into a Road, for that teacher alone (docs/adr/0060).

Practice, cancelled and deleted visits are not among them, and no account that was set aside: they never
count. Constant in queries; call it in the language that the road is to have.
"""

from collections import defaultdict
from datetime import date

from django.utils import timezone

from checklists.models import Kind
from line import words
from line.counting import groups
from line.parts import Month, Need, Ring, Road, Tried, Visit
from observations import access
from observations.models import Answer, Lesson, Step
from observations.models.own import read_along
from people.years import school_year, this_year

ALL = "all"
MOST = 40  # visits on one page; a school year has fewer
A_YEAR = 12  # months; over more only those with a visit stand on the strip


def read(teacher, year=""):
    """`year`: "2026" for 2026–2027, "all", or "" (as any other) for this year, or the last in which there is
    a visit."""
    known = [(pk, timezone.localdate(start)) for pk, start in opened(teacher).values_list("pk", "start")]
    years = sorted({school_year(day) for _pk, day in known}, reverse=True) or [this_year()]
    chosen = None if year == ALL else next((each for each in years if str(each) == year), years[0])
    ids = [pk for pk, day in known if chosen in (None, school_year(day))]
    marks = marks_in(ids[:MOST])
    visits = visits_among(teacher, ids[:MOST], marks)
    counted, few = groups(visits[::-1], marks)
    return Road(
        year=chosen, period=words.period(chosen), years=choices(years), visits=visits,
        months=months([*visits[::-1], *planned(teacher, chosen)]), groups=counted, few=few,
        left_out=len(ids[MOST:]),
    )  # fmt: skip


def choices(years):
    """No choice where there is one year."""
    named = [(str(year), words.period(year)) for year in years]
    return [*named, (ALL, words.period(None))] if len(years) > 1 else []


def opened(teacher):
    own = access.visits_of(teacher).filter(teacher=teacher)
    return own.filter(opened_at__isnull=False).order_by("-start", "pk")


def visits_among(teacher, ids, marks):
    lessons = list(opened(teacher).filter(pk__in=ids).select_related("coach"))
    read_along(lessons)
    steps = defaultdict(list)
    for step in Step.objects.filter(lesson__in=ids):
        steps[step.lesson_id].append(step)
    return [visit(lesson, marks[lesson.pk], steps[lesson.pk]) for lesson in lessons]


def visit(lesson, marked, steps):
    themes = {lesson.content.by_id[pk].theme for pk in marked}
    needs = [Need(theme["key"], theme["name"]) for theme in lesson.content.themes if theme["key"] in themes]
    day, coach = timezone.localdate(lesson.start), lesson.coach.short_name if lesson.has_coach else ""
    tried_out = [tried(lesson, step) for step in steps]
    return Visit(lesson, day, words.short(day), coach, needs, len(marked), tried_out)


def tried(lesson, step):
    bank = lesson.content.bank.get(step.suggestion_id)
    looked_back_on = step.looked_back_at and timezone.localdate(step.looked_back_at)
    is_due = not looked_back_on and (not step.look_back_on or step.look_back_on <= timezone.localdate())
    return Tried(
        step.pk, bank.text if bank else step.wording, "" if bank else step.lang, step.look_back_on, looked_back_on,
        step.get_result_display(), step.outcome, step.outcome_lang, is_due,
    )  # fmt: skip


def marks_in(ids):
    """{visit id: {item id: {voice: mark}}} of the accounts that count."""
    found = defaultdict(lambda: defaultdict(dict))
    rows = Answer.objects.filter(kind=Kind.POINT, observation__lesson__in=ids).exclude(value="")
    rows = rows.filter(observation__set_aside_at=None)
    names = ("observation__lesson", "item", "observation__voice", "value")
    for lesson, item, voice, value in rows.values_list(*names):
        found[lesson][item][voice] = value
    return found


# --- the strip ----------------------------------------------------------------------------------


def planned(teacher, year):
    """What is agreed and still to come, the next lesson first."""
    own = access.visits_of(teacher).filter(teacher=teacher, start__gte=timezone.now())
    standing = own.filter(opened_at=None, cancelled_at=None, accepted_at__isnull=False).order_by("start")
    of_year = [lesson for lesson in standing if year in (None, school_year(timezone.localdate(lesson.start)))]
    return of_year[:MOST]


def months(found):
    """With the empty ones between, so that time is seen; over more than a year without them."""
    rings = [ring(each) for each in found]
    there = sorted({count(ring.day) for ring in rings})
    if there and there[-1] - there[0] < A_YEAR:
        there = range(there[0], there[-1] + 1)
    return [month(number, [ring for ring in rings if count(ring.day) == number]) for number in there]


def count(day):
    """Months since the year 0."""
    return day.year * A_YEAR + day.month - 1


def month(number, rings):
    return Month(*words.month(date(number // A_YEAR, number % A_YEAR + 1, 1)), rings)


def ring(found):
    """Of a visit that was opened, or of a lesson still to come."""
    is_planned = isinstance(found, Lesson)
    lesson = found if is_planned else found.lesson
    day = timezone.localdate(lesson.start)
    return Ring(lesson, day, words.ring(lesson, day, is_planned=is_planned), is_planned)
