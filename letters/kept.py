"""Letters that nobody was sent: where there is no mail server they lie in var/mail, as they were told. The
demo shows those of its people."""

from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils.functional import cached_property

from people.models import User

MOST = 500  # files that are looked at, the newest first
BETWEEN = (
    b"\n" + b"-" * 79 + b"\n"
)  # what Django writes after each letter; two of one second may share a file
HEADS = BytesHeaderParser(policy=policy.default)


class Kept:
    """One letter, under the name of its file and its number in it."""

    def __init__(self, name, content):
        self.name, self.content, self.head = name, content, HEADS.parsebytes(content)

    @property
    def to(self):
        return parseaddr(self.head["To"])[1]

    @property
    def subject(self):
        return self.head["Subject"]

    @property
    def at(self):
        return parsedate_to_datetime(self.head["Date"])

    @cached_property
    def message(self):
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def text(self):
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self):
        return self.message.get_body(("html",)).get_content()

    @property
    def calendar(self):
        """The attached file, or None."""
        files = (part for part in self.message.walk() if part.get_content_type() == "application/ics")
        return next((part.get_content() for part in files), None)


def letters(person=None):
    """To this person of the demo, or to all of them, the newest first. Only what the postman brought: a
    letter with a code or a link for another password is nobody else's to read, also in a demo. That of an
    invitation lets in as somebody who was never here."""
    people = {each.email: each for each in User.objects.demo() if person in (None, each.pk)}
    found = [each for each in everything() if each.head["Auto-Submitted"] and each.to in people]
    for each in found:
        each.person = people[each.to]
    return found


def letter(name):
    """By its name among these, or None; no part of an address is ever part of a path."""
    return next((each for each in letters() if each.name == name), None)


def everything():
    folder = Path(settings.LETTER_BOX["OPTIONS"]["file_path"])
    for path in sorted(folder.glob("*.log"), key=when_written, reverse=True)[:MOST]:
        contents = path.read_bytes().split(BETWEEN)[:-1]
        for number, content in reversed(list(enumerate(contents))):
            yield Kept(f"{path.stem}-{number}", content)


def when_written(path):
    """Its name says the second, the disk what came after what within it."""
    return path.name[:15], path.stat().st_mtime_ns


def throw_away(address):
    """Letters to somebody who is gone, where they lie on the server. One file may hold several."""
    folder = Path(settings.LETTER_BOX["OPTIONS"]["file_path"])
    for path in folder.glob("*.log") if address else ():
        *contents, rest = path.read_bytes().split(BETWEEN)
        others = [each for each in contents if parseaddr(HEADS.parsebytes(each)["To"])[1] != address]
        if not others:
            path.unlink()
        elif len(others) < len(contents):
            path.write_bytes(BETWEEN.join([*others, rest]))
