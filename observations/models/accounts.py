"""The account of one person about one lesson: answers and moments."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checklists.models import Extent, Item, Kind, Mark, Theme, When
from people.models import Language

MAX_EXAMPLES_PER_THEME = 2
# of one account: one every ten seconds of a lesson; what has no end stops a server when it is printed
MAX_MOMENTS = 300
MAX_TEXT = 10_000  # characters; a note is a note, and everything typed stays on the screen when it is refused


class Voice(models.TextChoices):
    TEACHER = "teacher", _("teacher")
    COACH = "coach", _("coach")


class Observation(models.Model):
    """The account of one person about one lesson, in one voice. The teacher's reflection is one of these
    too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="observations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="observations")
    voice = models.CharField(max_length=7, choices=Voice)
    lens_shown = models.JSONField(
        null=True, blank=True, help_text=_("Keys of the lens on the page at the first entry.")
    )
    started_at = models.DateTimeField(
        null=True, blank=True, help_text=_("First entry; intentions do not count.")
    )
    brought_forward_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Before the lesson’s day its author said: this is really the lesson."),
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    # the visit as its author knew it when the account was set aside: what became of it since is not theirs to
    # read
    was_subject = models.CharField(max_length=120, blank=True)
    was_group = models.CharField(max_length=60, blank=True)
    was_start = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "author"], name="one_account_per_person"),
            models.UniqueConstraint(fields=["lesson", "voice"], condition=Q(set_aside_at=None), name="one_account_per_voice"),
            models.CheckConstraint(name="voice_is_known", condition=Q(voice__in=Voice.values)),
            models.CheckConstraint(name="set_aside_as_it_was", condition=Q(set_aside_at=None, was_subject="", was_group="", was_start=None) | Q(set_aside_at__isnull=False, was_start__isnull=False)),
        ]  # fmt: skip

    @property
    def is_begun(self):
        """An empty account closes nothing of the other, also when it was called ready."""
        return bool(self.started_at)

    @property
    def is_empty(self):
        """Nothing stands in it, or no more; what a teacher intended beforehand is no account of the
        lesson."""
        said = self.answers.exclude(value="", note="").exclude(item__when=When.BEFORE)
        return not said.exists() and not self.moments.filter(deleted_at=None).exists()


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
    """A time-stamped note of the coach. Its id is made in the browser, so that a repeated save is the same
    moment."""

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
