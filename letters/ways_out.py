"""At the foot of a letter, and for mail programs: where its reader says which letters come. None where this
one always comes."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from letters import wishes


def choices(person, kinds):
    """(label, address)"""
    if not (off := wishes.address(person, kinds)):
        return []
    page = f"{settings.SITE_URL}{reverse('wishes')}"
    return [(gettext("Switch these letters off"), off), (gettext("Choose which letters you want"), page)]


def below(choices):
    return [f"{label}:\n{address}" for label, address in choices]


def way_out(person, kinds):
    """For the mail program of the reader: by one press (RFC 2369, RFC 8058)."""
    off = wishes.address(person, kinds)
    return (
        {"List-Unsubscribe": f"<{off}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if off else {}
    )
