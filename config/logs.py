"""What goes wrong is told to the server's log without a word of what people wrote."""

import logging
import re
import traceback

SECRET = re.compile(r"(/calendar/)[^/\s]+")  # whoever knows that address reads what is there


class Frames(logging.Formatter):
    """The kind of error and where it happened. The message and the values are left out: they may hold typed
    text. So is the address of somebody's own feed."""

    def formatMessage(self, record):
        return SECRET.sub(r"\1…", super().formatMessage(record))

    def formatException(self, ei):
        kind, _error, trace = ei
        return "".join(traceback.format_tb(trace)) + kind.__name__
