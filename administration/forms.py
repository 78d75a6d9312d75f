"""What an administrator fills in about people of the own school."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.lengths import AddressLine
from people.models import User

NOT_NOW = _("This address cannot be used now. Choose another one.")


class AddressOfInvitedForm(forms.Form):
    """Where the invitation of somebody who was never here is to go."""

    email = AddressLine(label=_("E-mail address"), max_length=254, widget=forms.EmailInput())

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self):
        """Whose it is otherwise is not told: that could be a person of another school."""
        email = self.cleaned_data["email"].lower()
        if email == self.person.email:
            raise ValidationError(_("This person has this address already."))
        if User.objects.filter(email=email).exists():
            raise ValidationError(NOT_NOW)
        return email
