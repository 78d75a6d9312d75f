"""From the bytes of a feed to lines, before anything understands them."""

import codecs
import re

from .unusable import Unusable

LINE_ENDS = b"\r\r\n", b"\r\n", b"\r"  # the second is that of RFC 5545, the others of careless programs
FOLDS = b"\n ", b"\n\t"
PAGE = re.compile(rb"<!doctype html|<html|<head|<body|<script", re.I)
BEGIN, END = re.compile(rb"BEGIN:VCALENDAR\s", re.I), re.compile(rb"\nEND:VCALENDAR[ \t]*\n\Z", re.I)
EACH = re.compile(r"^(?=BEGIN:VCALENDAR\s*$)", re.I | re.M)
LOOKED_AT = 4096  # bytes in which a page of the web says that it is one


def lines_of(data):
    """Bytes with one kind of line end, every line whole. Unfolded before they become letters: a fold may
    stand within one."""
    data = data.removeprefix(codecs.BOM_UTF8).strip() + b"\n"
    if not BEGIN.match(data):
        raise Unusable("login" if PAGE.search(data[:LOOKED_AT]) else "other")
    for end in LINE_ENDS:
        data = data.replace(end, b"\n")
    if not END.search(data):
        raise Unusable("cut")
    for fold in FOLDS:
        data = data.replace(fold, b"")
    return data


def letters(data):
    """UTF-8, as it must be; else what older programs of Windows write."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def calendars(text):
    """A file may hold several, each with definitions of zones of its own."""
    return [each for each in EACH.split(text) if each.strip()]
