"""What signing in needs beside people: the service of a school (OpenID Connect Core 1.0), and who asks for a
place. Who is joined with an account there, passkeys and second steps are rows of allauth."""

import uuid

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.lengths import AddressField
from people.names import NameField
from people.schools import School
from signing_in.sealed import opened, sealed

# they know no prompt=login, and refuse what they do not know (developers.google.com/identity/openid-connect)
WITHOUT_LOGIN = {"https://accounts.google.com"}
KIND = "school"  # the one kind of provider that allauth knows here (signing_in/provider.py)


def new_number():
    return uuid.uuid4().hex


class OpenIDProvider(models.Model):
    """The service by which a school signs in.

    `provider_id` stands in every account that is joined, so it is for ever: another issuer or client gives
    other subjects and gets another number (`set_up` in administration/service.py).
    """

    class Authentication(models.TextChoices):  # of us to the service, as it was registered there
        BASIC = "client_secret_basic", _("in the header (client_secret_basic)")
        POST = "client_secret_post", _("in the form (client_secret_post)")

    school = models.OneToOneField(School, models.PROTECT, related_name="openid_provider")
    provider_id = models.CharField(max_length=32, unique=True, default=new_number, editable=False)
    issuer = models.URLField(_("address of the service (issuer)"), max_length=300)
    client_id = models.CharField(_("client ID"), max_length=191)
    sealed_secret = models.TextField(editable=False)
    authentication = models.CharField(
        _("how the secret is sent"), max_length=20, choices=Authentication, default=Authentication.BASIC
    )
    domains = models.JSONField(_("domains of your school"), default=list)  # in lower case
    trusts_addresses = models.BooleanField(default=False)  # also where the service does not say "verified"
    tried_at = models.DateTimeField(null=True, editable=False)  # somebody signed in there, on trial
    is_open = models.BooleanField(default=False, editable=False)  # on the sign-in page

    def __str__(self):
        return self.school.name

    @property
    def secret(self):
        return opened(self.sealed_secret)

    @secret.setter
    def secret(self, text):
        self.sealed_secret = sealed(text)

    @property
    def asks_anew(self):
        """Whether it can be made to ask for the password of whom it knows already."""
        return self.issuer not in WITHOUT_LOGIN

    @property
    def prompt(self):
        """What it is told where somebody else may sit at the device (Core, section 3.1.2.1)."""
        return "login" if self.asks_anew else "select_account"

    @property
    def accounts(self):
        """Of whom an account there is known."""
        return SocialAccount.objects.filter(provider=self.provider_id)

    def as_app(self):
        """As allauth wants it; never a row."""
        settings = {
            "server_url": self.issuer,
            "oauth_pkce_enabled": True,
            "token_auth_method": self.authentication,
        }
        return SocialApp(
            provider=KIND, provider_id=self.provider_id, name=self.school.name, client_id=self.client_id,
            secret=self.secret, settings=settings,
        )  # fmt: skip


class AskedForPlace(models.Model):
    """Who signed in at the school and is not known here: asks its administrators for a place."""

    school = models.ForeignKey(School, models.CASCADE, related_name="asked_for_place")
    email = AddressField()
    name = NameField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "email"], name="asked_once")]
