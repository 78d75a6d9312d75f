"""People of a school. A user row is never deleted: who leaves keeps a nameless row, so that what was shared
stays true."""

import uuid

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.audit import AuditEvent  # noqa: F401 -- a table of this room
from people.drafts import SavedDraft  # noqa: F401 -- likewise
from people.going import Goes
from people.holidays import Holiday  # noqa: F401 -- likewise
from people.lengths import AddressField
from people.limits import Count  # noqa: F401 -- likewise
from people.logo_rows import Logo  # noqa: F401 -- likewise
from people.memberships import Membership
from people.names import NameField, called
from people.schools import School, Zone  # noqa: F401 -- likewise
from people.sessions import SignedIn  # noqa: F401 -- likewise
from people.sorting import in_order
from people.states import state
from people.teams import Team  # noqa: F401 -- a table of this room
from people.wiping import ToWipe  # noqa: F401 -- likewise


class Language(models.TextChoices):
    NL = "nl", _("Dutch")
    EN = "en", _("English")


class UserQuerySet(models.QuerySet):
    def update(self, **fields):
        if "email" in fields:
            raise TypeError("User.save() changes an address: it keeps the one row of allauth with it")
        return super().update(**fields)

    def here(self):
        """Who may sign in and is neither closed nor gone."""
        return self.filter(left_at=None, closed_at=None, is_active=True)

    def closing(self):
        """Whose account is closed and not yet emptied: for so long it can be undone."""
        return self.filter(left_at=None, closed_at__isnull=False, leaves_on__isnull=False)

    def came_in(self):
        """But those to whose account nobody has a key yet: made, invited or not, and never used."""
        return self.exclude(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def with_state(self):
        """Each with `state`, one of people/states.py."""
        return self.annotate(state=state())

    def colleagues_of(self, user, school=None):
        """Everyone else of the same school who may take part in a visit today: an administrator does not, nor
        who was never here."""
        here = {
            "school": school or user.school_id,
            "is_administrator": False,
        }
        return self.here().came_in().filter(**here).exclude(pk=user.pk).order_by(*in_order("name"))

    def coaches_for(self, teacher, team=None, school=None, on=None):
        """Whom this teacher (of this school) can ask to look along (in a lesson of this team), each with
        `leads_team`: the name of a team of the teacher that they lead. None of those where the school does
        not want leads as coaches."""
        found = self.colleagues_of(teacher, school).leading(teacher, team, on)
        not_they = Membership.objects.not_as_coach(teacher, team, school, on)
        return found.exclude(pk__in=not_they.values("user"))

    def leading(self, teacher, team=None, on=None):
        leads = Membership.objects.leads_for(teacher, team, on).filter(user=OuterRef("pk"))
        return self.annotate(
            leads_team=Subquery(leads.order_by(*in_order("team__name")).values("team__name")[:1])
        )

    def double_roles(self):
        """Administrators with a role from before that runs or will: it opens nothing for them
        (docs/privacy.md)."""
        theirs = Membership.objects.not_ended().filter(user=OuterRef("pk"))
        return self.filter(Exists(theirs), is_administrator=True)

    def demo(self):
        """The fictional people of the demo, by school; their addresses end in `.example`."""
        return (
            self.here()
            .filter(email__endswith=".example")
            .select_related("school")
            .prefetch_related("memberships__team")
            .order_by("school", *in_order("name"))
        )

    def with_a_password(self):
        """But for who was invited, and chose one or will."""
        return self.filter(invited_at=None).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get(self, *args, **kwargs):
        """One person comes with the school, by whose clock every request works (people/middleware.py)."""
        return self.select_related("school").get(*args, **kwargs)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_many(self, people):
        """Of rows that are not kept yet, without a password; each with the one address that allauth wants."""
        for person in people:
            person.set_unusable_password()
        self.bulk_create(people)
        kept = {"verified": True, "primary": True}
        EmailAddress.objects.bulk_create(
            [EmailAddress(user=person, email=person.email, **kept) for person in people]
        )

    def create_superuser(self, email, password=None, **fields):
        """The first person of a new installation; joins the first school, which is made if there is none."""
        school = (
            fields.pop("school", None)
            or School.objects.filter(left_at=None).order_by("pk").first()
            or School.objects.create(name="School")
        )
        return self.create_user(
            email, password, school=school, is_administrator=True, is_superuser=True, **fields
        )


class User(Goes, AbstractBaseUser, PermissionsMixin):
    """One person of one school. The e-mail address is the login; it is emptied when the person leaves.

    allauth looks up people in a table of its own (EmailAddress), where one person may have many addresses.
    Here that table is the shadow of `email`: one row, verified, written nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="people", verbose_name=_("school"))
    email = AddressField(_("e-mail address"), unique=True, null=True, blank=True)
    name = NameField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.NL)
    marks_judging_words = models.BooleanField(
        _("mark words that can sound like a judgment"),
        default=True,
        help_text=_(
            "A word such as ‘restless’ gets a line under it, with an offer to move its sentence to ‘I wonder’. Nobody else sees that."
        ),
    )
    waiting_email = AddressField(
        _("another e-mail address"),
        blank=True,
        help_text=_(
            "It waits. This person gets a letter, signs in as always, and types a code that is sent to this address; only then it changes. Nobody else can make it change."
        ),
    )
    is_administrator = models.BooleanField(_("functional administrator"), default=False)
    is_editor = models.BooleanField(_("makes checklists"), default=False, db_default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_choose_password = models.BooleanField(
        default=False,
        editable=False,
        help_text=_("Somebody else knows the password: another one comes first."),
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    here_on = models.DateField(null=True, blank=True, editable=False)  # the last day; read by nobody else
    invited_at = models.DateTimeField(null=True, blank=True, editable=False)  # the newest invitation
    # who goes: the last working day, since when nothing is left but to take along what is one's own, and gone
    leaves_on = models.DateField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    # [team, role, since, until] of what ended when the account closed: it begins anew for who comes back
    roles_before = models.JSONField(default=list, editable=False)
    # likewise, where a school that stops came before it
    own_last_day = models.DateField(null=True, blank=True, editable=False)

    looked_along = (
        False  # read as the coach of a visit (observations/models/coaches.py): how who is gone is called
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(
                fields=["leaves_on"],
                condition=Q(leaves_on__isnull=False, left_at=None),
                name="people_who_leave",
            ),
            models.Index(fields=["invited_at"], name="people_by_their_invitation"),
        ]
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
                name="who_is_closed_had_a_last_day", condition=Q(closed_at=None) | Q(leaves_on__isnull=False)
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
        self.waiting_email = self.waiting_email if self.email else ""
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
    def administers(self):
        """Looks after people and teams now: whose account is closed takes own things along, and no more."""
        return self.is_administrator and self.is_active and self.closed_at is None

    @property
    def edits_checklists(self):
        """Makes the checklists of the own school: an administrator, and whom one gave that task."""
        return (self.is_editor or self.is_administrator) and self.is_active and self.closed_at is None

    @property
    def may_only_take_along(self):
        """From the end of the last day on, also before the hourly work closes the account; but an
        administrator until then, who reads no visit and may be the only one."""
        is_over = self.going and self.going.leaves_on < self.today and not self.is_administrator
        return bool(self.closed_at or is_over)

    @property
    def came_in(self):
        """Or somebody gave this person a password."""
        return self.last_login is not None or self.has_usable_password()

    @property
    def is_invited(self):
        """And not in yet. Whether the invitation still holds: people/invitations.py."""
        return self.last_login is None and self.invited_at is not None

    @property
    def today(self):
        return self.school.today

    @property
    def going(self):
        """Whose last day comes first, of this person and the school; None where neither leaves."""
        leave = [row for row in (self, self.school) if row.leaves_on]
        return min(leave, key=lambda row: row.leaves_on, default=None)

    @property
    def full_name(self):
        return self.name or self.what_is_left

    @property
    def what_is_left(self):
        """Where no name is."""
        return gettext("a former coach") if self.looked_along else gettext("former colleague")

    @property
    def short_name(self):
        """How people are called on pages of their own visit: the first name, or all of a name that begins
        with something else."""
        return called(self.name) or self.what_is_left

    def clean(self):
        """Nobody who takes part in visits, now or from a later day on, becomes an administrator: first the
        roles end."""
        super().clean()
        becomes = (
            self.is_administrator and not User.objects.filter(pk=self.pk, is_administrator=True).exists()
        )
        if becomes and Membership.objects.not_ended().filter(user=self.pk).exists():
            words = _(
                "An administrator takes part in no visit. First end the roles of this person as of today and save; then choose this."
            )
            raise ValidationError({"is_administrator": words})

    def reads_again(self):
        """Who was an administrator, or could not sign in, was no reader in that time: keys given meanwhile
        were not given to this person."""
        self.memberships.not_ended().filter(began_at__lt=timezone.now()).update(began_at=timezone.now())

    def teaching(self, on=None):
        """Memberships as a teacher on that day (default today)."""
        return self.memberships.filter(role=Membership.Role.TEACHER).active(on)
