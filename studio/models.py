"""What a draft remembers to take back, and what teachers propose. The draft itself is an unpublished Edition
with its rows (checklists/models.py)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists.models import Checklist, Edition, Theme
from people.models import Language, School


class Change(models.Model):
    """One thing that was done to a draft, as what was there before: the newest is taken back first. It goes
    when the draft is published.

    `before`: {"item" or "suggestion": {key: {field: value}, or None where there was no such row}}.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20)  # of studio/undo.py
    before = models.JSONField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["edition", "-id"], name="newest_change_of_a_draft")]


class ProposalQuerySet(models.QuerySet):
    def unread(self, user):
        """Answered, and not seen yet by who proposed it."""
        return self.filter(by=user, answered_at__isnull=False, seen_at=None)


class Proposal(models.Model):
    """A point, or another wording of one, that somebody of the school proposes for its checklist."""

    class State(models.TextChoices):
        OPEN = "open", _("not answered yet")
        TAKEN = "taken", _("taken into the draft")
        NOT_TAKEN = "not_taken", _("not taken")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="proposals")
    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals")
    key = models.CharField(max_length=60, blank=True)  # of the point it is about; empty: a new one
    theme = models.CharField(max_length=12, choices=Theme)
    text = models.TextField(_("how it could be"))
    why = models.TextField(_("why"), blank=True)
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    says_name = models.BooleanField(default=False, db_default=False)  # else nobody reads who proposed it
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(_("your answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # the answer, by who proposed it

    objects = ProposalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["school", "-made_at"], name="proposals_of_a_school"),
            models.Index(fields=["by", "-made_at"], name="proposals_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="an_answered_proposal_says_when",
                condition=Q(state="open", answered_at=None)
                | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(name="a_proposal_is_of_a_need", condition=Q(theme__in=Theme.values)),
        ]

    def __str__(self):
        return self.text

    @property
    def is_answered(self):
        return self.answered_at is not None
