"""A checklist, its editions, and one line per thing to look at.

An edition is frozen once it is published: visits point to it for years, and a report must read the same
later.
"""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import Language, School
from people.names import NameField


class Theme(models.TextChoices):
    """The four needs, in the fixed order of evidence.md 4.1; never sorted by result."""

    RELATEDNESS = "relatedness", _("relatedness")
    COMPETENCE = "competence", _("competence")
    AUTONOMY = "autonomy", _("autonomy")
    SAFETY = "safety", _("psychological safety")


class Kind(models.TextChoices):
    POINT = "point", _("item")
    SIGNAL = "signal", _("signal")
    GROWTH = "growth", _("sign of growth")
    RESPONSE = "response", _("response")
    PROMPT = "prompt", _("question")
    MEANING = "meaning", _("meaning")
    PULSE = "pulse", _("pulse sentence")
    PULSE_OPEN = "pulse_open", _("open pulse question")
    VISIT_CHECK = "visit_check", _("sentence about the visit")


class When(models.TextChoices):
    """At which moment of the road a prompt is asked."""

    BEFORE = "before", _("before the lesson")
    VISIT = "visit", _("during the visit")
    AFTER = "after", _("after the lesson")


# What each voice is asked about the learning question; the teacher since edition 3 (evidence.md 2.6 and 2.8).
ON_QUESTION = {"teacher": "ref.focus", "coach": "coach.focus"}


class Mark(models.TextChoices):
    """What was seen of a point; four plain words, no order of merit (evidence.md 2.2)."""

    SEEN = "seen", _("clearly")
    PARTLY = "partly", _("partly")
    NOT_SEEN = "not_seen", _("not in this lesson")
    NA = "na", _("not applicable")


class Extent(models.TextChoices):
    """With how many students a signal was seen (evidence.md 2.5)."""

    NONE = "none", _("not seen")
    FEW = "few", _("one or two students")
    MORE = "more", _("more students")


class Frozen(Exception):
    """A published edition was asked to change."""


def bilingual(field):
    """A property that reads `field_nl` or `field_en` by the active language; Dutch where English is empty."""
    return property(lambda row: getattr(row, f"{field}_{language_now()}") or getattr(row, f"{field}_nl"))


def language_now():
    return "en" if (get_language() or "").startswith("en") else "nl"


class Checklist(models.Model):
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, verbose_name=_("school"))
    key = models.SlugField(_("key"))
    name_nl = models.CharField(_("name (Dutch)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    archived_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Since then no new visit takes it; those that have it keep it.")
    )

    origin = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The first of the lists it was copied from; a key means the same in both."),
    )

    name = bilingual("name")

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="checklist_keys_differ_within_a_school"),
            models.UniqueConstraint(
                fields=["key"], condition=Q(school=None), name="shipped_checklist_keys_differ"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def family(self):
        """Within it a key is one thing: in its own editions, and in those of whatever it began as."""
        return self.origin_id or self.pk


class EditionQuerySet(models.QuerySet):
    def newest_for(self, school_id):
        """What a new visit is planned with: of each checklist the newest edition. First the school's own, and
        of those what was published last. Visits keep the one they have."""
        newer = self.model.objects.filter(published_at__isnull=False, number__gt=OuterRef("number"))
        in_use = self.published_for(school_id).filter(checklist__archived_at=None)
        found = in_use.filter(~Exists(newer.filter(checklist=OuterRef("checklist"))))
        return found.order_by(F("checklist__school").asc(nulls_last=True), "-published_at")

    def published_for(self, school_id):
        """Every edition that a visit at this school may have."""
        return (
            self.filter(
                Q(checklist__school=None) | Q(checklist__school=school_id), published_at__isnull=False
            )
            .select_related("checklist")
            .order_by("checklist__name_nl", "-number")
        )


class Edition(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    published_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text=_("Fingerprint of the file it was loaded from.")
    )
    words = models.JSONField(
        default=dict, help_text=_("Scales, needs, patterns, comparison words, labels and fixed texts.")
    )
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("What it began as; what changed is told against it."),
    )
    still_same = models.JSONField(
        default=dict,
        db_default={},
        blank=True,
        help_text=_(
            "Lines with other words of which somebody said that they are still the same: their text."
        ),
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "number"], name="edition_numbers_differ_within_a_checklist"
            )
        ]

    def __str__(self):
        return _("{name}, edition {number}").format(name=self.checklist, number=self.number)

    def save(self, *args, **kwargs):
        if not self._state.adding and Edition.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise Frozen(f"edition {self.pk} is published")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.published_at:
            raise Frozen(f"edition {self.pk} is published")
        return super().delete(*args, **kwargs)

    def publish(self):
        self.published_at = timezone.now()
        super().save(update_fields=["published_at"])


class OfEdition(models.Model):
    """A line of an edition: as frozen as the edition itself."""

    key = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField()
    text_nl = models.TextField()
    text_en = models.TextField(blank=True)
    is_off = models.BooleanField(default=False, db_default=False)  # kept, and on no page
    revision = models.PositiveIntegerField(default=0, db_default=0)  # while it is a draft (docs/offline.md)

    text = bilingual("text")

    class Meta:
        abstract = True

    def __str__(self):
        return self.key

    def save(self, *args, **kwargs):
        self._refuse_when_published()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_when_published()
        return super().delete(*args, **kwargs)

    def _refuse_when_published(self):
        if self.edition.published_at:
            raise Frozen(f"{self.key} belongs to a published edition")


class Item(OfEdition):
    """One thing to look at or to think about. `text` is the coach's wording; `self_text` the teacher's."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind)
    theme = models.CharField(max_length=12, choices=Theme, blank=True)
    when = models.CharField(max_length=6, choices=When, blank=True)
    tags = models.JSONField(default=list)
    default = models.BooleanField(default=True, help_text=_("Open without being asked for (core)."))
    self_nl = models.TextField(blank=True)
    self_en = models.TextField(blank=True)
    short_nl = models.CharField(max_length=120, blank=True)
    short_en = models.CharField(max_length=120, blank=True)
    look_for_nl = models.TextField(blank=True)
    look_for_en = models.TextField(blank=True)
    source = models.TextField(blank=True)
    coach_may_read_default = models.BooleanField(default=False)
    opens_with_account = models.BooleanField(default=True)
    phase = models.CharField(max_length=40, blank=True)
    pattern = models.CharField(max_length=20, blank=True)

    # so is what a teacher asks in own words, in one language, of one visit (observations/models/own.py)
    is_own, lang = False, ""

    self_text = bilingual("self")
    look_for = bilingual("look_for")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="item_keys_differ_within_an_edition"),
            models.CheckConstraint(name="item_theme_is_known", condition=Q(theme__in=["", *Theme.values])),
            models.CheckConstraint(name="item_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="only_a_prompt_has_a_moment",
                condition=Q(kind="prompt", when__in=When.values) | (~Q(kind="prompt") & Q(when="")),
            ),
        ]

    @property
    def short(self):
        """Its name in a list; a line without one goes by its words."""
        lang = language_now()
        named = getattr(self, f"short_{lang}") or getattr(self, f"text_{lang}")
        return named or self.short_nl or self.text_nl

    def wording(self, voice):
        """The sentence as this voice reads it: the teacher in the I-form where the content has one."""
        return self.self_text if voice == "teacher" and self.self_nl else self.text


class Suggestion(OfEdition):
    """The bank of small choices: things to try that fit into an existing lesson (evidence.md 3)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="suggestions")
    themes = models.JSONField(default=list)
    points = models.JSONField(default=list)
    pattern = models.CharField(max_length=20, blank=True)
    when = models.CharField(max_length=20)
    minutes = models.CharField(max_length=10)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "key"], name="suggestion_keys_differ_within_an_edition"
            )
        ]


class JudgingWordQuerySet(models.QuerySet):
    def for_school(self, school_id, language):
        return self.filter(school=school_id, language=language).order_by("word")


class JudgingWord(models.Model):
    """A word or short phrase that a school adds to the edition's list: on the coach's page it may sound like
    a judgment."""

    school = models.ForeignKey(School, models.PROTECT, related_name="judging_words", verbose_name=_("school"))
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)
    word = NameField(
        _("word"), max_length=60, help_text=_("As people type it; capital letters do not matter.")
    )

    objects = JudgingWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word that can sound like a judgment")
        verbose_name_plural = _("words that can sound like a judgment")
        constraints = [
            models.UniqueConstraint(
                Lower("word"),
                "school",
                "language",
                name="judging_words_differ_within_a_school",
                violation_error_message=_("Your school’s list has this word already."),
            )
        ]

    def __str__(self):
        return self.word

    def clean(self):
        """Small letters and single spaces: SQLite knows no capital of an é, so the constraint alone would
        miss one."""
        self.word = " ".join(self.word.lower().split())
