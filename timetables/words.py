"""What a teacher reads of a timetable that could not be had, and what to do."""

from django.utils.translation import gettext_lazy as _

from timetables.why import Why

WORDS = {
    Why.ADDRESS: _("This is no address that begins with https:// or webcal://. Copy the whole address from your timetable program. Does it begin with http://, then try it with https://."),
    Why.WITHIN: _("This address leads into a network that we may not look into. Ask at your school for an address that also works at home."),
    Why.NAME: _("This address does not exist. Perhaps a part fell off while copying."),
    Why.CERTIFICATE: _("The security of this address is not right, so we ask nothing there. Your school’s IT can put that right."),
    Why.SILENT: _("Nobody answers at this address. Try again later, or copy the address once more."),
    Why.LATE: _("The answer takes too long. Try again in a few minutes."),
    Why.LOCKED: _("This address asks for a password. Look in your timetable program for ‘subscribe’ or ‘calendar link’: that address works without one."),
    Why.GONE: _("There is nothing at this address any more. Make a new link in your timetable program."),
    Why.STATUS: _("There is a fault at the other end. Try again later; if it stays, make a new link in your timetable program."),
    Why.PLAIN: _("This address leads on to one without https, and there anybody could read along. Ask at your school for a safe address."),
    Why.ROUND: _("This address leads on again and again. Copy the address of the calendar itself."),
    Why.LARGE: _("This is too much for the timetable of one person. Choose only your own timetable, or a shorter period."),
    Why.LOGIN: _("There is a web page at this address, often one to sign in on, and no timetable. Choose ‘subscribe’ or ‘calendar link’ in your timetable program."),
    Why.OTHER: _("What is there is no calendar. Look for ‘iCal’, ‘ics’ or ‘subscribe’ in your timetable program."),
    Why.CUT: _("The timetable came in half. Try again."),
    Why.BROKEN: _("This is a calendar, but it cannot be read. Try again later, or choose another way in your timetable program."),
    Why.BUSY: _("This calendar says only when you are busy, not with what. Choose ‘with details’ or ‘titles and places’ when you share it."),
    Why.MANY: _("There are more lessons in these weeks than one person gives. Choose only your own timetable."),
    Why.HEAVY: _("This calendar is too heavy to read. Choose only your own timetable, or a shorter period."),
    Why.SEALED: _("We can no longer open the address that you gave. Give it once more."),
}  # fmt: skip
OF_A_FILE = WORDS | {
    Why.LOGIN: _("This file is a web page, and no calendar. Look for ‘iCal’, ‘ics’ or ‘export’ in your timetable program."),
    Why.OTHER: _("This file is no calendar. Look for ‘iCal’, ‘ics’ or ‘export’ in your timetable program."),
    Why.CUT: _("Half of this file is missing. Make it once more."),
}  # fmt: skip
