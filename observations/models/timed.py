"""What has a begin and perhaps an end: a visit, and a lesson that is offered with it."""

from datetime import UTC

from django.utils import timezone

from observations.models.querysets import A_LESSON
from people.days import in_words


class Timed:
    @property
    def moment(self):
        """Begin and end as one text, in whatever zone they were given: what a person saw when saying yes."""
        return "/".join(time.astimezone(UTC).isoformat() for time in (self.start, self.end) if time)

    @property
    def in_words(self):
        """When it is, as people say it: with the year, and how far away."""
        start, end = (moment and timezone.localtime(moment) for moment in (self.start, self.end))
        return in_words(start.date(), start.time(), end and end.time())

    @property
    def until(self):
        return self.end or self.start + A_LESSON
