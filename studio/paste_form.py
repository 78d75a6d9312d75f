from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.fields import fields_only
from people.names import Name

UNKNOWN = "unknown"
MAY = [
    ("", _("Choose")),
    ("own", _("Yes, it is of our school")),
    ("agreed", _("Yes, who made it agrees")),
    ("open", _("Yes, it has an open licence")),
    (UNKNOWN, _("I do not know")),
]
# As it is said at a line, behind where it comes from
SOURCE = {"own": _("of our school"), "agreed": _("who made it agrees"), "open": _("open licence")}


class PasteForm(forms.Form):
    """Where a list comes from, and whether the school may use it: a list of others is somebody's work."""

    where = Name(
        label=_("Where does this list come from?"),
        max_length=160,
        error_messages={"required": _("Write where this list comes from.")},
    )
    may = forms.ChoiceField(
        label=_("May you use it?"),
        choices=MAY,
        error_messages={"required": _("Choose whether you may use it.")},
    )

    helper = fields_only()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["data-came"] = (
                ""  # what the page shows was saved nowhere (static/js/drafts.js)
            )

    def clean_may(self):
        if self.cleaned_data["may"] == UNKNOWN:
            raise ValidationError(
                _("First ask who made it. You can keep the table on your own computer until then.")
            )
        return self.cleaned_data["may"]

    @property
    def source(self):
        """As it stands at each line."""
        return f"{self.cleaned_data['where']} ({SOURCE[self.cleaned_data['may']]})"
