"""The last day of somebody, and that this person knows of it."""

from contextlib import suppress
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from observations.when import DateInput

A_YEAR = timedelta(days=366)


class LeaveForm(forms.Form):
    """The last day, and that the person knows of it. `seen` is the day for which the page told what happens;
    who only wants to look (`look`) is asked nothing more."""

    last_day = forms.DateField(
        label=_("Last working day"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )
    knows = forms.BooleanField(required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["knows"].label = _("{name} knows about this").format(name=person.short_name)

    @property
    def is_look(self):
        return "look" in self.data

    def clean_last_day(self):
        day, today = self.cleaned_data["last_day"], self.person.today
        if not today <= day <= today + A_YEAR:
            raise ValidationError(_("Choose today or a later day, at most a year from now."))
        if not self.is_look and day.isoformat() != self.data.get("seen"):
            raise ValidationError(_("You chose another day. Read what happens then, and press once more."))
        return day

    def clean_knows(self):
        if not (self.cleaned_data["knows"] or self.is_look):
            raise ValidationError(_("First tell {name}, then tick this.").format(name=self.person.short_name))
        return self.cleaned_data["knows"]

    @property
    def day(self):
        """What stands in the field, where it is a day that can be chosen; else None."""
        with suppress(ValidationError):
            day = self.fields["last_day"].to_python(self["last_day"].value())
            today = self.person.today
            return day if day and today <= day <= today + A_YEAR else None
