"""What is typed or made to come in: an address for a code, codes of six figures or of eight, and what a
browser made of a passkey."""

import struct

from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.lengths import AddressLine, Line

# what CBOR, base64 and keys that no browser made raise on their way through fido2
BROKEN = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)


class AddressForm(forms.Form):
    """Where the code goes; the field is called as it is beside a password: one page asks for both."""

    login = AddressLine(label=_("Your school e-mail address"), max_length=254)


def figures(label, help_text=""):
    """A keyboard of figures on a phone. Letters are taken too: the answer says what is wrong."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return Line(label=label, help_text=help_text, max_length=40, widget=forms.TextInput(attrs))


class AppForm(ActivateTOTPForm):
    """The first code of an app shows that it has the secret."""

    code = figures(_("The six figures that the app shows now"))


class SecondStepForm(AuthenticateForm):
    code = figures(_("Code"), _("The six figures of your app, or one of your recovery codes."))

    def clean_code(self):
        """A code holds for as long as clocks may differ; allauth remembers for half a minute that it was
        used."""
        code = super().clean_code()
        if self.authenticator.type == self.authenticator.Type.TOTP:
            holds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            cache.touch(self.authenticator.wrap()._get_used_cache_key(code), holds)
        return code


class RecoveryForm(SecondStepForm):
    """For who has passkeys and no app."""

    code = figures(_("A recovery code"), _("One of the ten that you wrote down."))

    def clean_code(self):
        """Of which there is no next one to wait for."""
        try:
            return super().clean_code()
        except ValidationError as fault:
            if fault.code != "incorrect_code":
                raise
            raise ValidationError(
                _("This is none of your recovery codes, or it was used already.")
            ) from fault


class WithPasskey:
    """What is not right is said once, beside the button: of what exactly, nobody at a form has any use."""

    unknown = _("This passkey could not be used here. Try once more, or choose another way.")

    def clean_credential(self):
        try:
            return super().clean_credential()
        except BROKEN as fault:
            raise ValidationError(self.unknown) from fault
        except ValidationError as fault:
            raise (
                fault if fault.code == "too_many_login_attempts" else ValidationError(self.unknown)
            ) from fault


class SignInForm(WithPasskey, LoginWebAuthnForm):
    pass


class SecondPasskeyForm(WithPasskey, AuthenticateWebAuthnForm):
    pass


class SurePasskeyForm(WithPasskey, ReauthenticateWebAuthnForm):
    pass


class PasskeyForm(SignupWebAuthnForm):
    """A new one. It was made before its name is sent: no name is no reason to refuse it."""

    name = Line(
        label=_("What do you call it?"), help_text=_("So that you know it again, such as ‘Tablet’ or ‘Phone’."),
        max_length=60, required=False,
    )  # fmt: skip
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Your browser makes a passkey by way of a script, and no script ran on this page.")
        },
    )

    def clean(self):
        try:
            return super().clean()
        except (*BROKEN, ValidationError) as fault:
            raise ValidationError(_("This passkey could not be kept. Try once more.")) from fault
