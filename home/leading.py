"""What somebody who leads a team finds on the start page: what colleagues share, and the mirror of the
team."""

from reports.glimpses import Mirrors
from reports.shares import shares_of, with_visits

MOST_NEW, MOST_READ = 5, 3  # the rest is a press away, and nobody is told how many there are (docs/adr/0017)


class Leading:
    """Five queries, however much is shared and however many teams there are. `is_first`: the first of what is
    new is the very next thing on the page."""

    def __init__(self, user, *, is_first):
        shares = shares_of(user)
        new = [share for share in shares if share.is_new]
        read = [share for share in shares if not share.is_new]
        shown = with_visits(new[:MOST_NEW] + read[:MOST_READ])
        for share in shown:
            share.is_short = True
        self.new = [share for share in shown if share.is_new]
        self.read = [share for share in shown if not share.is_new]
        for share in self.new[:1]:
            share.is_first = is_first
        self.has_more = len(shares) > len(shown)
        self.mirrors = Mirrors(user)
