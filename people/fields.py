"""What the forms of all rooms have in common, beside texts (lengths.py) and names (names.py)."""

from crispy_forms.helper import FormHelper
from django import forms

from people.models import Language


class Lang(forms.ChoiceField):
    """The language in which something was written: that of the page; Dutch where it says none."""

    def __init__(self):
        super().__init__(choices=Language, required=False)

    def clean(self, value):
        return super().clean(value) or Language.NL


def fields_only():
    """For crispy: the fields of a form; its template writes the form round them."""
    helper = FormHelper()
    helper.form_tag = False
    return helper
