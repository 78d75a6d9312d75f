"""Who goes round with the letters, how people want to be told, and what they want of a calendar."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from observations.models import News

LASTS = timedelta(minutes=15)  # longer than a mail server may take over one letter (letters/office.py)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Round(models.Model):
    """One postman at a time, so that letters leave once and in order. A turn that was not ended, because its
    process was killed, ends by itself.

    `why` says of the mail server that no letter leaves: the kind of error and its number.
    """

    holder = models.UUIDField(null=True)
    until = models.DateTimeField(default=LONG_AGO)
    why = models.CharField(max_length=80, blank=True)

    @classmethod
    def take(cls):
        """A turn, or None while somebody else has it."""
        cls.objects.get_or_create(pk=1)
        holder, now = uuid.uuid4(), timezone.now()
        free = cls.objects.filter(pk=1, until__lte=now)
        return holder if free.update(holder=holder, until=now + LASTS) else None

    @classmethod
    def still(cls, holder):
        """Whether this turn goes on; then it begins anew."""
        return bool(cls.objects.filter(holder=holder).update(until=timezone.now() + LASTS))

    @classmethod
    def end(cls, holder):
        cls.objects.filter(holder=holder).update(holder=None, until=LONG_AGO, why="")

    @classmethod
    def pause(cls, holder, until, why):
        """Nobody has a turn until then."""
        cls.objects.filter(holder=holder).update(holder=None, until=until, why=why)


class Says(models.TextChoices):
    """What visits are called in the own calendar. The other person is in none of them."""

    NOTHING = "nothing", _("Appointment: says nothing")
    VISIT = "visit", _("Visit to a lesson")
    LESSON = "lesson", _("Subject and group, such as “Maths, 2B”")


def hashed(token):
    return hashlib.sha256(token.encode()).hexdigest()


def new_token():
    return secrets.token_urlsafe(32)


class OwnCalendar(models.Model):
    """What one person wants of a calendar: what visits are called in it, whether letters fill it, and an
    address where a program finds them all. Of the address only a hash is kept; `turn` is how often it
    changed, so that a page of before changes nothing."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="own_calendar")
    says = models.CharField(
        _("What is a visit called in your calendar?"), max_length=7, choices=Says, default=Says.NOTHING
    )
    without_files = models.BooleanField(
        _("No calendar files in my letters"),
        default=False,
        help_text=_(
            "Letters still tell you the day and the time. A visit that a letter put into your calendar before keeps following."
        ),
    )
    address = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 -- one of each
    made_at = models.DateTimeField(null=True, editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_address_was_made_one_day",
                condition=Q(address=None, made_at=None) | Q(address__isnull=False, made_at__isnull=False),
            )
        ]

    @classmethod
    def of(cls, person):
        """What this person chose; where nothing was chosen, the quiet words."""
        return cls.objects.filter(person=person).first() or cls(person=person)

    @classmethod
    def at(cls, token):
        """Whose calendar stands at this address, as long as that person may sign in; None otherwise."""
        may = {"person__is_active": True, "person__closed_at": None, "person__left_at": None}
        return cls.objects.filter(address=hashed(token), **may).select_related("person").first()

    def choose(self, **chosen):
        OwnCalendar.objects.update_or_create(person=self.person, defaults=chosen)

    @transaction.atomic
    def give_address(self, token, turn):
        """Whether the feed is at this address now. One that was made meanwhile stays; the same once more is
        one thing."""
        OwnCalendar.objects.get_or_create(person=self.person)
        mine = OwnCalendar.objects.filter(person=self.person)
        facts = {"address": hashed(token), "made_at": timezone.now(), "turn": F("turn") + 1}
        return bool(mine.filter(turn=turn).update(**facts)) or mine.filter(address=hashed(token)).exists()

    def withdraw(self):
        mine = OwnCalendar.objects.filter(person=self.person, address__isnull=False)
        mine.update(address=None, made_at=None, turn=F("turn") + 1)

    def calls(self, lesson):
        """A visit; None where it is withdrawn, and nothing of it is said. Empty: an appointment."""
        if self.says == Says.LESSON and lesson:
            return f"{lesson.subject}, {lesson.group}"
        return gettext("Visit to a lesson") if self.says == Says.VISIT else ""


class How(models.TextChoices):
    NOW = "now", _("At once")
    DAILY = "daily", _("Daily")
    OFF = "off", _("No letters")


class Wish(models.Model):
    """How one person wants to be told things of one kind. A row only where that is not what goes without
    saying (letters/wishes.py)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=10, choices=News)
    how = models.CharField(max_length=5, choices=How)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_wish_per_person_and_kind"),
            models.CheckConstraint(name="a_wish_is_known", condition=Q(how__in=How.values)),
        ]
