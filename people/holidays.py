"""Days on which a school is closed, as its administrator names them: nobody gets letters then
(letters/quiet.py)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.names import NameField

LONGEST = timedelta(weeks=10)  # longer is a slip of the pen in the year, and would hold letters for that long

OVER = _("This holiday is over and stays as it was.")


class Holiday(models.Model):
    """Holidays of a school share no day."""

    school = models.ForeignKey(
        "people.School", models.PROTECT, related_name="holidays", verbose_name=_("school")
    )
    name = NameField(_("name"), max_length=120)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.CheckConstraint(name="a_holiday_ends_after_it_begins", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self):
        return self.name

    @property
    def is_over(self):
        return self.last < self.school.today

    def clean(self):
        before = Holiday.objects.filter(pk=self.pk).select_related("school").first()
        if before and before.is_over:
            raise ValidationError({"last": OVER})
        if not (self.first and self.last and self.school_id):
            return
        if self.last < self.first:
            raise ValidationError({"last": _("The last day comes before the first. Look at both once more.")})
        if self.last - self.first >= LONGEST:
            raise ValidationError({"last": _("A holiday is ten weeks at most. Look at the year once more.")})
        shared = Holiday.objects.filter(school=self.school_id, first__lte=self.last, last__gte=self.first)
        if other := shared.exclude(pk=self.pk).first():
            words = _("This holiday shares a day with ‘%(name)s’. Change one of the two.")
            raise ValidationError(words % {"name": other.name})
