"""What happens when somebody leaves, as a diary: shown before the button, and no number of anything."""

from datetime import date, timedelta
from typing import NamedTuple

from people.going import A_FORTNIGHT, Goes


class Diary(NamedTuple):
    """For this last day; of a school for all of its people."""

    who: Goes
    last_day: date

    @property
    def is_today(self):
        return self.last_day == self.who.today

    @property
    def gone_on(self):
        return self.last_day + A_FORTNIGHT

    @property
    def back_until(self):
        return self.gone_on - timedelta(days=1)
