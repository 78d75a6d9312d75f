"""Keys to parts of an opened visit, for whom they open, and the ledger of what happened with them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Membership


class Part(models.TextChoices):
    """What of a visit someone may read."""

    TEACHER_ACCOUNT = "teacher_account", _("the story of the teacher")  # with the prompts that open with it
    COACH_ACCOUNT = "coach_account", _("the story of the coach")
    STUDENTS = "students", _("the students’ voice")  # for the two of a visit pulse.access decides
    STEPS = "steps", _("the small steps")
    SENTENCE = "sentence", _("one chosen sentence")  # the one answer that leaves only under its own key
    SHARED_INTENTIONS = "shared_intentions"  # before prompts marked "my coach may read this"
    TEACHER_PRIVATE = "teacher_private"  # for ever the teacher's own
    PAIR = "pair"  # meanings and patterns the two guessed at together; never leaves the pair


# what a teacher may give a key for, with its name
UNDER_KEY = {
    part: part.label
    for part in (Part.TEACHER_ACCOUNT, Part.COACH_ACCOUNT, Part.STUDENTS, Part.STEPS, Part.SENTENCE)
}


class Audience(models.TextChoices):
    LEAD = "lead", _("the team lead")
    TEAM = "team", _("the team")


class KeyQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Keys that open something on that day (default today): not revoked, not past their last day, of a
        visit that is there and open."""
        stands = {
            "lesson__deleted_at": None,
            "lesson__cancelled_at": None,
            "lesson__opened_at__isnull": False,
        }
        return self.filter(revoked_at=None, until__gte=on or timezone.localdate(), **stands)

    def meant_for(self, members):
        """Each key once for every one of these memberships that it is meant for: of the visit's team, a
        lead's for a lead's key; never one of the two of the visit. `member` is that membership, `reader` its
        person."""
        names = {"member": "pk", "reader": "user", "role": "role", "began_at": "began_at"}
        found = {name: F(f"lesson__team__memberships__{column}") for name, column in names.items()}
        reach = Q(audience=Audience.TEAM) | Q(role=Membership.Role.LEAD)
        outside = ~Q(reader=F("lesson__teacher")) & (Q(lesson__coach=None) | ~Q(reader=F("lesson__coach")))
        return self.annotate(**found).filter(reach, outside, member__in=members.values("pk"))

    def open_to(self, members):
        """Those of them that open something: given when that person was there, or let in by the teacher since
        (docs/adr/0014)."""
        let_in = Exists(Admission.objects.of_key().filter(may_read=True))
        return self.meant_for(members).filter(Q(given_at__gte=F("began_at")) | let_in)

    def before(self, members):
        """Those of them that were given before that person was there in any role they are meant for: the
        teacher's answer decides."""
        there = Key.objects.filter(pk=OuterRef("pk")).meant_for(members).filter(reader=OuterRef("reader"))
        was_there = Exists(there.filter(given_at__gte=F("began_at")))
        return self.meant_for(members).filter(~was_there, given_at__lt=F("began_at"))

    def for_reader(self, user, on=None):
        """Those that this person may use, as a member on that day (default today) of the visit's team."""
        mine = Membership.objects.readers(on).filter(user=user)
        # the own teams stand in it once more: so a database begins with their visits, and not with those of
        # all schools
        return self.filter(lesson__team__in=mine.values("team")).open_to(mine)

    def for_team(self, team, first, last):
        """Those for everybody in this team, of visits from the first up to and including the last day."""
        visits = {"lesson__team": team, "lesson__start__date__range": (first, last)}
        return self.filter(audience=Audience.TEAM, **visits)

    def with_reading(self, user):
        """`read_at`: when this person last had that part before the eyes, on the screen or on paper; None
        where never."""
        held = LedgerEntry.objects.of_reader(user).filter(
            lesson=OuterRef("lesson"), held__contains=OuterRef("part")
        )
        return self.annotate(read_at=Subquery(held.order_by("-at").values("at")[:1]))


class Key(models.Model):
    """What the teacher lets the lead or the team of the visit read of one part, until a day. None by
    default."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="keys")
    part = models.CharField(max_length=16, choices=UNDER_KEY)
    audience = models.CharField(max_length=4, choices=Audience)
    until = models.DateField(help_text=_("The last day on which it opens something."))
    given_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = KeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["until"], name="keys_by_their_last_day")]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "part"], condition=Q(revoked_at=None), name="one_key_per_part"),
            models.CheckConstraint(name="key_part_is_known", condition=Q(part__in=list(UNDER_KEY))),
            models.CheckConstraint(name="key_audience_is_known", condition=Q(audience__in=Audience.values)),
        ]  # fmt: skip

    @property
    def is_valid(self):
        return self.revoked_at is None and self.until >= timezone.localdate()


class AdmissionQuerySet(models.QuerySet):
    def of_key(self):
        """Inside a query for keys by member: what the teacher of the visit answered about that membership,
        since it began. An answer from before somebody was no reader for a time (User.reads_again) is about
        other keys."""
        about = {"teacher": OuterRef("lesson__teacher"), "membership": OuterRef("member")}
        return self.filter(**about, at__gte=OuterRef("began_at"))


class Admission(models.Model):
    """The teacher's answer about somebody who came after keys were given: may they read by those too? No
    answer is a no."""

    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    may_read = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teacher", "membership"], name="one_answer_about_a_newcomer")
        ]


class LedgerQuerySet(models.QuerySet):
    def to_tell(self, teacher):
        """Keys that ended without the teacher's hand, which the teacher has not read about yet."""
        mine = {"lesson__teacher": teacher, "lesson__deleted_at": None}
        return self.filter(what=LedgerEntry.What.ENDED, read_at=None, **mine)

    def of_reader(self, user):
        """What this person read or downloaded under keys; `held` names the parts, as text that a database can
        look in."""
        seen = (LedgerEntry.What.READ, LedgerEntry.What.DOWNLOADED)
        return self.filter(who=user, what__in=seen).annotate(held=Cast("parts", TextField()))


class LedgerEntry(models.Model):
    """What happened with keys and papers: given, revoked, ended, and who read or downloaded what. For the
    teacher."""

    class What(models.TextChoices):
        GAVE = "gave", _("gave a key")
        REVOKED = "revoked", _("revoked a key")
        READ = (
            "read",
            _("read on the screen"),
        )  # by somebody outside the pair: these parts, once a day (docs/adr/0027)
        DOWNLOADED = "downloaded", _("downloaded")  # by somebody outside the pair: these parts
        REPORT = "report", _("downloaded the report")  # by the coach
        ENDED = "ended", _("a key ended")  # without the teacher's hand, for this reason

    class Reason(models.TextChoices):
        GOES_ALONG = "goes_along", _("more goes along than the teacher knew")
        NOT_TOLD = "not_told", _("students did not know")
        CLOSED = "closed", _("the teacher left")

    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="ledger")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    parts = models.JSONField(default=list)
    audience = models.CharField(max_length=4, choices=Audience, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Of a key that ended: when the teacher first saw it.")
    )

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def why(self):
        """Of a key that ended, in words for the teacher."""
        return WHY.get(self.reason, "")

    @property
    def part_names(self):
        return ", ".join(str(name) for part, name in UNDER_KEY.items() if part in self.parts)


WHY = {
    LedgerEntry.Reason.GOES_ALONG: _("Since then what you agreed to look at, and what you say to the story of your coach, go along with it. You did not know that when you gave this key. You can give a new one."),
    LedgerEntry.Reason.NOT_TOLD: _("Your students did not read beforehand that colleagues may read these numbers. So nobody outside this visit reads them any more."),
    LedgerEntry.Reason.CLOSED: _("You were leaving then, and it closed by itself. You can give a new one."),
}  # fmt: skip
