"""What teachers say of a visit and its coach: four sentences, one of each need. Single answers are sealed and
read by nobody; five different teachers close a batch, and then only counts are left (docs/adr/0061)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checklists.models import Theme
from observations.models import Lesson
from people.sealed import Seal

SEAL = Seal("echo.saying")
BATCH = 5  # different teachers; evidence.md 4.4: five, and no more than one answer of each


class Choice(models.TextChoices):
    YES = "yes", _("yes")
    PARTLY = "partly", _("partly")
    NO = "no", _("no")
    SKIP = "skip", _("rather not say")


BY_LETTER = {choice[0]: choice for choice in Choice.values}


class Batch(models.Model):
    """Of one coach. While it is open it has no counts; once closed it has nothing but these, and stays as it
    is: who comes later is in the next one. Of its days only the month is kept, as the first of it."""

    coach = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="echo_batches")
    begun_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    # {need: {choice: how many}}; {need: None} where all said the same
    counts = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coach"], condition=Q(closed_on=None), name="one_open_batch_per_coach"),
            models.CheckConstraint(name="only_a_closed_batch_has_counts", condition=Q(closed_on=None, counts__isnull=True) | Q(closed_on__isnull=False, counts__isnull=False)),
        ]  # fmt: skip
        indexes = [models.Index(fields=["begun_on"], condition=Q(closed_on=None), name="open_batches_by_age")]


class Saying(models.Model):
    """One teacher's four answers, until the batch closes: one per teacher, whatever the number of visits."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="sayings")
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    sealed = models.TextField()  # a letter of each choice, in the order of the needs: always as long

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "teacher"], name="one_saying_per_teacher_and_batch"),
        ]  # fmt: skip

    @property
    def choices(self):
        """{need: choice}; {} where no key of now opens it."""
        letters = SEAL.opened(self.sealed)
        return {need: BY_LETTER[letter] for need, letter in zip(Theme.values, letters, strict=False)}

    @choices.setter
    def choices(self, said):
        self.sealed = SEAL.sealed("".join(said[need][0] for need in Theme.values))
