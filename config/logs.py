"""What goes wrong is told to the server's log without a word of what people wrote."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from hosting.numbering import number
from hosting.silent import is_silent

ADDRESS = re.compile(r"(?<!\S)/\S*")
SECRET = re.compile(r"(/calendar/)[^/\s]+")  # whoever knows that address reads what is there


def is_of_silent(record):
    return is_silent(getattr(getattr(record, "request", None), "path_info", ""))


class Told(logging.Filter):
    """That the database was away while a student answered would say when. What broke in the program is told,
    without the address."""

    def filter(self, record):
        return bool(record.exc_info) or not is_of_silent(record)


class Frames(logging.Formatter):
    """The kind of error and where it happened. The message and the values are left out: they may hold typed
    text. So is the address of somebody's own feed."""

    def formatMessage(self, record):
        told = SECRET.sub(r"\1…", super().formatMessage(record))
        if is_of_silent(record):
            told = ADDRESS.sub("…", told)
        return f"{told} [{number.get()}]" if number.get() else told

    def formatException(self, ei):
        kind, _error, trace = ei
        return "".join(traceback.format_tb(trace)) + kind.__name__


class Lines(Frames):
    """One JSON object a line, for programs that gather logs. Without addresses, which may say whose visit it
    is: the name of an address is among the `facts` of a request (hosting/middleware.py)."""

    def format(self, record):
        found = getattr(getattr(record, "request", None), "resolver_match", None)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": ADDRESS.sub("…", record.getMessage()),
            "id": number.get(),
            "route": found and found.view_name,
            **getattr(record, "facts", {}),
            "trace": record.exc_info and self.formatException(record.exc_info),
        }
        return json.dumps({name: value for name, value in line.items() if value not in (None, "")})
