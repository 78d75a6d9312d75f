"""A message whose addresses stay whole, and whose words arrive as they were typed.

Python writes what is longer than a line and has no spaces as quoted-printable (RFC 2047), also where a header
holds an address or the id of a message, and then no program reads it (findings/long-address-in-a-header.sh).
And it reads what looks written so (`=?utf-8?q?...?=`), also where somebody is called that.
"""

from email.header import Header
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import default

from django.core.mail import EmailMultiAlternatives


class Whole(UnstructuredHeader):
    """On one line, which may be far longer than is usual (RFC 5322, 2.1.1)."""

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


class Typed(UnstructuredHeader):
    """What looks encoded is encoded once more, so that nobody's name becomes another one on the way."""

    @classmethod
    def parse(cls, value, kwds):
        super().parse("" if "=?" in value else value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy):
        if "=?" not in self:
            return super().fold(policy=policy)
        encoded = Header(str(self), "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


HEADERS = HeaderRegistry(default_class=Typed)
HEADERS.map_to_type("subject", Typed)
for name in ("list-unsubscribe", "message-id", "references", "in-reply-to"):
    HEADERS.map_to_type(name, Whole)


class Letter(EmailMultiAlternatives):
    def message(self, *, policy=default):
        """In ASCII: Python would leave short lines with other signs as they are, such as a name in a calendar
        file, and not every mail server takes those (RFC 6152); and encoded lines two signs too long (RFC
        2045, 6.7)."""
        ascii = {"cte_type": "7bit", "max_line_length": 76}
        return super().message(policy=policy.clone(header_factory=HEADERS, **ascii))
