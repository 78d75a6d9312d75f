"""The list of earlier visits: what one can narrow it by, and what is then left of it (docs/adr/0028).

Everything is asked over visits one takes part in. What is searched for waits in the session of its person: no
address holds it.
"""

from collections import Counter
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from checklists.models import Kind, Theme
from home import visits
from home.earlier_rows import Row
from home.search import Search
from observations import access
from observations.models import Answer, LensPoint, Moment, Step
from people.compiled import compiled
from people.folding import fold
from people.models import User
from people.sorting import key
from people.years import school_year, year_name
from reports.models import Period
from together.passages import passages

MOST = 1_000  # visits whose words are looked through; nobody takes part in as many
ALONE = "alone"
KINDS = {
    "": pgettext_lazy("visits", "All"),
    "own": _("My lessons"),
    "along": _("Where I looked along"),
    "off": _("Did not take place"),
}
NARROWED_BY = ("period", "person", "subject", "group")  # what is known of a visit without its words
FACTS = ("pk", "start", "teacher_id", "coach_id", "subject", "group", "opened_at")


class Visit:
    """A few facts of one visit, and by field of the form what one chooses to find it."""

    def __init__(self, row, user, periods, hidden):
        self.row, self.pk = row, row.pk
        is_own = row.teacher_id == user.pk
        self.other = row.coach_id if is_own else row.teacher_id
        self.kind = ("own" if is_own else "along") if row.opened_at else "off"
        day = timezone.localdate(row.start)
        self.year = school_year(day)
        self.periods = [period for period in periods if period.start <= day <= period.end]
        self.chosen_by = {
            "period": {str(self.year), *(f"p{period.pk}" for period in self.periods)},
            "person": {str(self.other or ALONE)},
            "subject": {hidden(row.subject)},
            "group": {hidden(row.group)},
        }


class Earlier:
    """Every visit of this person that was opened or cancelled, the last lesson first."""

    def __init__(self, user):
        self.user, self.hidden = user, cache(hidden)
        periods = periods_of(user.school_id)
        self.visits = [Visit(row, user, periods, self.hidden) for row in facts_of(user)]

    @cached_property
    def others(self):
        found = people_with({row.other for row in self.visits if row.other})
        for person in found:
            person.looked_along = True  # whose own visits go with them, so who has no name was the coach
        return {person.pk: person for person in found}

    @cached_property
    def people(self):
        """{id: name} of who else took part; None is nobody."""
        names = {pk: person.full_name for pk, person in self.others.items()}
        return {visit.other: names.get(visit.other, "") for visit in self.visits}

    @property
    def has_line(self):
        """There are own lessons on it."""
        return any(visit.kind == "own" for visit in self.visits)

    @property
    def choices(self):
        """What stands in own visits, and nothing else."""
        people = {str(pk or ALONE): name or gettext("nobody, on my own") for pk, name in self.people.items()}
        return {
            "period": self.periods,
            "person": by_name(people),
            "subject": by_name({self.hidden(visit.row.subject): visit.row.subject for visit in self.visits}),
            "group": by_name({self.hidden(visit.row.group): visit.row.group for visit in self.visits}),
            "need": [(need, capfirst(name)) for need, name in Theme.choices],
        }

    @property
    def periods(self):
        years = sorted({visit.year for visit in self.visits}, reverse=True)
        named = {period.pk: period for visit in self.visits for period in visit.periods}
        return [(str(year), year_name(year)) for year in years] + [
            (f"p{pk}", str(period)) for pk, period in named.items()
        ]

    def found(self, asked):
        """What is left of it by the cleaned data of the form."""
        left = [visit for visit in self.visits if self.is_meant(visit, asked)]
        if asked["need"] or asked["step"]:
            narrowed = set(narrowed_by(earlier_of(self.user), asked).values_list("pk", flat=True))
            left = [visit for visit in left if visit.pk in narrowed]
        return Found(self, left, asked)

    @staticmethod
    def is_meant(visit, asked):
        return all(asked[name] in visit.chosen_by[name] for name in NARROWED_BY if asked.get(name))


class Found:
    """The visits that one asked for, how many there are of each kind, and what was found in their words."""

    def __init__(self, earlier, left, asked):
        self.earlier, self.kind, self.search = earlier, asked["kind"], Search(asked["words"])
        self.is_narrowed = any(value for name, value in asked.items() if name != "kind")
        self.within = self.of_kind(left)
        self.passages = self.looked_through(left) if self.search.terms else {}
        if self.search.terms:
            left = [visit for visit in left if visit.pk in self.passages]
        self.all, self.visits = left, self.of_kind(left)

    def of_kind(self, visits):
        return [visit for visit in visits if self.kind in ("", visit.kind)]

    def looked_through(self, left):
        """{visit: its passages with the words in them}, of the visits that hold all of the words."""
        words = passages([visit.pk for visit in left[:MOST]], self.earlier.user)
        found = {
            visit.pk: self.search.found(self.facts(visit), words.get(visit.pk, ())) for visit in left[:MOST]
        }
        return {pk: held for pk, held in found.items() if held is not None}

    def facts(self, visit):
        """What stands in the row itself. Words of two of them are never read as one."""
        return "\n".join([visit.row.subject, visit.row.group, self.earlier.people[visit.other]])

    @property
    def tabs(self):
        """(kind, its name, how many of what was found, whether it is shown now), of the kinds that this
        person has."""
        there = Counter(visit.kind for visit in self.earlier.visits)
        if len(there) < 2:  # noqa: PLR2004 -- one kind is no choice
            return []
        found = Counter(visit.kind for visit in self.all) + Counter({"": len(self.all)})
        return [
            (kind, name, found[kind], kind == self.kind)
            for kind, name in KINDS.items()
            if not kind or kind in there
        ]

    def rows(self, page):
        """The visits of one page as rows, each with what was found in it."""
        user, people = self.earlier.user, self.earlier.others
        lessons = visits.along(visits_among(user, [visit.pk for visit in page]), people | {user.pk: user})
        rows = {lesson.pk: Row(lesson, user, self) for lesson in lessons}
        return [rows[visit.pk] for visit in page]


def earlier_of(user):
    return access.visits_of(user).exclude(opened_at=None, cancelled_at=None)


@compiled
def facts_of(user: User):
    return earlier_of(user).order_by("-start", "pk").values_list(*FACTS, named=True)


@compiled
def visits_among(user: User, ids: list[UUID]):
    """Nothing is asked about their lens: the time to prepare is over."""
    return access.visits_of(user).filter(pk__in=ids).annotate(lens_size=Value(0))


@compiled
def periods_of(school: int):
    return Period.objects.filter(school=school)


@compiled
def people_with(ids: list[UUID]):
    return User.objects.filter(pk__in=ids)


def narrowed_by(lessons, asked):
    if asked["need"]:
        lessons = lessons.filter(about(asked["need"]))
    if asked["step"]:
        open_steps = Step.objects.filter(lesson=OuterRef("pk"), looked_back_at=None)
        lessons = lessons.filter(Exists(open_steps), opened_at__isnull=False)
    return lessons


def about(need):
    """Something was agreed, marked or written at a point of this need. The accounts are asked only where both
    may read both.

    That a visit begins no later than itself is said for PostgreSQL: else it may gather the points and moments
    of all schools first, to look into, where it only has to follow the few of each visit.
    """
    at_point, at = Q(item__theme=need, item__kind=Kind.POINT), OuterRef("start")
    read = {
        "observation__lesson": OuterRef("pk"),
        "observation__lesson__start__lte": at,
        "observation__set_aside_at": None,
        "observation__lesson__opened_at__isnull": False,
    }
    answers = Answer.objects.filter(at_point, ~Q(value="", note=""), **read)
    moments = Moment.objects.filter(at_point | Q(theme=need), deleted_at=None, **read)
    agreed = LensPoint.objects.filter(at_point, lesson=OuterRef("pk"), lesson__start__lte=at)
    return Q(Exists(answers)) | Q(Exists(moments)) | Q(Exists(agreed))


def hidden(name):
    """Stands for a name in an address, where what people typed does not belong; one for all ways of writing
    it."""
    return salted_hmac("earlier", fold(name), algorithm="sha256").hexdigest()[:10]


def by_name(choices):
    return sorted(choices.items(), key=lambda choice: key(choice[1]))
