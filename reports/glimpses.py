"""The newest mirror of each own team as it stands on a page with names: a few lines and no number
(docs/adr/0017, 0027)."""

from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import pgettext

from checklists.editions import content_of
from checklists.models import Item
from people.compiled import compiled
from people.models import Membership, User
from reports.mirror import mirrors_of
from reports.models import Mirror, Period


class Glimpse:
    """Of each need the first point that is listed, in the order of the checklist: never by how many
    lessons."""

    def __init__(self, mirror, items):
        self.mirror, self.team, self.period = mirror, mirror.team, mirror.period
        listed = [item for item in items if str(item.pk) in mirror.counts.get("points", {})]
        themes = content_of(listed[0].edition_id).themes if listed else []
        firsts = [
            (theme, next((item for item in listed if item.theme == theme["key"]), None)) for theme in themes
        ]
        self.lines = [(theme, item) for theme, item in firsts if item]

    @property
    def months(self):
        """Sep – Oct, for in the margin."""
        first, last = (
            date_format(day, pgettext("short month", "M")) for day in (self.period.start, self.period.end)
        )
        return first if first == last else f"{first} – {last}"

    @property
    def has_enough(self):
        return bool(self.mirror.counts)


class Mirrors:
    """What the start page of a lead and the page of the team tell of mirrors. Three queries."""

    def __init__(self, user):
        self.newest, self.next_on = glimpses(user), None
        if period := coming_periods.first(user, timezone.localdate()):
            self.next_on, self.next_period = period.mirror_day, period


def glimpses(user):
    mirrors = newest_mirrors(user, timezone.localdate())
    listed = {int(pk) for mirror in mirrors for pk in mirror.counts.get("points", {})}
    editions = editions_of(list(listed)) if listed else []
    items = [item for edition in editions for item in content_of(edition).items]
    return [Glimpse(mirror, items) for mirror in mirrors]


@compiled
def editions_of(items: list[int]):
    """In which these items stand; the items themselves are in memory."""
    found = Item.objects.filter(pk__in=items).order_by("edition__checklist", "edition__number")
    return found.values_list("edition", flat=True).distinct()


@compiled
def newest_mirrors(user: User, today: date):
    newest = Mirror.objects.filter(team=OuterRef("team")).order_by("-period__start").values("pk")[:1]
    return mirrors_of(user, today).filter(pk=Subquery(newest)).order_by("team__name")


@compiled
def coming_periods(user: User, today: date):
    mine = Membership.objects.active(today).filter(user=user)
    return Period.objects.filter(school__teams__in=mine.values("team"), end__gte=today).order_by("end")[:1]
