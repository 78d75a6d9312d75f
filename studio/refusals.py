"""Why not now, in a draft."""

from django.utils.translation import gettext_lazy as _

from observations import refusals


class NotNow(refusals.NotNow):
    reasons = {
        "published": _(
            "This draft was put to use meanwhile, and from then on it stays as it is. Your words are still here: copy them, and begin the next edition."
        )
    }
