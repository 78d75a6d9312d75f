"""libical by its own functions: its parser, its rules for each kind of letter, and which of two is newer."""

import ctypes
import os
import re
from datetime import UTC, datetime
from pathlib import Path

EVENT = 4  # ICAL_VEVENT_COMPONENT


class Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    ]  # fmt: skip


POINTER, WORDS, NUMBER = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
GIVES = {
    "icalparser_parse_string": (POINTER, WORDS),
    "icalcomponent_get_first_component": (POINTER, POINTER, NUMBER),
    "icalcomponent_get_next_component": (POINTER, POINTER, NUMBER),
    "icalcomponent_get_first_property": (POINTER, POINTER, NUMBER),
    "icalcomponent_count_errors": (NUMBER, POINTER),
    "icalcomponent_get_dtstart": (Time, POINTER),
    "icalcomponent_get_dtend": (Time, POINTER),
    "icalcomponent_get_summary": (WORDS, POINTER),
    "icalcomponent_get_uid": (WORDS, POINTER),
    "icalcomponent_get_status": (NUMBER, POINTER),
    "icalcomponent_get_sequence": (NUMBER, POINTER),
    "icalproperty_status_to_string": (WORDS, NUMBER),
    "icalproperty_string_to_kind": (NUMBER, WORDS),
    "icalproperty_get_parameter_as_string": (WORDS, POINTER, WORDS),
    "icalproperty_enum_to_string": (WORDS, NUMBER),
    "icalrestriction_check": (NUMBER, POINTER),
    "icaltime_is_utc": (NUMBER, Time),
    "icalclassify": (NUMBER, POINTER, POINTER, WORDS),
}


def load():
    """The two libraries, as one that knows what each function takes and gives."""
    parser, answers = [ctypes.CDLL(name, ctypes.RTLD_GLOBAL) for name in os.environ["LIBICAL"].split()]
    for name, (gives, *takes) in GIVES.items():
        function = getattr(answers if name == "icalclassify" else parser, name)
        function.restype, function.argtypes = gives, takes
        setattr(parser, name, function)
    return parser


def version():
    """It has no function for that; its file is called by it, where the system says which file is open."""
    maps = Path("/proc/self/maps")
    found = re.search(r"libical\.so\.(\S+)", maps.read_text()) if maps.exists() else None
    return found[1] if found else "3"


def moment(library, time):
    assert library.icaltime_is_utc(time), "a time in UTC is read as another"
    return datetime(time.year, time.month, time.day, time.hour, time.minute, time.second, tzinfo=UTC)


def events(library, component):
    found = library.icalcomponent_get_first_component(component, EVENT)
    while found:
        yield found
        found = library.icalcomponent_get_next_component(component, EVENT)
