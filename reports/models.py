"""What a team may read of itself: closed periods, and for each one mirror that is made once and never
again."""

import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from observations.models import Step
from people import traces
from people.models import Language, Membership, School, Team

SHORTEST = timedelta(days=28)
KEPT = timedelta(hours=24)  # how long a bundle can be downloaded
BEGUN = _("A period begins today or later, and does not change once it has begun.")
LOST = timedelta(
    minutes=10
)  # after so long without a word its worker is gone; one PDF of thirty visits takes a minute or two


def between(first, last):
    first, last = (date_format(day, "j F Y") for day in (first, last))
    return gettext("{first} up to and including {last}").format(first=first, last=last)


class PeriodQuerySet(models.QuerySet):
    def to_mirror(self):
        """Over, perhaps: which day it is where the school stands, the school's clock tells."""
        latest = timezone.localdate(timezone=ZoneInfo("Etc/GMT-14"))  # the first to have a new day
        return self.filter(is_mirrored=False, end__lt=latest).select_related("school")


class Period(models.Model):
    """A stretch of time of a school; a mirror is made of it the day after it ends. Periods of a school share
    no day."""

    school = models.ForeignKey(School, models.PROTECT, related_name="periods", verbose_name=_("school"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    is_mirrored = models.BooleanField(default=False, editable=False)  # every mirror of it is made

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        indexes = [models.Index(fields=["is_mirrored", "end"], name="periods_to_mirror")]
        verbose_name = _("period for team mirrors")
        verbose_name_plural = _("periods for team mirrors")
        constraints = [
            models.CheckConstraint(name="a_period_ends_after_it_begins", condition=Q(end__gt=F("start"))),
            models.UniqueConstraint(fields=["school", "start"], name="periods_begin_on_different_days"),
        ]

    def __str__(self):
        return between(self.start, self.end)

    @property
    def mirror_day(self):
        """When its mirror is made."""
        return self.end + timedelta(days=1)

    @property
    def has_begun(self):
        return self.start <= self.school.today

    def clean(self):
        """Two periods that share a day would let somebody subtract one mirror from the other, and borders
        that are chosen when the lessons are known pick lessons out (evidence.md 4.4)."""
        if not (self.start and self.end and self.school_id):
            return
        before = Period.objects.filter(pk=self.pk).first()
        if self.start < self.school.today or (before and before.has_begun):
            raise ValidationError({"start": BEGUN})
        if self.end - self.start < SHORTEST:
            raise ValidationError({"end": _("A period is four weeks or longer.")})
        shared = Period.objects.filter(school=self.school_id, start__lte=self.end, end__gte=self.start)
        if shared.exclude(pk=self.pk).exists():
            words = _("This period shares a day with another one. Periods follow each other.")
            raise ValidationError({"start": words})


class Mirror(models.Model):
    """What a team shared in one period, as counts in which nobody can be recognised; empty where it was too
    little for that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="mirrors")
    period = models.ForeignKey(Period, models.PROTECT, related_name="mirrors")
    made_on = models.DateField()
    # {"points": {item id: lessons}, "steps": {suggestion id: lessons}}, or {}
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-period__start"]
        constraints = [
            models.UniqueConstraint(fields=["team", "period"], name="one_mirror_per_team_and_period")
        ]


class MirrorSentence(models.Model):
    """A sentence that a teacher chose to share; its random key is its place. It goes when the teacher deletes
    the visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mirror = models.ForeignKey(Mirror, models.CASCADE, related_name="sentences")
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="mirror_sentences")
    text = models.TextField()
    lang = models.CharField(max_length=2, choices=Language)

    class Meta:
        ordering = ["id"]


class BundleQuerySet(models.QuerySet):
    def of(self, user, on=None, since=None):
        """Those that this person asked for, not longer than a day ago; all reports of a team only while in
        that team."""
        mine = Membership.objects.active(on).filter(user=user).values("team")
        found = self.filter(Q(team=None) | Q(team__in=mine), reader=user)
        return found.filter(asked_at__gt=since or timezone.now() - KEPT)

    def expired(self):
        return self.filter(asked_at__lte=timezone.now() - KEPT)

    @transaction.atomic(savepoint=False)
    def delete(self):
        """Its words go from the files of the database as well."""
        number, by_table = super().delete()
        if number:
            traces.leave(self.model._meta.db_table, Piece._meta.db_table)
        return number, by_table

    delete.alters_data = True
    delete.queryset_only = True


class Bundle(models.Model):
    """A file that somebody asked for and that is printed outside the request: all reports of a team between
    two days that this reader held keys for, or the report of one visit that is too long to wait for. It lives
    for a day (docs/adr/0012, 0015)."""

    class Kind(models.TextChoices):
        ZIP = "zip", _("separate files (ZIP)")
        ONE = "one", _("one PDF")
        REPORT = "report", _("the report of one visit")
        OWN = "own", _("everything of one's own")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bundles")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="+")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    # of a file from before one chose days; it lives for a day, and nothing reads this any more
    period = models.ForeignKey(Period, models.CASCADE, null=True, related_name="+")
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, null=True, related_name="papers")
    with_private = models.BooleanField(default=False)
    kind = models.CharField(max_length=6, choices=Kind)
    language = models.CharField(max_length=2, choices=Language)
    asked_at = models.DateTimeField(default=timezone.now)
    # while it is made
    alive_at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    # once it is there
    finished_at = models.DateTimeField(null=True)
    file = models.BinaryField(null=True)
    parts = models.JSONField(default=dict)  # {visit id: the parts of it that are inside}
    steps = models.JSONField(default=list)  # ids of the small steps that are inside
    failed = models.JSONField(default=list)  # ids of visits whose report could not be printed
    said = models.CharField(max_length=64, default="")  # of one report: a digest of all that it says

    objects = BundleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="bundles_by_their_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "team", "kind", "first", "last"], name="one_file_of_the_same_days"
            ),
            models.UniqueConstraint(fields=["reader", "lesson"], name="one_paper_of_a_visit"),
            models.CheckConstraint(
                name="bundle_is_of_days_or_a_visit",
                condition=Q(kind__in=["zip", "one"], team__isnull=False, lesson=None)
                & Q(first__isnull=False, last__isnull=False, first__lte=F("last"))
                | Q(kind="report", team=None, first=None, last=None, lesson__isnull=False)
                | Q(kind="own", team=None, first=None, last=None, lesson=None),
            ),
            models.UniqueConstraint(fields=["reader"], condition=Q(kind="own"), name="one_file_of_ones_own"),
        ]

    def __str__(self):
        if self.kind == self.Kind.OWN:
            return self.get_kind_display()
        return str(self.lesson) if self.lesson else f"{self.team.name}, {self.days}"

    def delete(self, *args, **kwargs):
        return type(self).objects.filter(pk=self.pk).delete()

    @property
    def days(self):
        return between(self.first, self.last)

    @property
    def until(self):
        return self.asked_at + KEPT

    @property
    def quarters(self):
        """How far it is, too roughly to count what is in it."""
        return self.done * 4 // self.total if self.total else 0

    @property
    def is_ready(self):
        return bool(self.finished_at and self.parts)

    @property
    def is_lost(self):
        return not self.finished_at and self.alive_at < timezone.now() - LOST

    @property
    def has_all_steps(self):
        """No small step that is inside was taken away since."""
        return Step.objects.filter(pk__in=self.steps).count() == len(self.steps)

    @property
    def held(self):
        """{visit id: parts} as actions.note_downloads takes it."""
        return {uuid.UUID(lesson_id): parts for lesson_id, parts in self.parts.items()}


class Piece(models.Model):
    """One file in that of all one's own: made, kept and handed over one by one, so that no machine holds them
    all at once. Of a visit it goes with it."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="pieces")
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=300)
    file = models.BinaryField()


class WorkerQuerySet(models.QuerySet):
    def there(self, now):
        return self.filter(alive_at__gt=now - Worker.SILENT * Worker.EVERY)


class Worker(models.Model):
    """When a `manage.py db_worker` last said that it is there (hosting/working.py): a row for each, whose
    number it made itself."""

    EVERY, SILENT = timedelta(seconds=10), 4  # so many times without a word, and it is gone

    alive_at = models.DateTimeField()

    objects = WorkerQuerySet.as_manager()

    @classmethod
    def says_it_is_there(cls, number):
        cls.objects.update_or_create(pk=number, defaults={"alive_at": Now()})

    @classmethod
    def is_there(cls):
        return cls.objects.there(timezone.now()).exists()
