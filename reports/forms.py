"""The form of a key."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from observations.models import UNDER_KEY, Audience
from observations.when import DateInput


class KeyForm(forms.Form):
    """A key for one part: for whom, and until which day, at most a year."""

    part = forms.ChoiceField(choices=UNDER_KEY)
    audience = forms.ChoiceField(
        label=_("Who may read this?"),
        choices=Audience,
        error_messages={"required": _("Choose who may read this.")},
    )
    until = forms.DateField(
        label=_("Up to and including"),
        widget=DateInput(),
        error_messages={"required": _("Choose the last day of the key.")},
    )

    def clean_until(self):
        day, today = self.cleaned_data["until"], timezone.localdate()
        if not today <= day <= today + timedelta(days=366):
            raise ValidationError(_("Choose a day between today and one year from now."))
        return day
