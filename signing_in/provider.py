"""OpenID Connect by allauth, with what one school after another needs of it (docs/adr/0054)."""

from urllib.parse import quote_plus

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.urls import reverse

from signing_in import claims
from signing_in.discovery import said
from signing_in.models import KIND


class SchoolClient(OAuth2Client):
    def get_redirect_url(self, *args):
        """The address over there may have a query of its own (RFC 6749, section 3.1;
        findings/two-question-marks.sh)."""
        there, _, query = super().get_redirect_url(*args).partition("?")
        return f"{there}?{query.replace('?', '&')}"

    def get_access_token(self, *args, **kwargs):
        """In the header both are written as in a form (RFC 6749, section 2.3.1): a client ID can be an
        address, with a colon in it (findings/secret-in-a-header.sh)."""
        if self.basic_auth:
            self.consumer_key = quote_plus(self.consumer_key)
            self.consumer_secret = quote_plus(self.consumer_secret)
        return super().get_access_token(*args, **kwargs)


class SchoolOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    client_class = SchoolClient

    @property
    def openid_config(self):
        return said(self.get_provider().app.settings["server_url"])

    def get_callback_url(self, request, app):
        return build_absolute_uri(request, reverse("school_back", args=[self.provider_id]))

    def get_access_token_data(self, *args, **kwargs):
        """The two that are read here: allauth takes the form of all that comes for granted."""
        try:
            found = super().get_access_token_data(*args, **kwargs)
        except (KeyError, TypeError) as fault:
            raise claims.Odd("token") from fault
        if not isinstance(found, dict) or not isinstance(found.get("access_token"), str):
            raise claims.Odd("token")
        return {name: found[name] for name in ("access_token", "id_token") if name in found}

    def decoded(self, app, id_token):
        """An end that is no number, or too far off to count with, is not looked for over there."""
        try:
            return self._decode_id_token(app, id_token)
        except (ArithmeticError, TypeError, ValueError) as fault:
            raise claims.Odd("token") from fault

    def complete_login(self, request, app: SocialApp, token, *, response):
        """Both documents, also where one would do: their subjects have to agree."""
        id_token = response.get("id_token")
        said_of_it = self.decoded(app, id_token) if id_token else None
        found = claims.read(self._fetch_user_info(token.token) or {}, said_of_it)
        login = self.get_provider().sociallogin_from_response(request, {"sub": found.subject})
        login.claims = found
        return login


class SchoolProvider(OpenIDConnectProvider):
    id = KIND
    oauth2_adapter_class = SchoolOAuth2Adapter

    def serialize(self):
        """For the time until a second step: there is one kind of provider, and a row for each school."""
        return {"id": self.app.provider_id}

    def extract_extra_data(self, data):
        """Nothing but the subject is kept, and that has a column."""
        return {}


provider_classes = [SchoolProvider]
