"""The students' voice about one lesson. Only counts are kept: no row, time, address or order tells of one
student.

Opened means that there is a code and a moment of closing; closed, that this moment has passed. A closed pulse
never reopens.
"""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Item, Kind
from observations.models import Lesson
from people.models import Language

FLOOR = 5  # fewer answers show nothing but their number (evidence.md 4.4)
TEXT_FLOOR = 10  # from here open answers are shown, and numbers need no warning (evidence.md 4.4)
MOST = 400  # answers to one pulse: more than any class, so that nobody can flood it
MAX_STUDENT_TEXT = 300  # characters
SIGNS = "2345679CDFGHJKMNPQRTVWXYZ"  # no vowels, so no words; no sign that looks like another
CODE_LENGTH = 6


class Choice(models.TextChoices):
    """How a student answers one sentence; the words of it are the edition's (evidence.md 2.10)."""

    YES = "yes", _("yes")
    MOSTLY = "mostly", _("mostly")
    LITTLE = "little", _("a little")
    NO = "no", _("no")
    SKIP = "skip", _("rather not say")


class Duration(models.IntegerChoices):
    """Minutes until a pulse closes by itself."""

    QUARTER = 15, _("after a quarter of an hour")
    HOUR = 60, _("after an hour")
    HALF_DAY = 240, _("after four hours")


class PulseQuerySet(models.QuerySet):
    def by_code(self, typed):
        """The pulse that students reach with this code, however it was typed; None for none."""
        return self.select_related("lesson").filter(code=tidy_code(typed), lesson__deleted_at=None).first()

    def to_settle(self):
        """Closed, and still with what nobody may ever read (actions.settle)."""
        return self.filter(closes_at__lte=timezone.now(), is_settled=False)


class Pulse(models.Model):
    """What students are asked about one lesson, how long, and how often each answer was given: one row
    (docs/adr/0009)."""

    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="pulse")
    chosen = models.JSONField(default=list, help_text=_("Keys of what is asked besides the core sentences."))
    opener = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The coach who may open it too; a next coach may not."),
    )
    # what students read before they answer: who may read the numbers (templates/pulse/answer.html)
    colleagues_may_read = models.BooleanField(
        default=False, help_text=_("The team or its lead, under a key of the teacher.")
    )
    told_coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The coach who was in the lesson; a next coach never reads them."),
    )
    minutes = models.PositiveSmallIntegerField(choices=Duration, default=Duration.QUARTER)
    code = models.CharField(max_length=CODE_LENGTH, null=True, blank=True, unique=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    answers = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(
        default=dict,
        help_text=_(
            "How often each answer was given, by sentence; all of them from opening on, so that no order tells who came first."
        ),
    )
    tickets = models.JSONField(
        default=list,
        help_text=_(
            "Random numbers of pages that were sent, so that one sent twice counts once. Gone after closing."
        ),
    )
    is_settled = models.BooleanField(
        default=False, help_text=_("Closed, and what nobody may ever read is gone.")
    )
    present = models.PositiveSmallIntegerField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    # what the teacher says to the class afterwards
    heard = models.TextField(blank=True)
    try_next = models.TextField(blank=True)
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)

    objects = PulseQuerySet.as_manager()

    class Meta:
        indexes = [
            # a handful among all pulses (to_settle)
            models.Index(fields=["is_settled", "closes_at"], name="pulses_to_settle")
        ]
        constraints = [
            models.CheckConstraint(name="an_open_pulse_has_a_code_and_an_end", condition=Q(code=None, closes_at=None) | Q(code__isnull=False, closes_at__isnull=False)),
            models.CheckConstraint(name="only_an_open_pulse_is_answered", condition=Q(answers=0) | Q(code__isnull=False)),
            models.CheckConstraint(name="no_more_answers_than_fit", condition=Q(answers__lte=MOST)),
            models.CheckConstraint(name="no_more_answers_than_students", condition=Q(present=None) | Q(present__gte=F("answers"))),
            models.CheckConstraint(name="only_an_asked_class_is_released", condition=Q(released_at=None) | Q(code__isnull=False)),
        ]  # fmt: skip

    @property
    def is_opened(self):
        return self.closes_at is not None

    @property
    def is_closed(self):
        return self.is_opened and self.closes_at <= timezone.now()

    @property
    def is_running(self):
        return self.is_opened and not self.is_closed

    @property
    def is_due(self):
        return self.is_closed and not self.is_settled

    @property
    def is_full(self):
        return self.answers >= MOST

    @property
    def has_enough(self):
        return self.answers >= FLOOR

    @property
    def sentences(self):
        """The sentences with five answers: the core ones and those that were chosen."""
        return [
            item for item in self.lesson.content.of(Kind.PULSE) if item.default or item.key in self.chosen
        ]

    @property
    def asks_anything(self):
        """Whether the list of the visit has something for students."""
        content = self.lesson.content
        return bool(content.of(Kind.PULSE) or content.of(Kind.PULSE_OPEN))

    @property
    def questions(self):
        """The open questions that were chosen."""
        return [item for item in self.lesson.content.of(Kind.PULSE_OPEN) if item.key in self.chosen]


class PulseText(models.Model):
    """What one student wrote. All texts of a pulse are written anew, in another order, with every answer
    (actions.add_texts)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="texts")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    text = models.TextField()
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="a_pulse_text_says_something", condition=~Q(text=""))]


def new_code():
    """A code that no pulse has, in signs that can be read from the back of a room."""
    while True:
        code = "".join(secrets.choice(SIGNS) for _sign in range(CODE_LENGTH))
        if not Pulse.objects.filter(code=code).exists():
            return code


def tidy_code(typed):
    """The code as it is kept: typed in small letters, with spaces or a dash, it is the same code."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
