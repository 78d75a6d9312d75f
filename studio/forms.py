from django import forms
from django.utils.translation import gettext_lazy as _

from people.fields import fields_only
from people.names import Name


class CopyForm(forms.Form):
    """A checklist of one's own: its name, and what it begins with."""

    name = Name(label=_("What is your checklist called?"), max_length=120)
    anew = forms.ChoiceField(
        label=_("How do you want to begin?"),
        choices=[
            ("", _("With all of this list; I change what I want")),
            ("1", _("Without items; I write them myself")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    helper = fields_only()
