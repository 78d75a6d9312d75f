"""The team mirror: made once of a closed period, from what teachers let their team read on that day; read by
the team.

Limits of evidence.md 4.4. What lies below a limit looks the same as what is not there, so that nothing
follows from looking.
"""

from collections import Counter, defaultdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from checklists.editions import content_of
from checklists.models import Item, Kind, Mark, Suggestion
from observations import access
from observations.models import Answer, Part, Step, Voice
from people.compiled import compiled
from people.models import Membership, Team, User
from people.years import SUMMER, school_year
from reports.lines import Lines
from reports.models import Mirror, MirrorSentence, Period
from together.readable import SENTENCE

FLOOR = 5  # lessons, and different teachers
LARGEST_SHARE = 3  # no teacher has more than one in three


# --- making -------------------------------------------------------------------------------------


def make_all():
    """A mirror for each team and each period that is over and has none yet; says how many. Safe to repeat."""
    return sum(make_those_of(period) for period in Period.objects.to_mirror())


def make_those_of(period):
    """Once it is over where the school stands. Then nothing is left to make of it: a role that begins later
    was not there."""
    with timezone.override(period.school.zone):
        if period.end >= timezone.localdate():
            return 0
        made = sum(make(team, period) for team in waiting_for(period))
    Period.objects.filter(pk=period.pk).update(is_mirrored=True)
    return made


def waiting_for(period):
    """Its teams without a mirror."""
    there = Team.objects.filter(school=period.school_id, memberships__since__lte=period.end).distinct()
    return there.exclude(mirrors__period=period)


@transaction.atomic
def make(team, period):
    """Counts what may be counted today; never again, whatever happens with the keys later."""
    mirror, is_new = Mirror.objects.get_or_create(
        team=team, period=period, defaults={"made_on": timezone.localdate()}
    )
    if is_new:
        shared = Shared(team, period)
        mirror.counts = shared.counts()
        mirror.save(update_fields=["counts"])
        MirrorSentence.objects.bulk_create(shared.sentences(mirror) if mirror.counts else [])
    return is_new


class Shared:
    """The visits of a team in a period of which the team holds a key today, by part."""

    def __init__(self, team, period):
        keys = access.keys_of_team(team, period.start, period.end)
        self.lines, self.since = Lines(team.school_id), date(school_year(period.start), SUMMER, 1)
        self.teacher_of, self.visits = {}, defaultdict(set)
        for lesson, teacher, part in keys.values_list("lesson", "lesson__teacher", "part"):
            if part in (Part.COACH_ACCOUNT, Part.STEPS, Part.SENTENCE):
                self.teacher_of[lesson] = teacher
                self.visits[part].add(lesson)

    def is_enough(self, lessons):
        """Five lessons of five teachers, and none of them with more than a third."""
        teachers = Counter(self.teacher_of[lesson] for lesson in lessons)
        total = sum(teachers.values())
        return total >= FLOOR and len(teachers) >= FLOOR and max(teachers.values()) * LARGEST_SHARE <= total

    def counts(self):
        if not self.is_enough(self.teacher_of):
            return {}
        points, steps = self.listed(Item, self.points()), self.listed(Suggestion, self.steps())
        changed = self.lines.changed(list(map(int, points)), since=self.since)
        return {"points": points, "steps": steps} | ({"changed": changed} if changed else {})

    def listed(self, model, pairs):
        """{id: number of lessons} of the (id, lesson) pairs; only where there are enough lessons."""
        lessons, line_of = defaultdict(set), self.lines.newest(model, {pk for pk, _lesson in pairs})
        for pk, lesson in pairs:
            lessons[line_of[pk]].add(lesson)
        return {str(pk): len(found) for pk, found in lessons.items() if self.is_enough(found)}

    def points(self):
        """What coaches saw, clearly or partly; what was not seen is no news of a lesson (evidence.md 4.1)."""
        rows = Answer.objects.filter(kind=Kind.POINT, value__in=(Mark.SEEN, Mark.PARTLY))
        rows = rows.filter(item__edition__published_at__isnull=False)  # a teacher's own point is of no list
        rows = rows.filter(observation__voice=Voice.COACH, observation__set_aside_at=None)
        return self.of(rows, "observation__lesson", Part.COACH_ACCOUNT).values_list(
            "item", "observation__lesson"
        )

    def steps(self):
        """Steps from the bank; own words would tell whose they are."""
        rows = self.of(Step.objects.exclude(suggestion=None), "lesson", Part.STEPS)
        return rows.values_list("suggestion", "lesson")

    def of(self, rows, path, part):
        return rows.filter(**{f"{path}__in": self.visits[part]})

    def sentences(self, mirror):
        """None below the limits either: a single sentence would have a single author to guess."""
        rows = Answer.objects.filter(item__key=SENTENCE, observation__voice=Voice.TEACHER).exclude(note="")
        found = self.of(rows, "observation__lesson", Part.SENTENCE)
        found = list(found.values_list("observation__lesson", "note", "lang"))
        if not self.is_enough({lesson for lesson, _text, _lang in found}):
            return []
        return [
            MirrorSentence(mirror=mirror, lesson_id=lesson, text=text, lang=lang)
            for lesson, text, lang in found
        ]


# --- reading ------------------------------------------------------------------------------------


class Reflection:
    """A mirror in words: per need the points in their fixed order, the steps, the sentences. Nobody's name
    stands near it, and no visit: with a list of lessons beside it a number says something of each of them
    (evidence.md 4.4, adr/0017)."""

    def __init__(self, mirror):
        self.mirror, self.team, self.period, self.counts = mirror, mirror.team, mirror.period, mirror.counts

    @property
    def has_enough(self):
        return bool(self.counts)

    @property
    def file_name(self):
        name = _("Meekijken, team mirror {team}, {start} to {end}")
        return name.format(team=self.team, start=self.period.start, end=self.period.end)

    def listed(self, in_order, part):
        """Pairs of a row of the edition and its number of lessons, in the edition's order."""
        found = list(in_order([int(pk) for pk in self.counts[part]]))
        for row in found:
            day = self.counts.get("changed", {}).get(str(row.pk))
            row.changed_on = day and date.fromisoformat(day)
        return [(row, self.counts[part][str(row.pk)]) for row in found]

    @cached_property
    def lines(self):
        return self.listed(items_in_order, "points")

    @property
    def needs(self):
        """(need as in the edition, its lines), in the fixed order and never sorted by a count."""
        themes = content_of(self.lines[0][0].edition_id).themes if self.lines else []
        found = [(theme, [line for line in self.lines if line[0].theme == theme["key"]]) for theme in themes]
        return [(theme, lines) for theme, lines in found if lines]

    @cached_property
    def steps(self):
        return self.listed(steps_in_order, "steps")

    @cached_property
    def sentences(self):
        return sentences_of(self.mirror)


IN_ORDER = ("edition__checklist", "edition__number", "order")


@compiled
def items_in_order(ids: list[int]):
    return Item.objects.filter(pk__in=ids).order_by(*IN_ORDER)


@compiled
def steps_in_order(ids: list[int]):
    return Suggestion.objects.filter(pk__in=ids).order_by(*IN_ORDER)


@compiled
def sentences_of(mirror: Mirror):
    return MirrorSentence.objects.filter(mirror=mirror)


@compiled
def mirror_of(user: User, today: date, pk: UUID):
    return mirrors_of(user, today).filter(pk=pk)


def mirrors_of(user, on=None):
    """Those of the teams that this person is in, on that day (default today), and was in when the mirror was
    made. Who comes later could subtract what is still under a key from it, and so read what a colleague has
    revoked."""
    mine = Membership.objects.active(on).filter(user=user)
    there = mine.filter(team=OuterRef("team"), began_at__date__lte=OuterRef("made_on"))
    # the own teams stand in it once more: so a database does not read the mirrors of all schools
    mirrors = Mirror.objects.filter(Exists(there), team__in=mine.values("team"))
    return mirrors.select_related("team__school", "period")
