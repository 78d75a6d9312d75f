"""A school: its name and looks, its clock, and how it wants things to go."""

from zoneinfo import ZoneInfo

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.going import Goes
from people.logo_rows import Rows
from people.names import NameField


class Zone(models.TextChoices):
    """Where schools stand that work with Meekijken. Browsers have known these names for long: no newer ones
    (docs/adr/0020)."""

    NETHERLANDS = "Europe/Amsterdam", _("the Netherlands")
    CARIBBEAN = "America/Kralendijk", _("Bonaire, Sint Eustatius and Saba")


class School(Goes, models.Model):
    name = NameField(_("name"), max_length=120)
    logo = models.FileField(_("logo"), upload_to="logos/", storage=Rows(), blank=True)
    accent = models.CharField(
        _("accent colour"), max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )

    leads_look_along = models.BooleanField(
        _("team leads look along in their own team"),
        default=True,
        help_text=_(
            "A lead who looks along reads, as the coach, what the teacher opens with them. Switched off, a lead cannot be asked as a coach by teachers of "
            "the own team and cannot propose a visit to them. Visits that have been agreed go on. Talk it over with teachers first: it is about who sees their lessons."
        ),
    )

    time_zone = models.CharField(
        _("clock"),
        max_length=40,
        choices=Zone,
        default=Zone.NETHERLANDS,
        help_text=_(
            "Days and times are typed, shown and printed by this clock, wherever a device is. Choose it before the first visit: one that was "
            "planned keeps its moment, and then reads as another time."
        ),
    )

    # as the menu says it beside *Checklists*: counted where one comes or goes, so that no page asks for it
    open_proposals = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    # a school that stops: its last day, since when nothing is left but to take along, and gone
    leaves_on = models.DateField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self):
        return self.name

    def count_proposals(self):
        """Of those (rows of the studio) that nobody answered. To be called in the transaction that changes
        one; who does so too waits, and counts this one along."""
        School.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.open_proposals = self.proposals.filter(answered_at=None).count()
        self.save(update_fields=["open_proposals"])

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)

    @property
    def today(self):
        """The day it is there, whoever asks."""
        return timezone.localdate(timezone=self.zone)
