from functools import cache

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import PrivateKey
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from home.demo import service


class DemoServiceAdapter(DefaultOIDCAdapter):
    """What the service of the demo says, and with which key it signs (docs/adr/0056)."""

    def get_issuer(self):
        return settings.DEMO_SERVICE

    def get_claims(self, purpose, user, client, scopes, email=None, **kwargs):
        return service.claims(user.pk, client.pk)

    def populate_server_metadata(self, data):
        data["claims_supported"] = ["sub", "email", "email_verified", "name"]
        for name in ("revocation_endpoint", "device_authorization_endpoint"):
            del data[name]  # home/demo/urls.py

    def list_private_keys(self, **when):
        return [PrivateKey(pem=own_key())]


@cache
def own_key():
    """Made when it is first needed, kept by this process alone: it is nowhere to be found."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
