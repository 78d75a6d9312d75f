"""Sentences of Django that people here can meet, and that its Dutch leaves in English or says with *u*. They
stand here so that script/messages collects them: our catalogue is asked before Django's own."""

from django.utils.translation import gettext_noop, ngettext_lazy

# pages of the administrator
gettext_noop("You may edit it again below.")
gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below.")
gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below.")
gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below.")
gettext_noop("You don’t have permission to view or edit anything.")
gettext_noop("After you’ve created a user, you’ll be able to edit more user options.")
gettext_noop("Filter by %(field_name)s")
gettext_noop("Pagination %(name)s")
gettext_noop("Pagination %(name)s entries")
gettext_noop("Search %(name)s")
gettext_noop("Logout")
gettext_noop(
    "Are you sure you want to delete the %(object_name)s “%(escaped_object)s”? All of the following related items will be deleted:"
)
gettext_noop(
    "Are you sure you want to delete the selected %(objects_name)s? All of the following objects and their related items will be deleted:"
)
gettext_noop(
    "Deleting the %(object_name)s “%(escaped_object)s” would result in deleting related objects, but your account doesn't have permission to delete the following types of objects:"
)
gettext_noop(
    "Deleting the %(object_name)s “%(escaped_object)s” would require deleting the following protected related objects:"
)
gettext_noop(
    "Deleting the selected %(objects_name)s would result in deleting related objects, but your account doesn't have permission to delete the following types of objects:"
)
ngettext_lazy("…and %(count)d more object.", "…and %(count)d more objects.")

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
