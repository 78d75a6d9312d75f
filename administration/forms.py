"""What an administrator fills in about people of the own school."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from administration.intake import Choice
from people.lengths import AddressLine
from people.models import Language, Membership, User
from people.sorting import in_order

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


class InviteForm(forms.Form):
    """What holds for everybody in a list who has no team or role in it."""

    team = forms.ModelChoiceField(
        None, label=_("Team"), required=False, empty_label=_("No team yet"),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Role"), choices=Membership.Role, required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    makes_teams = forms.BooleanField(required=False)

    def __init__(self, *args, school, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["team"].queryset = school.teams.open().order_by(*in_order("name"))

    def clean(self):
        """Asked for what the list does not say itself."""
        found = self.cleaned_data
        lines = [row.line for row in self.rows]
        without_role = [line for line in lines if not line.roles]
        if not found.get("roles") and any(line.team or found.get("team") for line in without_role):
            self.add_error("roles", _("Choose at least one role."))
        has_role = found.get("roles") or any(line.roles for line in lines if not line.team)
        if has_role and found.get("team", self) is None and not all(line.team for line in lines):
            self.add_error("team", _("Choose a team too, or no role."))
        return found

    @property
    def choice(self):
        found = self.cleaned_data
        return Choice(found["team"], tuple(found["roles"]), found["language"], found["makes_teams"])
