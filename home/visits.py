"""The visits of one person, as the start page and the list of earlier visits show them."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext

from observations import access, following, offers
from observations.models import A_DAY, LedgerEntry, Stage, Step, Voice
from observations.next import (
    ASKED,
    ASKED_LATE,
    LINES,
    LOOKING,
    TODAY,
    TODAYS,
    address,
    is_today,
    step_of,
    whats_next,
)
from people.compiled import attach, compiled
from people.days import said, times
from people.models import User
from people.templatetags.days import margin
from pulse import access as pulses

NEWS = timedelta(days=7)  # how long one reads that a visit was cancelled, also when its lesson is over
SOON = timedelta(days=7)  # visits that a device is offered to keep
RECORDING = {Stage.PLANNED, Stage.LOOKING, Stage.WAITING_FOR_COACH, Stage.WAITING_FOR_TEACHER}
# how long an opened visit stays on the start page, unless a day to look back is later
STAYS = timedelta(weeks=6)


def current(user):
    """Visits not opened yet, opened not long ago or with a step whose day comes later; what somebody else
    cancelled; what was deleted today. Those whose steps were all looked back on are among them
    (`Row.is_current` leaves them out)."""
    now = timezone.now()
    since = now - STAYS
    return still_listed(user, now, since, timezone.localdate(since), now - NEWS, now - A_DAY)


@compiled
def still_listed(
    user: User, now: datetime, since: datetime, since_day: date, news: datetime, day_ago: datetime
):
    mine = access.visits_of(user)
    planned = Step.objects.filter(
        lesson__in=mine.values("pk"), looked_back_at=None, look_back_on__gt=since_day
    )
    recent = Q(opened_at=None) | Q(opened_at__gt=since) | Q(pk__in=planned.order_by().values("lesson"))
    is_news = Q(start__gt=now) | Q(cancelled_at__gt=news)
    called_off = Q(cancelled_at__isnull=False) & is_news & ~Q(cancelled_by=user)
    standing = mine.filter(Q(cancelled_at=None) & recent | called_off) | access.deleted_since(user, day_ago)
    downloads = LedgerEntry.objects.filter(lesson=OuterRef("pk"), what=LedgerEntry.What.DOWNLOADED)
    rows = standing.annotate(lens_size=Count("lens"), was_downloaded=Exists(downloads))
    return rows.select_related("pulse").order_by("start", "pk")


@compiled
def former_accounts(user: User):
    """Accounts that were set aside: only their author can still read them."""
    return access.set_aside_accounts(user).order_by("-was_start")


@compiled
def steps_of(lessons: list[UUID]):
    return Step.objects.filter(lesson__in=lessons).select_related("suggestion")


@compiled
def people(user: User, ids: list[UUID], today: date):
    return User.objects.filter(pk__in=ids).leading(user, on=today)


class Due(NamedTuple):
    """The small step that is to be looked back on: its words, their language where it is not the app's, the
    day of choosing."""

    text: str
    lang: str
    chosen_on: str


def due_of(lesson, step):
    if not step:
        return None
    suggestion = lesson.content.bank.get(step.suggestion_id)
    text, lang = (suggestion.text, "") if suggestion else (step.wording, step.lang)
    return Due(text, lang, said(timezone.localtime(step.created_at), "j F"))


class Same(NamedTuple):
    """What rows of the start page have in common, so that they share their pieces
    (people/templatetags/pieces.py)."""

    phase: str
    role: str
    is_due: bool
    due_lang: str
    has_leads: bool
    can_write: bool
    has_offers: bool

    @property
    def line(self):
        return LINES[self.phase, self.role]

    @property
    def step(self):
        return step_of(self.line.station)


class Row:
    """One visit on a page of this person. What a long list shows of it is ready here, because templates are
    slower at it."""

    def __init__(self, lesson, user):
        self.lesson, self.user, self.next = lesson, user, whats_next(lesson, user, lesson.lens_size)
        self.is_teacher = lesson.voice_of(user) == Voice.TEACHER
        self.other = lesson.coach if self.is_teacher else lesson.teacher
        self.title = lesson.title_for(user)
        self.day = timezone.localtime(lesson.start)
        self.due = due_of(lesson, self.next.due)

    @property
    def same(self):
        return Same(
            self.next.phase, self.next.role, bool(self.due), self.due.lang if self.due else "",
            has_leads=bool(self.leads_team), can_write=bool(self.writing_url), has_offers=bool(self.offered),
        )  # fmt: skip

    @property
    def offered(self):
        """Other lessons of which the coach who is asked may choose one: Tuesday 1 December, 10:15"""
        now, rows = timezone.now(), getattr(self.lesson, "also_offered", ())
        begins = [timezone.localtime(row.start) for row in rows if row.start > now]
        return get_text_list([f"{said(each)}, {times(each.time())}" for each in begins], gettext("or"))

    @property
    def margin(self):
        return margin(self.lesson.start)

    @property
    def sentence(self):
        return self.next.sentence

    @property
    def url(self):
        return self.next.url

    @property
    def other_name(self):
        return self.other.full_name

    @property
    def due_text(self):
        return self.due.text

    @property
    def due_day(self):
        return self.due.chosen_on

    @property
    def leads_team(self):
        """On a proposal, for who decides: the own team that the other one leads."""
        return self.other.leads_team if self.is_teacher and self.lesson.stage == Stage.PROPOSED else None

    @property
    def voices(self):
        """In which voice one reads this, and the name of who else takes part."""
        name = self.other.short_name if self.other else ""
        return Voice.TEACHER if self.is_teacher else Voice.COACH, name

    @property
    def visit_url(self):
        return address("visit", self.lesson.pk)

    @property
    def writing_url(self):
        """The page where this person can write now; empty on a proposal, and once the own account is
        ready."""
        voice = Voice.TEACHER if self.is_teacher else Voice.COACH
        can_write = self.lesson.stage in RECORDING and not self.lesson.is_ready(voice)
        return address("look_back" if self.is_teacher else "look", self.lesson.pk) if can_write else ""

    @property
    def preparation_url(self):
        return f"{self.visit_url}#preparation"

    @property
    def pulse(self):
        """The pulse of a lesson of today, for who may ask its students; else None."""
        found = pulses.pulse_of(self.lesson)
        return found if pulses.may_ask(self.user, self.lesson, found) else None

    @property
    def is_current(self):
        """Once every small step was looked back on, a visit stands among the earlier ones."""
        return not self.lesson.deleted_at and self.lesson.stage != Stage.LOOKED_BACK

    @property
    def is_today(self):
        return is_today(self.lesson)

    @property
    def is_over(self):
        return self.lesson.until <= timezone.now()

    @property
    def leads(self):
        """An agreed lesson of today that is still to come or going on: it stands on top, whoever's turn it
        is."""
        return self.is_today and self.next.phase in TODAYS | {ASKED, LOOKING} and not self.is_over

    @property
    def tells_afterwards(self):
        """Its heading says who looks along today, and its last line what comes after: the sentence would say
        both twice."""
        return self.next.phase == TODAY and self.leads and not self.lesson.awaits_coach

    @property
    def is_tomorrow(self):
        return self.day.date() == timezone.localdate() + timedelta(days=1)

    @property
    def distance(self):
        return abs(self.lesson.start - timezone.now())


def with_people(lessons, user):
    """Their people come in one query of their own: many visits, few people."""
    if not lessons:
        return []
    ids = {pk for row in lessons for pk in (row.teacher_id, row.coach_id, row.declined_by_id) if pk}
    return along(lessons, {person.pk: person for person in people(user, list(ids), timezone.localdate())})


def of_these(question, rows):
    """Of no rows nothing is asked: building the question takes longer than its answer."""
    return question([row.pk for row in rows]) if rows else []


def along(lessons, people):
    """The visits with these people, with their steps once they are open, and with their accounts before."""
    opened = [row for row in lessons if row.opened_at]
    ahead = [row for row in lessons if not row.opened_at and not row.cancelled_at]
    attach(ahead, "current", of_these(access.accounts_of, ahead), "lesson")
    attach(opened, "chosen_steps", of_these(steps_of, opened), "lesson")
    for lesson in lessons:
        lesson.teacher, lesson.coach = people[lesson.teacher_id], people.get(lesson.coach_id)
        lesson.declined_by = people.get(lesson.declined_by_id)
    return lessons


def with_offers(rows):
    """Those of a coach who is asked, with the other lessons of which one may be chosen."""
    asked = [row.lesson for row in rows if row.next.phase in (ASKED, ASKED_LATE)]
    attach(asked, "also_offered", of_these(offers.offered_with, asked), "lesson")
    return rows


class StartPage:
    """Rows by whose turn it is. `first` is the very next thing."""

    def __init__(self, user):
        self.user = user
        self.found = [Row(lesson, user) for lesson in with_people(current(user), user)]
        self.deleted = [row for row in self.found if row.lesson.deleted_at]
        self.rows = [row for row in self.found if row.is_current]
        self.first = self.leading()
        rest = [row for row in self.rows if row is not self.first]
        self.waiting = [row for row in rest if row.next.is_yours]
        self.others = [row for row in rest if not row.next.is_yours]
        soon = timezone.now() + SOON
        self.to_keep = [row.writing_url for row in self.rows if row.writing_url and row.lesson.start < soon]
        self.former = former_accounts(user)
        self.changes = following.changes(user, [row.lesson for row in self.rows])
        with_offers(self.rows)

    @property
    def looks_along(self):
        """A coach, or a colleague who was asked once."""
        return any(not row.is_teacher for row in self.rows)

    @cached_property
    def is_new(self):
        """Never had a visit. Asked only where there is none to show."""
        return not (self.rows or self.deleted or self.former or access.visits_of(self.user).exists())

    def leading(self):
        """A lesson of today before it is over; else, of what waits for this person, the lesson nearest to
        now; else what was today."""
        today = [row for row in self.rows if row.is_today and not row.lesson.cancelled_at]
        yours = [row for row in self.rows if row.next.is_yours]
        to_come = [row for row in today if row.leads]
        return min(to_come or yours or today, key=lambda row: row.distance, default=None)
