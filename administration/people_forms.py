from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from administration.accounts import may_correct
from administration.people import DOUBLE, GROUPS
from people.fields import fields_only
from people.lengths import AddressLine, Line
from people.models import Language, Membership, User
from people.names import Name, one_line

LONGEST = 100  # characters that one searches for
Role = Membership.Role


class FindForm(forms.Form):
    """Whom one looks for in the list. The words go with POST; what is chosen beside them may stand in an
    address."""

    words = Line(
        label=_("Search for a name or an address"), required=False, max_length=LONGEST,
        widget=forms.TextInput({"autocomplete": "off", "enterkeyhint": "search", "type": "search"}),
    )  # fmt: skip
    team = forms.ModelChoiceField(None, label=_("Team"), required=False, empty_label=_("All teams"))
    state = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, teams):
        super().__init__(data)
        self.fields["team"].queryset = teams

    def clean_words(self):
        return one_line(self.cleaned_data["words"])

    def clean_state(self):
        """One that is none is everybody: nobody can mend what one does not see."""
        state = self.cleaned_data["state"]
        return state if state in (*GROUPS, DOUBLE) else ""


class RolesForm(forms.Form):
    """Ticks for the roles in one team. `was` is what stood there when the page was made: only what was
    changed on it changes."""

    team = forms.ModelChoiceField(None, label=_("Team"), empty_label=_("Choose a team"))
    roles = forms.MultipleChoiceField(choices=Role, required=False)
    was = forms.MultipleChoiceField(choices=Role, required=False)
    sure = forms.BooleanField(required=False)

    def __init__(self, data, *, teams):
        super().__init__(data)
        self.fields["team"].queryset = teams

    @property
    def give(self):
        return self.changed("roles", "was")

    @property
    def end(self):
        return self.changed("was", "roles")

    def changed(self, here, not_here):
        return [role for role in self.cleaned_data[here] if role not in self.cleaned_data[not_here]]

    @property
    def asks(self):
        """A lead reads what teachers share: what follows is read before it is done."""
        return Role.LEAD in self.give and not self.cleaned_data["sure"]


class PersonForm(forms.Form):
    """Name and language; of who has signed in, another address, which waits."""

    name = Name(label=_("Name"), max_length=120)
    email = AddressLine(
        label=_("Another e-mail address"), required=False, max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}), help_text=User._meta.get_field("waiting_email").help_text,
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language)

    def __init__(self, data, *, person, by):
        facts = {"name": person.name, "email": person.waiting_email, "language": person.language}
        super().__init__(data, initial=facts)
        self.person, self.helper = person, fields_only()
        if person == by or may_correct(person):
            del self.fields["email"]

    def clean_email(self):
        """Whether somebody else has it is not told: that could be a person of another school."""
        email = self.cleaned_data["email"].lower()
        if email and email == self.person.email:
            raise ValidationError(_("This person has this address already."))
        return email

    @property
    def new_address(self):
        """None where it stays as it is."""
        email = self.cleaned_data.get("email", self.initial["email"])
        return email if email != self.initial["email"] else None
