"""What goes wrong is told to the server's log without a word of what people wrote."""

import logging
import traceback


class Frames(logging.Formatter):
    """The kind of error and where it happened. The message and the values are left out: they may hold typed
    text."""

    def formatException(self, ei):
        kind, _error, trace = ei
        return "".join(traceback.format_tb(trace)) + kind.__name__
