"""Who goes: the days of it, for a person and for a whole school (docs/adr/0051)."""

from datetime import timedelta

A_FORTNIGHT = timedelta(days=14)  # between the last day and the one on which nothing is left


class Goes:
    """For rows with `leaves_on`, `closed_at` and `left_at`, and the day it is where they are (`today`)."""

    @property
    def is_leaving(self):
        return self.leaves_on is not None and self.closed_at is None

    @property
    def day_before(self):
        """The latest last day of what closes now by itself: where the hourly work stood still the fortnight
        begins once it goes on."""
        return self.today - timedelta(days=1)

    @property
    def gone_on(self):
        """The day on which nothing of it is there any more."""
        return self.leaves_on and self.leaves_on + A_FORTNIGHT

    @property
    def back_until(self):
        """The last day on which one press undoes it."""
        return self.leaves_on and self.gone_on - timedelta(days=1)

    @property
    def can_come_back(self):
        return bool(self.closed_at and not self.left_at and self.today < self.gone_on)
