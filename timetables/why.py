"""Why a timetable could not be had: every reason, of fetching and of reading, in one list. The words for a
teacher, and what to do: timetables/words.py."""

from django.db import models


class Why(models.TextChoices):
    ADDRESS = "address"  # no https or webcal, or no address at all
    WITHIN = "within"  # leads into our own network
    NAME = "name"  # no such host
    CERTIFICATE = "certificate"
    SILENT = "silent"  # no connection, or closed at once
    LATE = "late"  # no end to it within our time
    LOCKED = "locked"  # asks for a password: 401, 403
    GONE = "gone"  # nothing there (any more): 404, 410
    STATUS = "status"  # another answer that is no calendar, such as 500
    PLAIN = "plain"  # leads on to an address without https
    ROUND = "round"  # leads on and on
    LARGE = "large"  # too many bytes, also after unpacking
    LOGIN = "login"  # a web page, most often one to sign in on
    OTHER = "other"  # something, and no calendar
    CUT = "cut"  # begins as a calendar and has no end
    BROKEN = "broken"  # a calendar that cannot be understood
    BUSY = "busy"  # a calendar that says only which times are taken
    MANY = "many"  # more lessons in these weeks than one person gives
    HEAVY = "heavy"  # took too much time or memory to read
    SEALED = "sealed"  # no key of now opens the address


class Unusable(Exception):
    """Says why, and nothing else: an address and the words of a timetable are in no message and no log."""

    def __init__(self, why):
        super().__init__(str(why))
        self.why = Why(why)
