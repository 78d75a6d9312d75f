"""A team of a school."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.memberships import Membership
from people.names import NameField
from people.schools import School

TAKEN = _("Your school has a team of this name already. Choose another name.")
TAKEN_BY_A_CLOSED_ONE = _(
    "A closed team of your school has this name. Open that one again, or choose another name."
)


class TeamQuerySet(models.QuerySet):
    def open(self):
        """In which somebody can get a role."""
        return self.filter(closed_at=None)

    def counted(self, on=None):
        """Each with `members`: how many people have a role in it that holds, or will."""
        theirs = Membership.objects.not_ended(on).filter(team=OuterRef("pk")).order_by().values("team")
        number = theirs.annotate(number=Count("user", distinct=True)).values("number")
        return self.annotate(members=Coalesce(Subquery(number), 0))


class Team(models.Model):
    """Never deleted: visits and roles point to it. One that nobody is in any more can be closed, and opened
    again (docs/adr/0050)."""

    school = models.ForeignKey(School, models.PROTECT, related_name="teams", verbose_name=_("school"))
    name = NameField(_("name"), max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="team_names_differ_within_a_school")
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Also a name that differs in nothing but capitals is taken: people would take one for the other."""
        super().clean()
        if not self.school_id:
            return
        others = Team.objects.filter(school=self.school_id).exclude(pk=self.pk)
        for other in others:
            if other.name.casefold() == self.name.casefold():
                raise ValidationError({"name": TAKEN if other.closed_at is None else TAKEN_BY_A_CLOSED_ONE})

    def close(self):
        """Says whether it could: only a team that nobody is in, and nobody will be."""
        free = Team.objects.open().exclude(memberships__in=Membership.objects.not_ended(self.school.today))
        return bool(free.filter(pk=self.pk).update(closed_at=timezone.now()))

    def reopen(self):
        return bool(Team.objects.filter(pk=self.pk, closed_at__isnull=False).update(closed_at=None))
