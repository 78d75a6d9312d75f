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

    def __init__(self, data, *, taken):
        """`taken`: names of checklists that the school has."""
        super().__init__(data)
        self.taken = taken

    def clean_name(self):
        return new_name(self)


class FileForm(forms.Form):
    """What is asked beside a file: the name of a new checklist, or what becomes of lines it does not have."""

    name = Name(label=_("What is your checklist called?"), max_length=120)
    rest = forms.ChoiceField(
        label=_("What happens to lines of the draft that the file does not have?"),
        choices=[("stay", _("They stay as they are")), ("off", _("They are switched off; they are kept"))],
        widget=forms.RadioSelect,
    )

    helper = fields_only()

    def __init__(self, *args, taken=None, **kwargs):
        """`taken`: names of checklists that the school has; None where it makes no new one."""
        super().__init__(*args, **kwargs)
        self.taken = taken or set()
        if taken is None:
            del self.fields["name"]

    def clean_name(self):
        return new_name(self)


def new_name(form):
    name = form.cleaned_data["name"]
    if name.casefold() in form.taken:
        raise forms.ValidationError(_("There is a checklist of this name already. Choose another one."))
    return name
