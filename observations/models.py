"""One lesson visit and what its people recorded. Facts are columns; the stage is read from them, never stored twice."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from checklists.models import Edition, Extent, Item, Kind, Mark, Suggestion, Theme, content_of
from people.models import Language, Membership, Team

A_DAY = timedelta(hours=24)  # between deleting a visit and forgetting it
A_LESSON = timedelta(hours=1)  # where no end was given
LENS_SIZE = 6  # one whole need fits (evidence.md 2.1)
MAX_STEPS = 3
MAX_EXAMPLES_PER_THEME = 2
MAX_TEXT = 10_000  # characters; a note is a note, and everything typed stays on the screen when it is refused


class Voice(models.TextChoices):
    TEACHER = "teacher", _("teacher")
    COACH = "coach", _("coach")


class Stage(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    PLANNED = "planned", _("planned")
    LOOKING = "looking", _("being recorded")
    WAITING_FOR_COACH = "waiting_for_coach", _("waiting for the coach")
    WAITING_FOR_TEACHER = "waiting_for_teacher", _("waiting for the teacher")
    READY = "ready", _("ready to open")
    OPEN = "open", _("open")
    LOOKED_BACK = "looked_back", _("looked back")
    CANCELLED = "cancelled", _("cancelled")


class LessonQuerySet(models.QuerySet):
    def of(self, user):
        """Visits this person is part of, as the teacher or as the coach of today."""
        return self.filter(Q(teacher=user) | Q(coach=user), deleted_at=None)

    def just_deleted(self, user):
        """Visits of this person that were deleted less than a day ago: their rows are still there, and nobody reads them."""
        return self.filter(Q(teacher=user) | Q(coach=user), deleted_at__gt=timezone.now() - A_DAY)

    def to_forget(self):
        """Deleted a day ago or longer."""
        return self.filter(deleted_at__lte=timezone.now() - A_DAY)

    def running(self):
        """Not cancelled, and not yet closed by looking back on every step."""
        steps = Step.objects.filter(lesson=OuterRef("pk"))
        return self.filter(cancelled_at=None).exclude(
            Exists(steps) & ~Exists(steps.filter(looked_back_at=None))
        )

    def overlapping(self, lesson):
        """Other visits that still stand and share time with this one."""
        until = Coalesce("end", ExpressionWrapper(F("start") + A_LESSON, DateTimeField()))
        others = self.exclude(pk=lesson.pk).filter(cancelled_at=None).alias(until=until)
        return others.filter(start__lt=lesson.until, until__gt=lesson.start)

    def with_people(self):
        return self.select_related("teacher", "coach")

    def with_accounts(self):
        """Loads the accounts that count, for all in one query; an opened visit asks for its steps itself."""
        return self.prefetch_related(
            Prefetch("observations", Observation.objects.filter(set_aside_at=None), to_attr="current")
        )


class Lesson(models.Model):
    """A lesson that someone visits, or that a teacher looks back on alone (no coach)."""

    DEVELOPMENT = "development"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # agreed when planning
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lessons")
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="visits"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="lessons")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="lessons")
    subject = models.CharField(_("subject"), max_length=120)
    group = models.CharField(_("group"), max_length=60)
    place = models.CharField(_("room"), max_length=60, blank=True)
    start = models.DateTimeField()
    end = models.DateTimeField(null=True, blank=True)
    is_flash = models.BooleanField(_("flash visit"), default=False)
    message = models.CharField(_("message"), max_length=500, blank=True)
    language = models.CharField(
        _("language of the report"), max_length=2, choices=Language, default=Language.NL
    )
    purpose = models.CharField(max_length=20, default=DEVELOPMENT, editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # from the teacher, before the lesson
    learning_question = models.CharField(_("learning question"), max_length=500, blank=True)
    question_lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    question_revision = models.PositiveIntegerField(default=0)
    # what happened to it
    accepted_at = models.DateTimeField(null=True, blank=True)
    alone_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    students_asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The students’ pulse was opened in the lesson.")
    )
    students_heard_at = models.DateTimeField(
        null=True, blank=True, help_text=_("The teacher first read what the students said.")
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        indexes = [
            models.Index(fields=["teacher", "start"], name="lessons_of_a_teacher"),
            models.Index(fields=["coach", "start"], name="visits_of_a_coach"),
        ]
        constraints = [
            models.CheckConstraint(name="coach_is_not_the_teacher", condition=~Q(coach=F("teacher"))),
            models.CheckConstraint(name="lesson_ends_after_it_starts", condition=Q(end=None) | Q(end__gt=F("start"))),
            models.CheckConstraint(name="purpose_is_development", condition=Q(purpose="development")),
            models.CheckConstraint(name="only_an_accepted_visit_opens", condition=Q(opened_at=None) | Q(accepted_at__isnull=False)),
            models.CheckConstraint(name="cancelled_is_never_open", condition=Q(opened_at=None) | Q(cancelled_at=None)),
            models.CheckConstraint(name="cancelled_by_someone", condition=Q(cancelled_at=None, cancelled_by=None) | Q(cancelled_at__isnull=False, cancelled_by__isnull=False)),
            models.CheckConstraint(name="alone_means_no_coach", condition=Q(alone_at=None) | Q(coach=None)),
            models.CheckConstraint(name="students_are_asked_before_they_are_heard", condition=Q(students_heard_at=None) | Q(students_asked_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.subject}, {self.group}"

    @property
    def content(self):
        """The edition this visit looks with, from memory."""
        return content_of(self.edition_id)

    @cached_property
    def accounts(self):
        """The accounts that count, by voice; without those set aside."""
        rows = self.current if hasattr(self, "current") else self.observations.filter(set_aside_at=None)
        return {row.voice: row for row in rows}

    @property
    def moment(self):
        """Begin and end as one text: what a person saw when saying yes."""
        return "/".join(time.isoformat() for time in (self.start, self.end) if time)

    @property
    def together(self):
        """What the two worked out; an empty one where they have not yet."""
        return self.talk if hasattr(self, "talk") else Talk(lesson=self)

    @cached_property
    def chosen_steps(self):
        return list(self.steps.all())

    @cached_property
    def taken_along(self):
        """Small steps of earlier visits that the teacher has not tried yet: this visit begins there."""
        return list(Step.objects.still_open_for(self)[:MAX_STEPS])

    @cached_property
    def stage(self):
        if self.cancelled_at:
            return Stage.CANCELLED
        if self.opened_at:
            looked_back = [step.looked_back_at for step in self.chosen_steps]
            return Stage.LOOKED_BACK if looked_back and all(looked_back) else Stage.OPEN
        return self._stage_of_recording() if self.accepted_at else Stage.PROPOSED

    def _stage_of_recording(self):
        teacher, coach = self.is_ready(Voice.TEACHER), self.is_ready(Voice.COACH)
        if teacher and coach:
            return Stage.READY
        if teacher:
            return Stage.WAITING_FOR_COACH
        if coach:
            return Stage.WAITING_FOR_TEACHER
        return Stage.LOOKING if any(row.started_at for row in self.accounts.values()) else Stage.PLANNED

    @property
    def forgotten_at(self):
        """When the rows of a deleted visit go."""
        return self.deleted_at + A_DAY

    @cached_property
    def was_downloaded(self):
        """Somebody outside the pair holds a part of it on paper."""
        return self.ledger.filter(what=LedgerEntry.What.DOWNLOADED).exists()

    @property
    def until(self):
        return self.end or self.start + A_LESSON

    @property
    def has_coach(self):
        return self.coach_id is not None

    @property
    def is_lens_closed(self):
        """Closes at the first entry in the coach's voice; without a coach, at the teacher's first look-back entry."""
        account = self.accounts.get(Voice.COACH if self.has_coach else Voice.TEACHER)
        return bool(account and account.is_begun)

    @property
    def is_begun(self):
        """Somebody wrote an account or called it ready, or students were asked: it can be neither moved nor cancelled away."""
        return bool(self.students_asked_at) or any(account.is_begun for account in self.accounts.values())

    def is_ready(self, voice):
        account = self.accounts.get(voice)
        return bool(account and account.ready_at)

    def voice_of(self, user):
        """In which voice this person speaks here; None for anyone else."""
        return {self.teacher_id: Voice.TEACHER, self.coach_id: Voice.COACH}.get(user.pk)


class LensPoint(models.Model):
    """One of the at most six points the teacher asked the coach to look at; the slot keeps them at six."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="lens")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    slot = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "item"], name="a_point_once_in_a_lens"),
            models.UniqueConstraint(fields=["lesson", "slot"], name="a_slot_once_in_a_lens"),
            models.CheckConstraint(
                name="a_lens_has_six_slots", condition=Q(slot__gte=1, slot__lte=LENS_SIZE)
            ),
        ]


class Observation(models.Model):
    """The account of one person about one lesson, in one voice. The teacher's reflection is one of these too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="observations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="observations")
    voice = models.CharField(max_length=7, choices=Voice)
    lens_shown = models.JSONField(
        null=True, blank=True, help_text=_("Keys of the lens on the page at the first entry.")
    )
    started_at = models.DateTimeField(
        null=True, blank=True, help_text=_("First entry; intentions do not count.")
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "author"], name="one_account_per_person"),
            models.UniqueConstraint(fields=["lesson", "voice"], condition=Q(set_aside_at=None), name="one_account_per_voice"),
            models.CheckConstraint(name="voice_is_known", condition=Q(voice__in=Voice.values)),
        ]  # fmt: skip

    @property
    def is_begun(self):
        """Ready is an entry like the others, also when nothing else was written."""
        return bool(self.started_at or self.ready_at)


class Entry(models.Model):
    """What answers and moments have in common: text, revision, and when."""

    revision = models.PositiveIntegerField(default=1)
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    is_example = models.BooleanField(default=False)
    noted_at = models.DateTimeField(help_text=_("The device's time; for order only."))
    received_at = models.DateTimeField()

    class Meta:
        abstract = True


class Answer(Entry):
    """One item in one account. An empty answer and a cleared one are the same: not answered."""

    TICKED = "ticked"

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=12,
        choices=Kind,
        help_text=_("The item's, copied so that the database can check the value."),
    )
    value = models.CharField(max_length=10, blank=True)
    note = models.TextField(blank=True)
    coach_may_read = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["observation", "item"], name="one_answer_per_item"),
            models.CheckConstraint(
                name="value_fits_the_kind",
                condition=Q(value="", kind__in=["point", "signal", "growth", "response", "prompt"])
                | Q(kind="point", value__in=Mark.values)
                | Q(kind__in=["signal", "growth"], value__in=Extent.values)
                | Q(kind="response", value="ticked"),
            ),
        ]

    @property
    def is_empty(self):
        return not self.value and not self.note


class Moment(Entry):
    """A time-stamped note of the coach. Its id is made in the browser, so that a repeated save is the same moment."""

    class Kind(models.TextChoices):
        SAW = "saw", _("What I saw")
        STUDENTS = "students", _("What students did")
        WONDER = "wonder", _("I wonder")
        TOLD = "told", _("A student told me (no name)")

    id = models.UUIDField(primary_key=True, editable=False)
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="moments")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    theme = models.CharField(max_length=12, choices=Theme, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            models.CheckConstraint(
                name="moment_kind_is_known", condition=Q(kind__in=["saw", "students", "wonder", "told"])
            ),
            models.CheckConstraint(name="moment_theme_is_known", condition=Q(theme__in=["", *Theme.values])),
            models.CheckConstraint(
                name="a_removed_moment_is_empty", condition=Q(deleted_at=None) | Q(text="")
            ),
        ]


class Addition(models.Model):
    """What is said after opening: the accounts themselves are frozen then."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        CONTEXT = "context", _("context")
        CORRECTION = "correction", _("correction")
        LATE = "late", _("came in later")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="additions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    moment = models.ForeignKey(Moment, models.CASCADE, null=True, blank=True, related_name="additions")
    text = models.TextField()
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(name="addition_points_to_one_thing", condition=Q(item=None) | Q(moment=None)),
            models.CheckConstraint(name="addition_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="addition_kind_is_known", condition=Q(kind__in=["reply", "context", "correction", "late"])),
        ]  # fmt: skip


class Talk(models.Model):
    """What the two worked out together after opening; it never leaves the pair. One row, read along with the visit."""

    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="talk")
    meanings = models.JSONField(
        default=dict,
        help_text=_("What a signal may have meant, as a guess: keys of both. No key is *we don’t know*."),
    )
    patterns = models.JSONField(default=list, help_text=_("Keys of the patterns that may fit."))
    notes = models.JSONField(
        default=dict, help_text=_("What the two wrote down while they talked, by stop: text and language.")
    )


class Released(models.TextChoices):
    """The parts of a visit that a teacher may give a key for (architecture: who sees what)."""

    TEACHER_ACCOUNT = "teacher_account", _("the account of the teacher")
    COACH_ACCOUNT = "coach_account", _("the account of the coach")
    STUDENTS = "students", _("the students’ voice")
    STEPS = "steps", _("the small steps")
    SENTENCE = "sentence", _("one chosen sentence")


class Audience(models.TextChoices):
    LEAD = "lead", _("the team lead")
    TEAM = "team", _("the team")


class KeyQuerySet(models.QuerySet):
    def valid(self):
        """Keys that open something today: not revoked, not past their last day, of a visit that is there and open."""
        stands = {
            "lesson__deleted_at": None,
            "lesson__cancelled_at": None,
            "lesson__opened_at__isnull": False,
        }
        return self.filter(revoked_at=None, until__gte=timezone.localdate(), **stands)

    def for_reader(self, user):
        """Those that this person may use: a member today of the visit's team, a lead for a lead's key; never on an own visit."""
        mine = user.memberships.active()
        leads = mine.filter(role=Membership.Role.LEAD).values("team")
        reach = Q(audience=Audience.TEAM, lesson__team__in=mine.values("team")) | Q(lesson__team__in=leads)
        return self.filter(reach).exclude(Q(lesson__teacher=user) | Q(lesson__coach=user))


class Key(models.Model):
    """What the teacher lets the lead or the team of the visit read of one part, until a day. None by default."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="keys")
    part = models.CharField(max_length=16, choices=Released)
    audience = models.CharField(max_length=4, choices=Audience)
    until = models.DateField(help_text=_("The last day on which it opens something."))
    given_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "part"], condition=Q(revoked_at=None), name="one_key_per_part"),
            models.CheckConstraint(name="key_part_is_known", condition=Q(part__in=Released.values)),
            models.CheckConstraint(name="key_audience_is_known", condition=Q(audience__in=Audience.values)),
        ]  # fmt: skip

    @property
    def is_valid(self):
        return self.revoked_at is None and self.until >= timezone.localdate()


class LedgerEntry(models.Model):
    """What happened with a key: given, revoked, and who downloaded what. For the teacher."""

    class What(models.TextChoices):
        GAVE = "gave", _("gave a key")
        REVOKED = "revoked", _("revoked a key")
        DOWNLOADED = "downloaded", _("downloaded")

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="ledger")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    parts = models.JSONField(default=list)
    audience = models.CharField(max_length=4, choices=Audience, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def part_names(self):
        return ", ".join(str(Released(part).label) for part in self.parts)


class StepQuerySet(models.QuerySet):
    def still_open_for(self, lesson):
        """What this teacher took along from earlier visits and has not tried yet: the next visit begins there."""
        mine = self.filter(lesson__teacher=lesson.teacher_id, lesson__deleted_at=None)
        earlier = mine.filter(lesson__opened_at__isnull=False, lesson__start__lt=lesson.start)
        not_tried = Q(looked_back_at=None) | Q(result="not_yet")
        return earlier.filter(not_tried).select_related("suggestion").order_by("-lesson__start", "slot")


class Step(models.Model):
    """A small, deliberate choice to try: from the bank or in own words, with a day to look back."""

    class Result(models.TextChoices):
        TRIED = "tried", _("tried")
        ADAPTED = "adapted", _("tried in another way")
        NOT_YET = "not_yet", _("not yet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="steps")
    slot = models.PositiveSmallIntegerField()
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=500, blank=True)
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    look_back_on = models.DateField(null=True, blank=True)
    looked_back_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=8, choices=Result, blank=True)
    outcome = models.TextField(blank=True)
    outcome_lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    created_at = models.DateTimeField(default=timezone.now)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "slot"], name="a_slot_once_in_the_steps"),
            models.CheckConstraint(name="at_most_three_steps", condition=Q(slot__gte=1, slot__lte=MAX_STEPS)),
            models.CheckConstraint(name="a_step_has_one_wording", condition=Q(suggestion=None) ^ Q(text="")),
            models.CheckConstraint(name="step_result_is_known", condition=Q(result__in=["", "tried", "adapted", "not_yet"])),
            models.CheckConstraint(name="a_result_is_looked_back_on", condition=Q(result="") | Q(looked_back_at__isnull=False)),
        ]  # fmt: skip

    @property
    def wording(self):
        return self.suggestion.text if self.suggestion_id else self.text
