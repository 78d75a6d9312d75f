"""What a team may read of itself: closed periods, and for each one mirror that is made once and never again."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import Language, School, Team

SHORTEST = timedelta(days=28)


class Period(models.Model):
    """A stretch of time of a school; a mirror is made of it the day after it ends. Periods of a school share no day."""

    school = models.ForeignKey(School, models.PROTECT, related_name="periods", verbose_name=_("school"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))

    class Meta:
        ordering = ["-start"]
        verbose_name = _("period for team mirrors")
        verbose_name_plural = _("periods for team mirrors")
        constraints = [
            models.CheckConstraint(name="a_period_ends_after_it_begins", condition=Q(end__gt=F("start"))),
            models.UniqueConstraint(fields=["school", "start"], name="periods_begin_on_different_days"),
        ]

    def __str__(self):
        first, last = (date_format(day, "j F Y") for day in (self.start, self.end))
        return gettext("{first} up to and including {last}").format(first=first, last=last)

    def clean(self):
        """Two periods that share a day would let somebody subtract one mirror from the other, and borders that are chosen when the
        lessons are known pick lessons out (evidence.md 4.4)."""
        if not (self.start and self.end and self.school_id):
            return
        before = Period.objects.filter(pk=self.pk).first() or self
        if min(self.start, before.start) < timezone.localdate():
            raise ValidationError(_("A period begins today or later, and does not change once it has begun."))
        if self.end - self.start < SHORTEST:
            raise ValidationError(_("A period is four weeks or longer."))
        shared = Period.objects.filter(school=self.school_id, start__lte=self.end, end__gte=self.start)
        if shared.exclude(pk=self.pk).exists():
            raise ValidationError(_("This period shares a day with another one. Periods follow each other."))


class Mirror(models.Model):
    """What a team shared in one period, as counts in which nobody can be recognised; empty where it was too little for that."""

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
    """A sentence that a teacher chose to share; its random key is its place. It goes when the teacher deletes the visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mirror = models.ForeignKey(Mirror, models.CASCADE, related_name="sentences")
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="mirror_sentences")
    text = models.TextField()
    lang = models.CharField(max_length=2, choices=Language)

    class Meta:
        ordering = ["id"]
