"""The visit itself: what was agreed, what happened to it, and the stage that is read from these facts."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from checklists.editions import WithOwn, content_of
from checklists.models import Edition, Item
from observations.models.accounts import Voice
from observations.models.coaches import CoachKey
from observations.models.keys import LedgerEntry
from observations.models.opened import MAX_STEPS, Step, Talk, steps_of
from observations.models.own import own_points_of
from observations.models.querysets import A_DAY, A_WEEK, LessonQuerySet, VisitManager
from observations.models.timed import Timed
from people.models import Language, Team
from people.names import NameField

TOLD = ("subject", "group", "place")  # beside the moment, what both of a visit go by
LENS_SIZE = 6  # one whole need fits (evidence.md 2.1)


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


class Lesson(Timed, models.Model):
    """A lesson that someone visits, or that a teacher looks back on alone (no coach). With `practice` it is
    no lesson: its `teacher` is who practises, alone, in that voice, and no team, coach or opening belongs to
    it (docs/adr/0022)."""

    DEVELOPMENT = "development"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # agreed when planning
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lessons")
    coach = CoachKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="visits")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="lessons")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="lessons")
    subject = NameField(_("subject"), max_length=120)
    group = NameField(_("group"), max_length=60)
    place = NameField(_("room"), max_length=60, blank=True)
    start = models.DateTimeField()
    end = models.DateTimeField(null=True, blank=True)
    is_flash = models.BooleanField(_("flash visit"), default=False)
    message = models.CharField(_("message"), max_length=500, blank=True)
    language = models.CharField(
        _("language of the report"), max_length=2, choices=Language, default=Language.NL
    )
    practice = models.CharField(max_length=7, choices=Voice, blank=True, editable=False)
    purpose = models.CharField(max_length=20, default=DEVELOPMENT, editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # from the teacher, before the lesson
    learning_question = models.CharField(_("learning question"), max_length=500, blank=True)
    question_lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    question_revision = models.PositiveIntegerField(default=0)
    has_own_points = models.BooleanField(default=False, db_default=False, editable=False)  # or had
    # what happened to it
    accepted_at = models.DateTimeField(null=True, blank=True)
    coach_accepted_at = models.DateTimeField(null=True, blank=True)
    # who was asked and said no, until the teacher chose how to go on; then nothing is kept of it
    declined_by = CoachKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
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

    objects = VisitManager()
    with_practice = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        indexes = [
            models.Index(fields=["teacher", "start"], name="lessons_of_a_teacher"),
            models.Index(fields=["coach", "start"], name="visits_of_a_coach"),
            # what the hourly work looks for among all visits: a handful of rows (to_forget, had_its_week)
            models.Index(
                fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="visits_that_were_deleted"
            ),
            models.Index(fields=["created_at"], condition=~Q(practice=""), name="practice_by_its_age"),
        ]
        constraints = [
            models.CheckConstraint(name="coach_is_not_the_teacher", condition=~Q(coach=F("teacher"))),
            models.CheckConstraint(name="lesson_ends_after_it_starts", condition=Q(end=None) | Q(end__gt=F("start"))),
            models.CheckConstraint(name="purpose_is_development", condition=Q(purpose="development")),
            models.CheckConstraint(name="only_an_accepted_visit_opens", condition=Q(opened_at=None) | Q(accepted_at__isnull=False)),
            models.CheckConstraint(name="cancelled_is_never_open", condition=Q(opened_at=None) | Q(cancelled_at=None)),
            models.CheckConstraint(name="cancelled_by_someone", condition=Q(cancelled_at=None, cancelled_by=None) | Q(cancelled_at__isnull=False, cancelled_by__isnull=False)),
            models.CheckConstraint(name="alone_means_no_coach", condition=Q(alone_at=None) | Q(coach=None)),
            models.CheckConstraint(name="only_a_coach_says_the_coachs_yes", condition=Q(coach_accepted_at=None) | Q(coach__isnull=False)),
            models.CheckConstraint(name="who_said_no_is_not_the_coach", condition=Q(declined_by=None) | Q(coach=None, alone_at=None, opened_at=None, cancelled_at=None)),
            models.CheckConstraint(name="who_looked_along_said_yes", condition=Q(opened_at=None) | Q(coach=None) | Q(coach_accepted_at__isnull=False)),
            models.UniqueConstraint(fields=["teacher", "practice"], condition=~Q(practice=""), name="one_practice_per_voice"),
            models.CheckConstraint(name="practice_is_ones_own", condition=Q(practice="", team__isnull=False) | Q(practice__in=Voice.values, team=None, coach=None, opened_at=None, students_asked_at=None)),
            models.CheckConstraint(name="students_are_asked_before_they_are_heard", condition=Q(students_heard_at=None) | Q(students_asked_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.subject}, {self.group}"

    @property
    def content(self):
        """The edition this visit looks with, from memory, and what its teacher asked in own words."""
        return self._with_own if self.has_own_points else content_of(self.edition_id)

    @cached_property
    def _with_own(self):
        return WithOwn(content_of(self.edition_id), lambda: [row.as_item() for row in self.own_words])

    @cached_property
    def own_rows(self):
        return own_points_of([self.pk]) if self.has_own_points else []

    @property
    def own_words(self):
        """The points that the teacher asks in own words."""
        return [row for row in self.own_rows if row.text]

    @cached_property
    def accounts(self):
        """The accounts that count, by voice; without those set aside."""
        rows = self.current if hasattr(self, "current") else self.observations.filter(set_aside_at=None)
        return {row.voice: row for row in rows}

    @property
    def facts(self):
        """What both go by: who changes one of these has it told to the other."""
        return (self.start, self.end, *(getattr(self, name) for name in TOLD))

    @property
    def together(self):
        """What the two worked out; an empty one where they have not yet."""
        return self.talk if hasattr(self, "talk") else Talk(lesson=self)

    @cached_property
    def chosen_steps(self):
        if "steps" in getattr(self, "_prefetched_objects_cache", ()):
            return list(self.steps.all())
        found = steps_of(self.pk)
        for step in found:
            step.lesson = self
        return found

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
    def was_read(self):
        """Somebody outside the pair read a part on the screen, which leaves no paper (docs/adr/0027)."""
        return self.ledger.filter(what=LedgerEntry.What.READ).exists()

    @property
    def gone_at(self):
        """When practice goes by itself."""
        return self.created_at + A_WEEK if self.practice else None

    @property
    def is_gone(self):
        return bool(self.practice) and self.gone_at <= timezone.now()

    @property
    def day_begins(self):
        """In the zone of the school."""
        return timezone.localtime(self.start).replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def is_ahead(self):
        """Its day has not come."""
        return timezone.now() < self.day_begins

    def asks_first(self, voice):
        """Before its day: is this practice, or really the lesson? Until its person said so, or wrote."""
        account = self.accounts.get(voice)
        return not (account and (account.brought_forward_at or account.is_begun)) and self.is_ahead

    @property
    def has_coach(self):
        return self.coach_id is not None

    @property
    def awaits_coach(self):
        """The coach was asked and has not answered. Nobody waits for it: all goes on meanwhile."""
        return self.has_coach and not self.coach_accepted_at and not self.cancelled_at

    @property
    def is_declined(self):
        """Who was asked said no, and the teacher has not chosen yet how to go on."""
        return self.declined_by_id is not None

    def coach_says_yes(self):
        """In words, or by looking along. The first yes is the yes; it is to one lesson."""
        if self.awaits_coach:
            self.coach_accepted_at = timezone.now()
            self.save(update_fields=["coach_accepted_at"])
            self.offered.let_go()

    @property
    def is_lens_closed(self):
        """Closes at the first entry in the coach's voice; without a coach, at the teacher's first look-back
        entry."""
        account = self.accounts.get(Voice.COACH if self.has_coach else Voice.TEACHER)
        return bool(account and account.is_begun)

    @property
    def is_begun(self):
        """Somebody wrote an account, or students were asked: it can be neither moved nor cancelled away."""
        return bool(self.students_asked_at) or any(account.is_begun for account in self.accounts.values())

    def is_ready(self, voice):
        account = self.accounts.get(voice)
        return bool(account and account.ready_at)

    def other(self, user):
        """The other one of the two, or None where somebody looks back alone."""
        return self.coach if user.pk == self.teacher_id else self.teacher

    def title_for(self, user):
        """What one of its people calls it, on every page: with whom, and which subject."""
        other = self.other(user)
        return f"{other.name or capfirst(other.full_name)}, {self.subject}" if other else self.subject

    def voice_of(self, user):
        """In which voice this person speaks here; None for anyone else."""
        if self.practice:
            return Voice(self.practice) if user.pk == self.teacher_id else None
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
