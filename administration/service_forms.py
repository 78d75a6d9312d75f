"""What a school enters of the service by which it signs in (signing_in/models.py)."""

import re
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from administration.service import next_number
from administration.service_words import WHY, why
from people.fields import fields_only
from people.lengths import Line
from signing_in.discovery import WELL_KNOWN, said
from signing_in.knocking import Unusable, Why
from signing_in.models import OpenIDProvider

DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
MOST_DOMAINS = 20
PLAIN = {"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}


class ServiceForm(forms.Form):
    """What can change of a service without becoming another one. An empty secret leaves the one there is."""

    secret = Line(
        label=_("Client secret"), max_length=500, required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("It is kept sealed and never shown again. Empty: the one that is there stays."),
    )  # fmt: skip
    authentication = forms.ChoiceField(
        label=_("How the secret is sent"), choices=OpenIDProvider.Authentication, widget=forms.RadioSelect,
        help_text=_("As the service wants it. If it does not say: in the header."),
    )  # fmt: skip
    domains = forms.CharField(
        label=_("Domains of the addresses at your school"), widget=forms.Textarea({"rows": 3, **PLAIN}),
        help_text=_("What comes after the @, one on a line. Nobody with another address comes in this way for the first time."),
    )  # fmt: skip
    trusts_addresses = forms.BooleanField(
        label=_("Our service does not say that addresses are verified, but they are"), required=False,
        help_text=_("Microsoft Entra, for one, never says whether an address is verified. Tick this only if nobody can choose their own address there: whoever can would come in as the colleague who has that address."),
    )  # fmt: skip

    def __init__(self, *args, by, service, **kwargs):
        self.by, self.service = by, service
        super().__init__(*args, initial=self.first(), **kwargs)
        self.fields["secret"].required = not (service and service.secret)
        self.helper = fields_only()

    def first(self):
        if self.service is None:
            own = self.by.email.rpartition("@")[2]
            return {"authentication": OpenIDProvider.Authentication.BASIC, "domains": own}
        names = ("authentication", "trusts_addresses")
        return {name: getattr(self.service, name) for name in names} | {
            "domains": "\n".join(self.service.domains)
        }

    def clean_domains(self):
        domains = [
            domain.lower().removeprefix("@") for domain in re.split(r"[\s,;]+", self.cleaned_data["domains"])
        ]
        if wrong := [domain for domain in domains if not DOMAIN.fullmatch(domain)]:
            raise ValidationError(
                _("This is no domain, such as school.example: %(domain)s"), params={"domain": wrong[0][:80]}
            )
        if len(set(domains)) > MOST_DOMAINS:
            raise ValidationError(_("Twenty domains fit, and no more."))
        return list(dict.fromkeys(domains))

    def clean_authentication(self):
        """What the service takes, where it says so; later on the trial tells."""
        way = self.cleaned_data["authentication"]
        takes = self.takes()
        if takes and way not in takes:
            raise ValidationError(
                _("This service does not take the secret in this way. It takes: %(takes)s."),
                params={"takes": ", ".join(takes)[:200]},
            )
        return way

    def takes(self):
        try:
            found = said(self.at).get("token_endpoint_auth_methods_supported") if self.at else None
        except Unusable:
            return []
        return [way for way in found if isinstance(way, str)] if isinstance(found, list) else []

    @property
    def at(self):
        """Which service it is about; None where that is not right yet."""
        return self.service.issuer

    @property
    def facts(self):
        return self.cleaned_data


class AnewForm(ServiceForm):
    """The first service of a school, or another registration: with the number under which the address of
    coming back was shown."""

    number = forms.CharField(widget=forms.HiddenInput, max_length=32)
    issuer = Line(
        label=_("Address of the service (issuer)"), max_length=300, widget=forms.URLInput(PLAIN),
        help_text=_("For example https://connect.surfconext.nl. The address of its settings (…/.well-known/openid-configuration) is right too."),
    )  # fmt: skip
    client_id = Line(label=_("Client ID"), max_length=191, widget=forms.TextInput(PLAIN))

    field_order = ["number", "issuer", "client_id", "secret", "authentication", "domains", "trusts_addresses"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["number"] = next_number(self.by.school, self.service)
        self.fields["secret"].required = True
        self.fields["secret"].help_text = _("It is kept sealed and never shown again.")

    def clean_issuer(self):
        issuer = self.cleaned_data["issuer"].rstrip("/").removesuffix(WELL_KNOWN).rstrip("/")
        issuer = issuer if "://" in issuer else f"https://{issuer}"
        check_is_address(issuer)
        try:
            said(issuer, anew=True)
        except Unusable as fault:
            raise ValidationError(why(fault)) from fault
        return issuer

    @property
    def at(self):
        return self.cleaned_data.get("issuer")

    def clean(self):
        super().clean()
        issuer, client = self.at, self.cleaned_data.get("client_id")
        others = OpenIDProvider.objects.filter(issuer=issuer, client_id=client).exclude(school=self.by.school)
        if issuer and client and others.exists():
            self.add_error(
                "client_id",
                _(
                    "Another school here has this client ID at this service. Register Meekijken once more there, for your own school."
                ),
            )


def check_is_address(issuer):
    try:
        URLValidator(["http", "https"])(issuer)
    except ValidationError as fault:
        raise ValidationError(WHY[Why.ADDRESS]) from fault
    parts = urlsplit(issuer)
    if parts.query or parts.fragment or parts.username:  # section 3 of OpenID Connect Discovery 1.0
        raise ValidationError(WHY[Why.ADDRESS])
