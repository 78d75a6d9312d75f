"""How far the letters are of people who were invited at the same press."""

from django.utils.functional import cached_property

from letters.waiting import Refused
from observations.models import News, ToTell
from people import invitations


class Sending:
    def __init__(self, school, moment):
        self.moment = str(moment)
        rows = ToTell.objects.filter(kind=News.INVITED, thing=self.moment, person__school=school)
        self.rows = list(rows.select_related("person__school").order_by("pk"))
        self.number = len(self.rows)

    @property
    def sent(self):
        return sum(row.told_at is not None for row in self.rows)

    @cached_property
    def refused(self):
        """Whose letter did not arrive, or not yet."""
        return [Refused(row) for row in self.rows if row.told_at is None and row.tries]

    @property
    def goes_on(self):
        return self.sent + len(self.refused) < self.number

    @property
    def links(self):
        """[(person, link)] of those who did not come yet."""
        people = [row.person for row in self.rows]
        newest = [person for person in people if invitations.number(person.invited_at) == self.moment]
        return [(person, invitations.link(person)) for person in newest if invitations.holds(person)]
