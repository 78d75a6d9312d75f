"""Who has which role in which team, from when until when: what a person may take part in and read follows
from it."""

from datetime import datetime, time

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.sorting import in_order


class MembershipQuerySet(models.QuerySet):
    def running(self, on=None):
        """Those that hold on that day (default today), also when they give their person nothing."""
        day = on or timezone.localdate()
        return self.not_ended(day).filter(since__lte=day)

    def not_ended(self, on=None):
        """Those that hold on that day or will."""
        return self.filter(Q(until=None) | Q(until__gt=on or timezone.localdate()))

    def active(self, on=None):
        """Those by which somebody takes part or reads: whatever asks what a person may do by a role asks
        here. An administrator takes part in no visit, also with a role from before."""
        return self.running(on).filter(user__is_administrator=False)

    def leads_for(self, teacher, team=None, on=None):
        """Who leads a team of this teacher on that day (default today), or this team."""
        theirs = Membership.objects.active(on).filter(user=teacher).values("team")
        return self.active(on).filter(Q(team__in=theirs) | Q(team=team), role=Membership.Role.LEAD)

    def not_as_coach(self, teacher, team=None, school=None, on=None):
        """Those of them who do not look along with this teacher, because the school does not want it."""
        here = {"user__school": school or teacher.school_id, "user__school__leads_look_along": False}
        return self.leads_for(teacher, team, on).filter(**here)

    def teachers_for(self, coach):
        """Whom this person may propose a visit to: every teacher of the school who was here once, per team,
        but not oneself; and where the school does not want leads as coaches, nobody of a team that this
        person leads."""
        led = self.active().filter(
            user=coach, role=Membership.Role.LEAD, user__school__leads_look_along=False
        )
        in_led_team = self.active().filter(team__in=led.values("team")).values("user")
        return (
            self.active()
            .filter(
                role=Membership.Role.TEACHER,
                user__school=coach.school_id,
                user__left_at=None,
                user__is_active=True,
            )
            .exclude(user__last_login=None, user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
            .exclude(user=coach)
            .exclude(user__in=in_led_team)
            .select_related("user", "team")
            .order_by(*in_order("user__name", "team__name"))
        )

    def give(self, wanted):
        """Of (person, team, role) those that are not held yet, from today on. Says which are new."""
        held = self.not_ended().filter(user__in={person for person, _team, _role in wanted})
        held = set(held.values_list("user", "team", "role"))
        new = [one for one in dict.fromkeys(wanted) if (one[0].pk, one[1].pk, one[2]) not in held]
        facts = {"since": timezone.localdate(), "began_at": timezone.now()}
        self.bulk_create([Membership(user=user, team=team, role=role, **facts) for user, team, role in new])
        return new

    def readers(self, on=None):
        """Memberships that a key can open something for on that day (default today); people who left, or may
        not sign in, read nothing."""
        return self.active(on).filter(user__left_at=None, user__is_active=True)


class Membership(models.Model):
    """Ended with `until`, never deleted: it tells who could read what, and when."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("teacher")
        COACH = "coach", _("coach")
        LEAD = "lead", _("team lead")

    user = models.ForeignKey(
        "people.User", models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    team = models.ForeignKey(
        "people.Team", models.PROTECT, related_name="memberships", verbose_name=_("team")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )
    began_at = models.DateTimeField(
        editable=False,
        help_text=_(
            "When it was entered, or the midnight of `since` where that is later: earlier keys do not open for it by themselves."
        ),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["began_at"], name="memberships_by_their_begin")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team", "role"],
                condition=Q(until=None),
                name="one_running_membership_per_role",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="membership_role_is_known", condition=Q(role__in=["teacher", "coach", "lead"])
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.team}"

    def save(self, *args, **kwargs):
        """What was given never changes (clean), so it begins once: docs/adr/0014."""
        self.began_at = self.began_at or max(timezone.now(), midnight(self.since, self.team.school.zone))
        super().save(*args, **kwargs)

    @property
    def has_ended(self):
        return self.until is not None and self.until <= self.team.school.today

    def clean(self):
        """A role begins today or later, stays what it was, and what has ended stays ended: else it would open
        what was never meant for it, or tell another story of who could read what."""
        super().clean()
        before = Membership.objects.filter(pk=self.pk).select_related("team__school").first()
        today = self.team.school.today if self.team_id else timezone.localdate()
        wrong = self.not_as_it_was(before) if before else {}
        if not before and self.since and self.since < today:
            wrong["since"] = _("A role begins today or later.")
        if not before and self.team_id and self.team.closed_at:
            wrong["team"] = _("This team is closed. Choose another one, or open it again first.")
        if self.until and self.since and self.until < self.since:
            wrong.setdefault("until", _("This is before the role begins."))
        elif self.until and self.until < today and not (before and before.until == self.until):
            wrong.setdefault("until", _("A role ends today or later."))
        if wrong:
            raise ValidationError(wrong)

    def not_as_it_was(self, before):
        """{field: words} for what may not change any more."""
        names = ["team_id", "role", "since", *(["until"] if before.has_ended else [])]
        stays = {name.removesuffix("_id"): getattr(self, name) == getattr(before, name) for name in names}
        words = _(
            "A role that was given stays as it was. Add a new one below, and end this one if it was a mistake."
        )
        ended = _("This role has ended and stays so. Add a new one below.")
        return {name: ended if name == "until" else words for name, same in stays.items() if not same}


def midnight(day, zone):
    return datetime.combine(day, time.min, zone)
