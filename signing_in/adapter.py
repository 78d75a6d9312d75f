"""Where allauth asks us: about accounts, about what comes from the service of a school, about passkeys."""

import base64
import secrets
import uuid

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people import presence
from people.audit import Done, note
from people.views import drafts
from signing_in import codes, steps
from signing_in.devices import seen
from signing_in.knocking import Knocking
from signing_in.models import KIND, OpenIDProvider
from signing_in.places import DEVICE, INVITED
from signing_in.sealed import opened, sealed
from signing_in.views import again, told
from signing_in.views.came_back import came_back


class AccountAdapter(DefaultAccountAdapter):
    # allauth's own Dutch says "u"; these are the sentences that people here can meet
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("You are on pause."),
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "enter_current_password": _("Enter the password you have now."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link no longer works."),
        "too_many_login_attempts": _("That was often in a short time. Wait a few minutes and try once more."),
    }

    def pre_authenticate(self, request, **credentials):
        """A count that cannot be kept refuses too. Then it is the disk that is full, and that is what people
        read (home/views/broken.py)."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if not cache.add(f"room-{uuid.uuid4()}", 1, timeout=1):
                raise OperationalError("no count can be kept") from None
            raise

    def login(self, request, user):
        """Not who was paused meanwhile, at the second step."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        is_first = user.last_login is None
        drop_made_password(request, user)
        request.session.set_expiry(None)  # as long as always, however short what came before
        let_go_of_who_came_before(request.session)
        super().login(request, user)
        remember_place(request, user)
        if is_first:
            note(Done.JOINED, by=user, school=user.school, about=user)
        presence.remember(request.session, user)
        note(Done.SIGNED_IN, by=user, school=user.school, about=user)

    def post_login(self, request, user, **kwargs):
        """By whatever way one came in: the words that were brought along stand in their form again."""
        response, at = super().post_login(request, user, **kwargs), drafts.put_back(request)
        return again.came_back(request, user, HttpResponseRedirect(at) if at else response)

    def is_reauthentication_required(self, *, app, **kwargs):
        """One door before all that changes how one signs in, for everybody (people/views/sure.py)."""
        return False

    def set_password(self, user, password):
        """Also after a reset by mail: from now on only this person knows it."""
        user.must_choose_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request):
        """Where the way to the form is; who had to choose one goes on (people/middleware.py)."""
        return reverse("me")

    def is_open_for_signup(self, request):
        """People are invited by their school's administrator; nobody signs up alone."""
        return False


def let_go_of_who_came_before(session):
    """At this device: an address that was typed for a code or came from a school, which may be somebody
    else's. Where one was going stays, for another tab."""
    session.pop(told.KNOCKED, None)
    if asked := session.get(codes.WAITING):
        session[codes.WAITING] = asked | {"email": "", "at": 0}


def remember_place(request, user):
    """For the own list of where one is signed in (signing_in/places.py)."""
    request.session[DEVICE] = seen(request.headers.get("User-Agent", ""))
    if not get_authentication_records(request, user):
        record_authentication(request, user, INVITED)


def drop_made_password(request, user):
    """Of who comes in by another way than the password that somebody else made: that one opens nothing any
    more, and nothing has to be chosen first."""
    records = get_authentication_records(request, user)
    by_another = any(row["method"] not in ("password", "mfa") or row.get("passwordless") for row in records)
    if user.must_choose_password and by_another:
        user.must_choose_password = False
        user.set_unusable_password()
        user.save(update_fields=["must_choose_password", "password"])


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request, provider=None, client_id=None):
        rows = OpenIDProvider.objects.select_related("school")
        if provider and provider != KIND:
            rows = rows.filter(provider_id=provider)
        return [row.as_app() for row in rows]

    def get_app(self, request, provider, client_id=None):
        """One that was taken away while somebody was at the second step is a sign-in that is not known."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as fault:
            raise ValueError from fault

    def get_requests_session(self):
        return Knocking()

    def serialize_instance(self, instance):
        """Until a second step the sign-in waits in the session, and what opens a door does not."""
        facts = super().serialize_instance(instance)
        return {name: value for name, value in facts.items() if name not in ("password", "token")}

    def pre_social_login(self, request, sociallogin):
        """Nobody goes on but an account that is known, or is known from now on."""
        came_back(request, sociallogin)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(told.went_wrong(request, provider, error, exception, extra_context))


class MFAAdapter(DefaultMFAAdapter):
    """Where the secrets of second steps are kept, and how this site is called by phones and keys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used already. Take a new one."),
    }

    def encrypt(self, text):
        return sealed(text)

    def decrypt(self, encrypted_text):
        """Where our key of then is gone, a secret that nobody knows: of an empty one everybody could work out
        the codes."""
        return opened(encrypted_text) or base64.b32encode(secrets.token_bytes(20)).decode()

    def build_totp_svg(self, url):
        """Black on white, in the dark too: a camera has to read it."""
        code = segno.make(url, error="m", micro=False)
        return code.svg_data_uri(scale=6, border=4, dark="#000", light="#fff", omitsize=True)

    def generate_authenticator_name(self, user, type):
        return gettext("Passkey {number}").format(number=steps.of(user).filter(type=type).count() + 1)

    def _get_site_name(self):
        return "Meekijken"
