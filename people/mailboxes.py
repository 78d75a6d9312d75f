"""What may stand before the @: what every mail program writes and reads in one way."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ENCODED = (
    "=?"  # begins an encoded word, which means nothing in an address (RFC 2047, 5) and yet is decoded by some
)


def is_plain(address):
    """Neither an encoded word nor a letter that only looks like a plain one."""
    local = address.rpartition("@")[0]
    if ENCODED in local or not local.isascii():
        raise ValidationError(
            _("Before the @ there are plain letters and figures, without accents."), code="not_plain"
        )
