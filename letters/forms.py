from django import forms

from letters.models import OwnCalendar
from people.fields import fields_only


class CalendarForm(forms.ModelForm):
    """What the own calendar says of a visit, and whether letters fill it."""

    class Meta:
        model = OwnCalendar
        fields = ["says", "without_files"]
        widgets = {"says": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
