"""What reading gives: lines about people, and what else is to be said of a list."""

from collections import namedtuple
from dataclasses import dataclass

# One person as it stands there, before anybody looked whether it is right; `roles` are words.
Found = namedtuple("Found", ["name", "email", "team", "roles"], defaults=["", "", "", ""])


class Problem:
    """Why a line is not taken along yet. All but SAME ask something of the reader."""

    STUDENT = "student"
    TWO_ADDRESSES = "two_addresses"
    NO_ADDRESS = "no_address"
    UNFINISHED = "unfinished"
    NOT_AN_ADDRESS = "not_an_address"
    SAME = "same"
    TWO_NAMES = "two_names"
    NO_NAME = "no_name"
    NAME = "name"  # shows nothing, or is too long
    ELSEWHERE = "elsewhere"
    ROLE = "role"
    TEAM_IS_A_DAY = "team_is_a_day"
    TEAM = "team"  # too long


@dataclass(frozen=True)
class Line:
    """One person, as `as_text` writes one line. `said`, `note` are for the reader, in the language of now."""

    number: int
    name: str = ""
    email: str = ""  # in lower case; as it stands there where it is no address
    team: str = ""
    roles: tuple[str, ...] = ()  # of Membership.Role
    other_roles: str = ""  # words that name no role here
    problem: str = ""  # of Problem; empty: it can be taken along
    said: str = ""
    offer: str = ""  # a name or an address that may be meant: offered, never taken
    same_as: int = 0  # the first line with this address, where this adds a team or role to it
    note: str = ""

    @property
    def asks(self):
        """The reader has something to answer before this person can come."""
        return bool(self.problem) and self.problem != Problem.SAME


@dataclass(frozen=True)
class Skipped:
    """A row of a file that is nobody to invite. `number` is that of the row in the file."""

    number: int
    name: str
    said: str


@dataclass(frozen=True)
class Read:
    """`refused` says in words why nothing of it was read; then there are no lines."""

    kind: str = "plain"
    lines: tuple[Line, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    columns_left_out: tuple[str, ...] = ()  # as the file calls them
    remarks: tuple[str, ...] = ()
    accents: tuple[str, ...] = ()  # some names, for a look: how their letters are written had to be guessed
    refused: str = ""
