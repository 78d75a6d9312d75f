"""What comes after opening: additions, what the two worked out, and the small steps."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checklists.models import Item, Suggestion, Theme
from people.compiled import compiled
from people.models import Language

MAX_STEPS = 3
MAX_STEP_TEXT = 500  # characters
MAX_STOPS = 2
MAX_CORE = 500  # characters: one sentence


MAX_ADDITIONS = 300  # to one visit: likewise more than two people say


class Addition(models.Model):
    """What is said after opening: the accounts themselves are frozen then."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        CONTEXT = "context", _("context")
        CORRECTION = "correction", _("correction")
        LATE = "late", _("came in later")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="additions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    moment = models.ForeignKey(
        "observations.Moment", models.CASCADE, null=True, blank=True, related_name="additions"
    )
    theme = models.CharField(max_length=12, choices=Theme, blank=True)  # a need as a whole
    text = models.TextField()
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(name="addition_points_to_one_thing", condition=Q(item=None) | Q(moment=None)),
            models.CheckConstraint(name="addition_points_to_nothing_beside_its_need", condition=Q(theme="") | Q(item=None, moment=None)),
            models.CheckConstraint(name="addition_theme_is_known", condition=Q(theme__in=["", *Theme.values])),
            models.CheckConstraint(name="addition_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="addition_kind_is_known", condition=Q(kind__in=["reply", "context", "correction", "late"])),
        ]  # fmt: skip


class Talk(models.Model):
    """What the two worked out together after opening; it never leaves the pair. One row, read along with the
    visit."""

    ELSE = "else"  # the key of the stop in own words
    UNKNOWN = "unknown"  # which question of students was at work: an answer like the others (evidence.md 2.1)

    lesson = models.OneToOneField("observations.Lesson", models.CASCADE, related_name="talk")
    meanings = models.JSONField(
        default=dict,
        help_text=_("What a signal may have meant, as a guess: keys of both. No key is *we don’t know*."),
    )
    patterns = models.JSONField(default=list, help_text=_("Keys of the patterns that may fit."))
    notes = models.JSONField(
        default=dict, help_text=_("What the two wrote down while they talked, by stop: text and language.")
    )
    # what the teacher wants to talk about: keys of stops, or in own words, which count as one of the two
    first_stop = models.CharField(max_length=60, blank=True)
    second_stop = models.CharField(max_length=60, blank=True)
    something_else = models.CharField(max_length=200, blank=True)
    else_lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    chosen_at = models.DateTimeField(null=True, blank=True)  # perhaps nothing but the learning question
    # what it came down to, in one sentence, and which need's question was at work in students, as a guess
    core = models.CharField(max_length=MAX_CORE, blank=True)
    core_need = models.CharField(max_length=12, blank=True)
    core_lang = models.CharField(max_length=2, choices=Language, default=Language.NL)

    class Meta:
        constraints = [
            models.CheckConstraint(name="at_most_two_stops", condition=Q(second_stop="") | Q(something_else="") & ~Q(first_stop="")),
            models.CheckConstraint(name="two_stops_differ", condition=Q(second_stop="") | ~Q(first_stop=F("second_stop"))),
            models.CheckConstraint(name="stops_are_chosen", condition=Q(chosen_at__isnull=False) | Q(first_stop="", second_stop="", something_else="")),
            models.CheckConstraint(name="core_need_is_known", condition=Q(core_need__in=["", *Theme.values, "unknown"])),
        ]  # fmt: skip

    @property
    def stops(self):
        """The keys of what the teacher chose, in their order."""
        chosen = (self.first_stop, self.second_stop, self.ELSE if self.something_else else "")
        return [key for key in chosen if key]


class StepQuerySet(models.QuerySet):
    def still_open_for(self, lesson):
        """What this teacher took along from earlier visits and has not tried yet: the next visit begins
        there."""
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
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="steps")
    slot = models.PositiveSmallIntegerField()
    suggestion = models.ForeignKey(Suggestion, models.PROTECT, null=True, blank=True, related_name="+")
    situation = models.CharField(max_length=200, blank=True)  # if …, in own words
    text = models.CharField(
        max_length=MAX_STEP_TEXT, blank=True
    )  # then …; without a situation the whole step
    seen_by = models.CharField(max_length=300, blank=True)  # where it shows at students
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
        indexes = [models.Index(fields=["look_back_on"], name="steps_by_their_day")]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "slot"], name="a_slot_once_in_the_steps"),
            models.CheckConstraint(name="at_most_three_steps", condition=Q(slot__gte=1, slot__lte=MAX_STEPS)),
            models.CheckConstraint(name="a_step_has_one_wording", condition=Q(suggestion=None) ^ Q(text="")),
            models.CheckConstraint(name="a_situation_is_of_own_words", condition=Q(situation="") | ~Q(text="")),
            models.CheckConstraint(name="step_result_is_known", condition=Q(result__in=["", "tried", "adapted", "not_yet"])),
            models.CheckConstraint(name="a_result_is_looked_back_on", condition=Q(result="") | Q(looked_back_at__isnull=False)),
        ]  # fmt: skip

    @property
    def wording(self):
        """The step as one sentence; in own words with the moment it is for, in the language they were written
        in."""
        if self.suggestion_id:
            return self.suggestion.text
        if not self.situation:
            return self.text
        with translation.override(self.lang):
            return gettext("If {situation}, then {text}").format(situation=self.situation, text=self.text)


@compiled
def steps_of(lesson: uuid.UUID):
    return Step.objects.filter(lesson=lesson)
