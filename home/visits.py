"""The visits of one person, as the start page and the list of earlier visits show them."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.functional import cached_property

from observations import access
from observations.models import LedgerEntry, Stage, Step, Voice
from observations.next import LOOKING, TODAY, TODAYS, address, is_today, whats_next
from people.models import User
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
    since, mine = timezone.now() - STAYS, access.visits_of(user)
    planned = Step.objects.filter(
        lesson__in=mine.values("pk"), looked_back_at=None, look_back_on__gt=timezone.localdate(since)
    )
    recent = Q(opened_at=None) | Q(opened_at__gt=since) | Q(pk__in=planned.order_by().values("lesson"))
    is_news = Q(start__gt=timezone.now()) | Q(cancelled_at__gt=timezone.now() - NEWS)
    called_off = Q(cancelled_at__isnull=False) & is_news & ~Q(cancelled_by=user)
    standing = mine.filter(Q(cancelled_at=None) & recent | called_off) | access.deleted_today(user)
    return listed(standing).select_related("pulse").order_by("start", "pk")


def listed(lessons):
    downloads = LedgerEntry.objects.filter(lesson=OuterRef("pk"), what=LedgerEntry.What.DOWNLOADED)
    steps = Prefetch("steps", Step.objects.select_related("suggestion"))
    lessons = lessons.with_accounts().prefetch_related(steps)
    return lessons.annotate(lens_size=Count("lens"), was_downloaded=Exists(downloads))


def former_accounts(user):
    """Accounts that were set aside: only their author can still read them."""
    return access.set_aside_accounts(user).order_by("-was_start")


class Row:
    """One visit on a page of this person. What a long list shows of it is ready here, because templates are
    slower at it."""

    def __init__(self, lesson, user):
        self.lesson, self.user, self.next = lesson, user, whats_next(lesson, user, lesson.lens_size)
        self.is_teacher = lesson.voice_of(user) == Voice.TEACHER
        self.other = lesson.coach if self.is_teacher else lesson.teacher
        self.title = lesson.title_for(user)
        self.day = timezone.localtime(lesson.start)

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
    def open_steps(self):
        """Small steps that were not looked back on yet."""
        steps = self.lesson.chosen_steps if self.lesson.opened_at else ()
        return [step for step in steps if not step.looked_back_at]

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
    def due(self):
        """The small step that is to be looked back on: its words, their language where it is not the app's,
        the day of choosing."""
        step = self.next.due
        suggestion = step and self.lesson.content.bank.get(step.suggestion_id)
        text, lang = (suggestion.text, "") if suggestion else (step and step.wording, step and step.lang)
        return {"text": text, "lang": lang, "chosen": step.created_at} if step else None

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
        return self.is_today and self.next.phase in TODAYS | {LOOKING} and not self.is_over

    @property
    def tells_afterwards(self):
        """Its heading says who looks along today, and its last line what comes after: the sentence would say
        both twice."""
        return self.next.phase == TODAY and self.leads

    @property
    def is_tomorrow(self):
        return self.day.date() == timezone.localdate() + timedelta(days=1)

    @property
    def distance(self):
        return abs(self.lesson.start - timezone.now())


def rows(lessons, user):
    """The visits as rows. Their people come in one query of their own: many visits, few people."""
    lessons = list(lessons)
    people = User.objects.leading(user).in_bulk(
        {pk for lesson in lessons for pk in (lesson.teacher_id, lesson.coach_id) if pk}
    )
    for lesson in lessons:
        lesson.teacher, lesson.coach = people[lesson.teacher_id], people.get(lesson.coach_id)
    return [Row(lesson, user) for lesson in lessons]


class StartPage:
    """Rows by whose turn it is. `first` is the very next thing."""

    def __init__(self, user):
        self.user, found = user, rows(current(user), user)
        self.deleted = [row for row in found if row.lesson.deleted_at]
        self.rows = [row for row in found if row.is_current]
        self.first = self.leading()
        rest = [row for row in self.rows if row is not self.first]
        self.waiting = [row for row in rest if row.next.is_yours]
        self.others = [row for row in rest if not row.next.is_yours]
        soon = timezone.now() + SOON
        self.to_keep = [row.writing_url for row in self.rows if row.writing_url and row.lesson.start < soon]
        self.former = list(former_accounts(user))

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
