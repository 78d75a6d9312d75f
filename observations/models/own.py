"""What a teacher asks in own words: points of one visit, beside those of its edition (docs/adr/0080).

Answers, moments and the lens point to lines of an edition. Those of an own point point to one of a dozen
places without words, three for each need, in an edition that is never published; the words stand in a row of
the visit. So nothing that reads lines of editions, of a school or of all, can find them, and they go with the
visit.
"""

import uuid
from copy import copy

from django.db import models
from django.db.models import Q

from checklists.models import Checklist, Edition, Item, Kind, Theme
from people.compiled import compiled
from people.models import Language

MAX_OWN_POINTS = 3
MAX_OWN_TEXT = 200  # characters: one sentence, as the points of a checklist are
PLACES, PLACE = "own-points", "own-point."  # of the list, and of each key in it
SLOTS = range(1, MAX_OWN_POINTS + 1)
AFTER_ALL = 30_000  # in the order of an edition


class OwnPoint(models.Model):
    """A point in the words of the teacher. An empty one was taken away; the row stays, so that a late retry
    is no new one."""

    lesson = models.ForeignKey("observations.Lesson", models.CASCADE, related_name="own_points")
    slot = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    text = models.CharField(max_length=MAX_OWN_TEXT, blank=True)
    lang = models.CharField(max_length=2, choices=Language, default=Language.NL)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "slot"], name="an_own_point_once_in_a_visit"),
            models.CheckConstraint(
                name="a_visit_has_three_own_points", condition=Q(slot__gte=1, slot__lte=MAX_OWN_POINTS)
            ),
        ]

    @property
    def theme(self):
        return self.item.theme if self.text else ""

    def as_item(self):
        """The point as both voices meet it, for the pages of its visit; never to be saved. Names of points
        stand in lists and sentences, so without a stop."""
        item = copy(self.item)
        item.text_nl = item.short_nl = self.text.rstrip(".") or self.text
        item.is_own, item.lang, item.order = True, self.lang, AFTER_ALL + self.slot
        return item


@compiled
def own_points_of(lessons: list[uuid.UUID]):
    return OwnPoint.objects.filter(lesson__in=lessons).select_related("item")


def read_along(lessons):
    """The own points of many visits in one question; none where no visit has any."""
    having = {lesson.pk: lesson for lesson in lessons if lesson.has_own_points}
    for lesson in having.values():
        lesson.own_rows = []
    for row in own_points_of(list(having)) if having else ():
        having[row.lesson_id].own_rows.append(row)


def place(theme, slot):
    """The item that stands for it; all of them are made when the first is asked for."""
    places = Item.objects.filter(edition__checklist__school=None, edition__checklist__key=PLACES)
    mine = places.filter(theme=theme, order=slot)
    if not mine.exists():
        make_places()
    return mine.get()


def make_places():
    named = {"name_nl": "Eigen kijkpunten", "name_en": "Own items"}
    checklist, _made = Checklist.objects.get_or_create(school=None, key=PLACES, defaults=named)
    edition, _made = Edition.objects.get_or_create(checklist=checklist, number=1)
    rows = [
        Item(edition=edition, key=f"{PLACE}{theme}.{slot}", order=slot, kind=Kind.POINT, theme=theme, default=False)
        for theme in Theme.values
        for slot in SLOTS
    ]  # fmt: skip
    Item.objects.bulk_create(rows, ignore_conflicts=True)
