"""The moment of a lesson as a school says it, in a form."""

from datetime import datetime, timedelta

from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from observations.clock import ClockField
from observations.models import Lesson
from observations.sure import questions
from people.days import in_words
from people.fields import fields_only
from people.names import Name


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class WhenForm(forms.Form):
    """Day, begin and end as a school says them: local time, one day."""

    date = forms.DateField(label=_("Date"), widget=DateInput())
    begin = ClockField(label=_("Begin"))
    finish = ClockField(label=_("End"), required=False)
    subject = Name(label=_("Subject"), max_length=120)
    group = Name(label=_("Group"), max_length=60)
    place = Name(label=_("Room"), max_length=60, required=False)

    when = ("date", "begin", "finish")
    rows = (when, ("subject",), ("group", "place"))
    read_back = "{% load days %}{% when 'id_date' 'id_begin' 'id_finish' said=form.in_words %}"

    missing = {
        "date": _("Choose a day"),
        "begin": _("Say when the lesson begins"),
        "subject": _("Say which subject it is"),
        "group": _("Say which group it is"),
        "membership": _("Choose a teacher"),
    }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.order_fields([name for row in self.rows for name in row])
        for name, words in self.missing.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words
        self.helper = fields_only()
        self.helper.layout = Layout(*map(self.row, self.rows))

    def row(self, names):
        fields = Div(*map(Field, names), css_class=f"mk-fields-{len(names)}")
        return Div(fields, HTML(self.read_back)) if names == self.when else fields

    def clean_date(self):
        day, today = self.cleaned_data["date"], timezone.localdate()
        if not today - timedelta(days=366) <= day <= today + timedelta(days=731):
            raise ValidationError(_("Choose a day between a year ago and two years from now."))
        return day

    def clean(self):
        start, end = self.moment("begin"), self.moment("finish")
        if start and end and end <= start:
            self.add_error("finish", _("The lesson ends before it begins: choose a later end time."))
        self.cleaned_data |= {"start": start, "end": end}

    def moment(self, name):
        day, time = self.cleaned_data.get("date"), self.cleaned_data.get(name)
        if not day or not time:
            return None
        try:
            return from_current_timezone(datetime.combine(day, time))
        except ValidationError:
            self.add_error(name, _("On this day the clock changes at this time. Choose another time."))
            return None

    @property
    def in_words(self):
        """What stands in the fields of day and times, read back."""
        day, begin, finish = map(self.known, self.when)
        return in_words(day, begin, finish) if day else ""

    def known(self, name):
        try:
            return self.fields[name].to_python(self[name].value())
        except ValidationError:
            return None

    def is_valid(self):
        """A form that still asks something is not done."""
        return super().is_valid() and all(question.is_answered for question in self.questions)

    @cached_property
    def questions(self):
        if not self.is_bound or self.errors.keys() & {*self.when, NON_FIELD_ERRORS}:
            return []
        return self.asks(self.data.getlist("sure") if hasattr(self.data, "getlist") else ())

    def asks(self, answered):
        return questions(self.user, self.asked_about, answered)

    @property
    def asked_about(self):
        """The visit as it would be; what is not filled in yet stays open."""
        names = ("id", "subject", "group", "start", "end")
        return Lesson(**{name: self.cleaned_data.get(name) for name in names})

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in ("subject", "group", "place", "start", "end")}
