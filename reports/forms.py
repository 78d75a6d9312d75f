"""The forms of a key and of a file of several reports."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from observations.models import UNDER_KEY, Audience
from observations.when import DateInput
from reports.bundles import MOST_IN_ONE
from reports.models import Bundle
from reports.tasks import released_visits

LONGEST = timedelta(days=366)  # of a file: a school year is enough, and more would keep the worker for hours


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


class DaysForm(forms.Form):
    """The days of a file of released reports; its team and kind are buttons of our own page. The program says
    no number of visits."""

    first = forms.DateField(
        label=_("From"), widget=DateInput(), error_messages={"required": _("Choose the first day.")}
    )
    last = forms.DateField(
        label=_("Up to and including"),
        widget=DateInput(),
        error_messages={"required": _("Choose the last day.")},
    )

    def __init__(self, data=None, *, reader=None, team=None, kind=None, **kwargs):
        super().__init__(data, auto_id="file-%s", **kwargs)
        self.reader, self.team, self.kind = reader, team, kind

    def clean(self):
        first, last = (self.cleaned_data.get(name) for name in ("first", "last"))
        if wrong := first and last and self.wrong(first, last):
            self.add_error("last", wrong)

    def wrong(self, first, last):
        """What is not right about these two days, or ""."""
        if last < first:
            return _("This day comes before the first one.")
        if last - first > LONGEST:
            return _("Choose days that are a year apart at most.")
        number = released_visits(self.reader, self.team, first, last).count()
        if not number:
            return _("Of lessons on these days there is nothing for you to read. Choose other days.")
        if self.kind == Bundle.Kind.ONE and number > MOST_IN_ONE:
            return _("This is too much for one PDF. Choose fewer days, or separate files.")
        return ""
