"""What a file is, by its first bytes and never by its name."""

from django.utils.translation import gettext as _

from administration.lists import decoding, oneroster, workbooks

PACKAGE = b"PK\x03\x04"  # a zip, and so a workbook
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # Excel before 2007, or with a password


class Unreadable(Exception):
    """In words for who chose the file."""


def unpacked(contents):
    """Each file; of a zip with lists, those in it."""
    for content in contents:
        inside = oneroster.in_package(content) if content.startswith(PACKAGE) else []
        yield from inside or [content]


def text_of(content):
    """(text, whether its accents are sure)."""
    if content.startswith(OLD_OR_LOCKED):
        raise Unreadable(
            _(
                "This is a workbook of an old kind or with a password. Save it as .xlsx without a password, or as .csv."
            )
        )
    text, is_sure = decoding.decoded(content)
    if "\0" in text or content.startswith(b"%PDF"):
        raise Unreadable(_("This file is no list that can be read here. Save it as .xlsx or as .csv."))
    return text, is_sure


def rows_of_workbook(content):
    try:
        return workbooks.rows_of(content)
    except workbooks.Unreadable:
        raise Unreadable(
            _(
                "This workbook cannot be read here, or is too large. Open it, copy the rows with people, and paste them below."
            )
        ) from None
