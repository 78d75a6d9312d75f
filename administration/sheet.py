"""What is on the page where people are invited: the text, what was read of it, and what each line still asks.

The text is the only place where lines are. Fields of a line go into it with the next reading, so that nothing
of a person is kept anywhere before the button.
"""

from collections import Counter
from dataclasses import replace

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration import intake
from administration.lists import Read, as_text, read_file, read_text
from administration.lists.addresses import addresses_in
from people.folding import fold
from people.models import Membership
from people.names import one_line

MOST = 1000  # lines that go at once
ASKED_AT_ONCE = 100  # lines that have fields; the others follow
NAMED = 8  # lines that are named one by one
MANY = 3  # lines at one strange domain: asked once


class Sheet:
    def __init__(self, school, post=None, files=()):
        self.school, self.post = school, post if post is not None else QueryDict()
        self.agreed_domains, self.agreed = self.post.getlist("domain"), self.post.getlist("agreed")
        self.typed = self.post.get("list", "")
        self.file = read_file(*files, **self.known) if files else Read()
        self.first = read_text(self.typed, **self.known)

    @cached_property
    def known(self):
        domains = intake.domains_of(self.school) | {domain.lower() for domain in self.agreed_domains}
        return {"domains": domains, "agreed": self.agreed}

    @cached_property
    def text(self):
        """What the field shows: as typed where nothing could be read of it."""
        if self.first.refused:
            return self.typed
        return as_text([*Fields(self.post).mended(self.first.lines), *self.file.lines])

    @cached_property
    def lines(self):
        return () if self.first.refused else read_text(self.text, **self.known).lines

    @property
    def refusals(self):
        """Why something was not read at all."""
        return [said for said in (self.first.refused, self.file.refused) if said]

    @property
    def reads(self):
        """What else is to be said of the list, and of the file."""
        return [read for read in (self.first, self.file) if not read.refused]

    @cached_property
    def rows(self):
        rows = [Line(row) for row in intake.look(self.lines, self.school, self.agreed)]
        for row in rows:
            row.is_asked_above = row.domain in self.many
        for row in [row for row in rows if row.asks and not row.is_asked_above][:ASKED_AT_ONCE]:
            row.has_fields = True
        return rows

    @cached_property
    def many(self):
        """{domain: how many lines} that is asked once for all of them."""
        counted = Counter(line.email.partition("@")[2] for line in self.lines if intake.is_elsewhere(line))
        return {domain: number for domain, number in counted.items() if number >= MANY}

    @property
    def agreed_here(self):
        """Addresses elsewhere that were said to be right, as far as they are in the list."""
        return sorted({line.email for line in self.lines} & {email.lower() for email in self.agreed})

    @property
    def too_many(self):
        return len(self.lines) > MOST

    def count(self, *states):
        return sum(row.state in states for row in self.rows)

    @property
    def facts(self):
        """How many of each."""
        return {state: self.count(state) for state in ("new", "known", "invited", "same")} | {
            "asks": self.asking
        }

    @property
    def going(self):
        return [row for row in self.rows if row.goes]

    @property
    def to_invite(self):
        """How many people get an invitation."""
        return len({row.line.email for row in self.going if row.gets_letter})

    @property
    def said_of_rest(self):
        """Which lines stay, in words."""
        numbers = [str(row.line.number) for row in self.rows if row.asks]
        if len(numbers) > NAMED:
            return _("Lines that still ask something do not go yet. They stay here for you.")
        lines = get_text_list(numbers, _("and"))
        said = ngettext(
            "Line %(lines)s does not go yet. It stays here for you.",
            "Lines %(lines)s do not go yet. They stay here for you.",
            len(numbers),
        )
        return said % {"lines": lines}

    @property
    def asking(self):
        return sum(row.asks for row in self.rows)

    @cached_property
    def new_teams(self):
        teams = {fold(team.name) for team in self.school.teams.open()}
        return intake.missing([row.row for row in self.rows], teams)

    def with_rest(self):
        """What was sent, with nothing but the lines that stay behind."""
        post = QueryDict(mutable=True)
        post["list"] = as_text([row.line for row in self.rows if row.stays])
        post.setlist("domain", self.agreed_domains)
        return post


class Line:
    """A row, and which fields it has."""

    has_fields = is_asked_above = False

    def __init__(self, row):
        self.row, self.line = row, row.line

    def __getattr__(self, name):
        return getattr(self.row, name)

    @property
    def gets_letter(self):
        return self.row.person is None or intake.is_to_be_invited(self.row.person)

    @property
    def roles(self):
        return [Membership.Role(role).label for role in self.line.roles]

    @property
    def raw(self):
        return as_text([self.line]).rstrip("\n")

    @property
    def domain(self):
        return self.line.email.partition("@")[2] if intake.is_elsewhere(self.line) else ""

    @property
    def short_name(self):
        return self.line.name.split()[0] if self.line.name else self.line.email


class Fields:
    """What was filled in beside lines, each with the line as it was then."""

    def __init__(self, post):
        self.post = post
        self.numbers = {}
        for key in post:
            if key.startswith("line-") and key[5:].isdecimal():
                self.numbers.setdefault(post[key], []).append(key[5:])

    def mended(self, lines):
        return [mended for line in lines if (mended := self.of(line))]

    def of(self, line):
        """The line as its fields say, or None where it is left out. One that was typed anew has none."""
        numbers = self.numbers.get(as_text([line]).rstrip("\n"))
        if not numbers:
            return line
        number = str(line.number) if str(line.number) in numbers else numbers[0]
        numbers.remove(number)
        return None if self.post.get("leave") == number else self.filled(line, number)

    def filled(self, line, number):
        name = one_line(self.post.get(f"name-{number}", line.name))
        email = self.post.get(f"email-{number}", line.email)
        if self.post.get("take") == number and line.offer:
            name, email = (name, line.offer) if "@" in line.offer else (line.offer, email)
        email = " ".join(addresses_in(email)) or one_line(email).lower()
        if not name and not email:
            return None
        team = one_line(self.post.get(f"team-{number}", line.team))
        line = replace(line, name=name, email=email, team=team)
        role = self.post.get(f"role-{number}")
        if role is None:
            return line
        added = (role,) if role in Membership.Role.values and role not in line.roles else ()
        return replace(line, roles=(*line.roles, *added), other_roles="")
