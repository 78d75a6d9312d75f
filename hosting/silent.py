"""Where nobody writes down who came when: a student answers, a calendar asks, a teacher says how a visit
was. Not as a line, and not even as one more of a number."""

import re

SILENT = re.compile(r"/(p|calendar)/|/visits/[^/]+/echo/")


def is_silent(path):
    return bool(SILENT.match(path))
