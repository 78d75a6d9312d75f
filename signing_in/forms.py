from django import forms
from django.utils.translation import gettext_lazy as _

from people.lengths import AddressLine


class AddressForm(forms.Form):
    """Where the code goes; the field is called as it is beside a password: one page asks for both."""

    login = AddressLine(label=_("Your school e-mail address"), max_length=254)
