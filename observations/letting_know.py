"""What a page says after an action: whether the other one hears of it by letter. Of who wants no letter of
this kind nothing is said."""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _


def with_letter(words, kind, person):
    """The words, and what is true of a letter of this kind to this person; None is nobody."""
    more = said(kind, person) if person else ""
    return f"{words} {more}".strip()


def said(kind, person):
    if not settings.MAIL_HOST:
        return _("No mail is sent here, so tell {name} yourself.").format(name=person.short_name)
    wants = import_string(settings.WANTS_LETTER)
    if not (person.email and person.is_active and wants(person, kind)):
        return ""
    return _("{name} gets a letter.").format(name=person.short_name)
