"""People of a school. A user row is never deleted: who leaves keeps a nameless row, so that what was shared stays true."""

import uuid
from datetime import datetime, time

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.limits import Count  # noqa: F401 -- a table of this room
from people.names import NameField


class Language(models.TextChoices):
    NL = "nl", _("Dutch")
    EN = "en", _("English")


class School(models.Model):
    name = NameField(_("name"), max_length=120)
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)
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

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")

    def __str__(self):
        return self.name


class UserQuerySet(models.QuerySet):
    def update(self, **fields):
        if "email" in fields:
            raise TypeError("User.save() changes an address: it keeps the one row of allauth with it")
        return super().update(**fields)

    def colleagues_of(self, user):
        """Everyone else of the same school who may take part in a visit today: an administrator does not."""
        here = {"school": user.school_id, "left_at": None, "is_active": True, "is_administrator": False}
        return self.filter(**here).exclude(pk=user.pk).order_by("name")

    def coaches_for(self, teacher, team=None):
        """Whom this teacher can ask to look along (in a lesson of this team), each with `leads_team`: the name of a team of the teacher
        that they lead. None of those where the school does not want leads as coaches."""
        found = self.colleagues_of(teacher).leading(teacher, team)
        return found.exclude(pk__in=Membership.objects.not_as_coach(teacher, team).values("user"))

    def leading(self, teacher, team=None):
        leads = Membership.objects.leads_for(teacher, team).filter(user=OuterRef("pk"))
        return self.annotate(leads_team=Subquery(leads.order_by("team__name").values("team__name")[:1]))

    def double_roles(self):
        """Administrators with a role from before that runs or will: it opens nothing for them (docs/privacy.md)."""
        return self.filter(is_administrator=True, pk__in=Membership.objects.not_ended().values("user"))

    def demo(self):
        """The fictional people of the demo, by role; their addresses end in `.example`."""
        return (
            self.filter(email__endswith=".example", is_active=True)
            .prefetch_related("memberships__team")
            .order_by("name")
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """The first person of a new installation; joins the first school, which is made if there is none."""
        school = (
            fields.pop("school", None)
            or School.objects.order_by("pk").first()
            or School.objects.create(name="School")
        )
        return self.create_user(
            email, password, school=school, is_administrator=True, is_superuser=True, **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """One person of one school. The e-mail address is the login; it is emptied when the person leaves.

    allauth looks up people in a table of its own (EmailAddress), where one person may have many addresses. Here that
    table is the shadow of `email`: one row, verified, written nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="people", verbose_name=_("school"))
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    name = NameField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)
    marks_judging_words = models.BooleanField(
        _("mark words that can sound like a judgment"),
        default=True,
        help_text=_(
            "A word such as ‘restless’ gets a line under it, with an offer to move its sentence to ‘I wonder’. Nobody else sees that."
        ),
    )
    is_administrator = models.BooleanField(_("functional administrator"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_choose_password = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Somebody else knows the password: another one comes first."),
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="who_leaves_leaves_no_name",
                condition=Q(left_at=None) | Q(email=None, name="", is_active=False),
            ),
            models.CheckConstraint(
                name="who_works_here_has_a_name",
                condition=~Q(left_at=None) | (Q(email__isnull=False) & ~Q(name="")),
            ),
            models.CheckConstraint(
                name="a_superuser_is_an_administrator",
                condition=Q(is_superuser=False) | Q(is_administrator=True),
            ),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, update_fields=None, **kwargs):
        if update_fields is not None and "email" not in update_fields:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        self.email = self.email.lower() if self.email else None
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            self.keep_one_address()

    def keep_one_address(self):
        """What was the address before is one no more: it neither signs in nor gets letters."""
        rows = self.emailaddress_set
        rows.exclude(email=self.email or "").delete()
        if self.email:
            rows.update_or_create(email=self.email, defaults={"verified": True, "primary": True})

    @property
    def is_staff(self):
        """The Django admin asks for this; administrators manage people, teams and checklists there."""
        return self.is_administrator

    @property
    def full_name(self):
        return self.name or gettext("former colleague")

    @property
    def short_name(self):
        """How people are called on pages of their own visit: the first name."""
        return self.name.split()[0] if self.name else gettext("former colleague")

    def clean(self):
        """Nobody who takes part in visits, now or from a later day on, becomes an administrator: first the roles end."""
        super().clean()
        becomes = (
            self.is_administrator and not User.objects.filter(pk=self.pk, is_administrator=True).exists()
        )
        if becomes and Membership.objects.not_ended().filter(user=self.pk).exists():
            words = _(
                "An administrator takes part in no visit. First end the roles of this person as of today and save; then choose this."
            )
            raise ValidationError({"is_administrator": words})

    def takes_part_again(self):
        """Who was an administrator read nothing in that time: keys that were given meanwhile were not given to this person."""
        self.memberships.not_ended().filter(began_at__lt=timezone.now()).update(began_at=timezone.now())

    def teaching(self, on=None):
        """Memberships as a teacher on that day (default today)."""
        return self.memberships.filter(role=Membership.Role.TEACHER).active(on)


class Team(models.Model):
    school = models.ForeignKey(School, models.PROTECT, related_name="teams", verbose_name=_("school"))
    name = NameField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="team_names_differ_within_a_school")
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def running(self, on=None):
        """Those that hold on that day (default today), also when they give their person nothing."""
        day = on or timezone.localdate()
        return self.not_ended(day).filter(since__lte=day)

    def not_ended(self, on=None):
        """Those that hold on that day or will."""
        return self.filter(Q(until=None) | Q(until__gt=on or timezone.localdate()))

    def active(self, on=None):
        """Those by which somebody takes part or reads: whatever asks what a person may do by a role asks here. An administrator takes
        part in no visit, also with a role from before."""
        return self.running(on).filter(user__is_administrator=False)

    def leads_for(self, teacher, team=None):
        """Who leads a team of this teacher today, or this team."""
        theirs = Membership.objects.active().filter(user=teacher).values("team")
        return self.active().filter(Q(team__in=theirs) | Q(team=team), role=Membership.Role.LEAD)

    def not_as_coach(self, teacher, team=None):
        """Those of them who do not look along with this teacher, because the school does not want it."""
        return self.leads_for(teacher, team).filter(user__school__leads_look_along=False)

    def teachers_for(self, coach):
        """Whom this person may propose a visit to: every teacher of the school, once per team, but not oneself; and where the school does
        not want leads as coaches, nobody of a team that this person leads."""
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
            .exclude(user=coach)
            .exclude(user__in=in_led_team)
            .select_related("user", "team")
            .order_by("user__name", "team__name")
        )

    def readers(self):
        """Memberships that a key can open something for today; people who left, or may not sign in, read nothing."""
        return self.active().filter(user__left_at=None, user__is_active=True)


class Membership(models.Model):
    """Ended with `until`, never deleted: it tells who could read what, and when."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("teacher")
        COACH = "coach", _("coach")
        LEAD = "lead", _("team lead")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", verbose_name=_("team"))
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
        self.began_at = self.began_at or max(timezone.now(), midnight(self.since))
        super().save(*args, **kwargs)

    @property
    def has_ended(self):
        return self.until is not None and self.until <= timezone.localdate()

    def clean(self):
        """A role begins today or later, stays what it was, and what has ended stays ended: else it would open what was never meant
        for it, or tell another story of who could read what."""
        super().clean()
        before = Membership.objects.filter(pk=self.pk).first()
        today = timezone.localdate()
        wrong = self.not_as_it_was(before) if before else {}
        if not before and self.since and self.since < today:
            wrong["since"] = _("A role begins today or later.")
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


def midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
