from django import forms

from people.models import User


class PreferencesForm(forms.ModelForm):
    """What a person switches on or off for oneself."""

    class Meta:
        model = User
        fields = ["marks_judging_words"]
