"""From the bytes of a feed to lines, before anything understands them."""

import codecs
import re

from .unusable import Unusable

# Two bytes at most at the end of a line, as RFC 5545 has them, or what careless programs make of them
LINE_END = re.compile(rb"\r\r\n|\r\n|\r")
FOLD = re.compile(rb"\n[ \t]")
PAGE = re.compile(rb"<!doctype html|<html|<head|<body|<script", re.I)
BEGIN, END = re.compile(rb"BEGIN:VCALENDAR\s", re.I), re.compile(rb"\nEND:VCALENDAR\s*\Z", re.I)
EACH = re.compile(r"^(?=BEGIN:VCALENDAR\s*$)", re.I | re.M)
LOOKED_AT = 4096  # bytes in which a page of the web says that it is one


def lines_of(data):
    """Bytes with one kind of line end, every line whole. Unfolded before they become letters: a fold may
    stand within one."""
    data = data.removeprefix(codecs.BOM_UTF8).strip() + b"\n"
    if not BEGIN.match(data):
        raise Unusable("login" if PAGE.search(data[:LOOKED_AT]) else "other")
    data = LINE_END.sub(b"\n", data)
    if not END.search(data):
        raise Unusable("cut")
    return FOLD.sub(b"", data)


def letters(data):
    """UTF-8, as it must be; else what older programs of Windows write."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def calendars(text):
    """A file may hold several, each with definitions of zones of its own."""
    return [each for each in EACH.split(text) if each.strip()]
