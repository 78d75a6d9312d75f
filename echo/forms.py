from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from echo.models import Choice
from echo.sentences import sentences


class SayForm(forms.Form):
    """Four choices, of which nothing is chosen beforehand; what is left open counts as *rather not say*."""

    nothing = _("You have not chosen anything yet. You do not have to: then just go back.")

    def __init__(self, data=None, *, content, said=None):
        super().__init__(data, initial=said)
        self.items = sentences(content)
        for item in self.items:
            self.fields[item.theme] = forms.ChoiceField(
                label=item.text, choices=Choice, required=False, widget=forms.RadioSelect
            )

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            raise ValidationError(self.nothing)
        return data

    @property
    def rows(self):
        return [(item, self[item.theme]) for item in self.items]

    @property
    def choices(self):
        return {item.theme: self.cleaned_data[item.theme] or Choice.SKIP for item in self.items}
