"""Sentences of Django that people here can meet, and that its Dutch leaves in English or says with *u*. They
stand here so that script/messages collects them: our catalogue is asked before Django's own."""

from django.utils.translation import gettext_noop, ngettext_lazy

# a password of one's own
gettext_noop("Your password can’t be too similar to your other personal information.")
gettext_noop("Your password can’t be a commonly used password.")
gettext_noop("Your password can’t be entirely numeric.")
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
)
