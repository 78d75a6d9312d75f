"""What is left once five have spoken: counts, each batch by itself, for its coach alone."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from checklists.editions import content_of
from checklists.models import Edition, Item, Theme
from echo.models import BATCH, Batch, Choice, Saying
from echo.sentences import sentences
from people import traces

TABLES = (Batch._meta.db_table, Saying._meta.db_table)
YEARS = 2  # after which a batch that is not full goes, unread


def month(person):
    """The first of this month, where the person's school stands: no day is kept."""
    return person.today.replace(day=1)


def close_if_full(batch):
    """To be called with the batch locked; says whether it did. What no key of now opens is no answer, and
    does not count."""
    said = [choices for saying in batch.sayings.all() if (choices := saying.choices)]
    is_full = len(said) == BATCH
    if is_full:
        close(batch, said)
    return is_full


def close(batch, said):
    batch.counts = {need: counted([choices[need] for choices in said]) for need in Theme.values}
    batch.begun_on = batch.closed_on = month(batch.coach)
    batch.save()
    batch.sayings.all().delete()


def counted(answers):
    """{choice: how many}, in the order of the choices; None where all said the same, because then a count
    says of each what they said."""
    found = Counter(answers)
    return {choice: found[choice] for choice in Choice.values} if len(found) > 1 else None


@transaction.atomic
def forget_echo():
    """Batches that were not full in two years, for the hourly work; with all that was said in them. Says how
    many."""
    today = timezone.localdate()
    old = Batch.objects.filter(closed_on=None, begun_on__lte=today.replace(year=today.year - YEARS, day=1))
    batches = list(old.select_for_update().order_by("begun_on"))
    for batch in batches:
        batch.delete()
    if batches:
        traces.leave(*TABLES)
    return len(batches)


# --- for the coach --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    item: Item
    rows: list  # [(words of a choice, how many)]; [] where all said the same


@dataclass(frozen=True)
class Heard:
    month: date
    sentences: list[Counts]


def heard(coach):
    """Closed batches from the month after on, the newest first; two of one month in no order of time. Nothing
    of the one that is open, also not that there is one."""
    over = Batch.objects.filter(coach=coach, closed_on__lt=month(coach))
    rows = sorted(over, key=lambda batch: (batch.closed_on, json.dumps(batch.counts)), reverse=True)
    newest = (
        Edition.objects.newest_for(coach.school_id).filter(checklist__school=None).first() if rows else None
    )
    items = sentences(content_of(newest.pk)) if newest else []
    return [Heard(row.closed_on, [counts(item, row.counts[item.theme]) for item in items]) for row in rows]


def counts(item, found):
    return Counts(item, [(choice.label, found[choice]) for choice in Choice] if found else [])
