"""The last day, of somebody or of the school, and a sign that it is meant."""

from contextlib import suppress
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from observations.when import DateInput
from people.lengths import Line
from people.names import one_line

A_YEAR = timedelta(days=366)


class DayForm(forms.Form):
    """`seen` is the day for which the page told what happens, said by the button that acts: a hidden field
    would be put back with the words of a draft, and name the day of an earlier page. Who only wants to look
    (`look`) is asked nothing more."""

    last_day = forms.DateField(
        label=_("Last working day"), widget=DateInput(), error_messages={"required": _("Choose a day.")}
    )

    def __init__(self, *args, who, **kwargs):
        super().__init__(*args, **kwargs)
        self.who = who

    @property
    def is_look(self):
        return "look" in self.data

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if not self.can_be(day):
            raise ValidationError(_("Choose today or a later day, at most a year from now."))
        if not self.is_look and day.isoformat() != self.data.get("seen"):
            raise ValidationError(_("You chose another day. Read what happens then, and press once more."))
        return day

    def can_be(self, day):
        return self.who.today <= day <= self.who.today + A_YEAR

    @property
    def day(self):
        """What stands in the field, where it is a day that can be chosen; else None."""
        with suppress(ValidationError):
            day = self.fields["last_day"].to_python(self["last_day"].value())
            return day if day and self.can_be(day) else None


class LeaveForm(DayForm):
    knows = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["knows"].label = _("{name} knows about this").format(name=self.who.short_name)

    def clean_knows(self):
        if not (self.cleaned_data["knows"] or self.is_look):
            raise ValidationError(_("First tell {name}, then tick this.").format(name=self.who.short_name))
        return self.cleaned_data["knows"]


class SchoolLeavesForm(DayForm):
    name = Line(label=_("Name of the school"), max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].label = _("Last day with Meekijken")
        self.fields["name"].required = not self.is_look
        self.fields["name"].error_messages["required"] = self.as_it_is_here

    @property
    def as_it_is_here(self):
        return _("Type the name of your school as it is here: {name}.").format(name=self.who.name)

    def clean_name(self):
        name = one_line(self.cleaned_data["name"])
        if not self.is_look and name.casefold() != self.who.name.casefold():
            raise ValidationError(self.as_it_is_here)
        return name
