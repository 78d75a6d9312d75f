"""A device that makes passkeys and signs with them, as a browser would send it (WebAuthn Level 2): the same
as static/js/passkey.js sends. Its keys are real; nothing of what checks them is left out."""

import json
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOST = "localhost"  # the one name for which browsers do without https
FLAG = AuthenticatorData.FLAG


class Device:
    """`is_verified`: whether a finger, face or PIN was shown."""

    def __init__(self, origin=f"http://{HOST}", *, is_verified=True):
        self.origin, self.keys = origin, {}
        self.flags = FLAG.UP | (FLAG.UV if is_verified else 0)

    def create(self, options):
        asked = options["publicKey"]
        taken = {each["id"] for each in asked.get("excludeCredentials", [])}
        assert not taken & set(self.keys), "InvalidStateError"
        number, key = secrets.token_bytes(16), ec.generate_private_key(ec.SECP256R1())
        self.keys[websafe_encode(number)] = key, asked["user"]["id"], asked["rp"]["id"]
        public = ES256.from_cryptography_key(key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, number, public)
        data = AuthenticatorData.create(sha256(asked["rp"]["id"].encode()), self.flags | FLAG.AT, 0, made)
        said = {
            "clientDataJSON": self.client_data("webauthn.create", asked),
            "attestationObject": AttestationObject.create("none", data, {}),
        }
        return sent(number, said)

    def get(self, options):
        asked = options["publicKey"]
        allowed = {each["id"] for each in asked.get("allowCredentials", [])}
        number = next(each for each in self.keys if not allowed or each in allowed)
        key, user, site = self.keys[number]
        data = AuthenticatorData.create(sha256(site.encode()), self.flags, 0)
        client_data = self.client_data("webauthn.get", asked)
        signature = key.sign(data + sha256(client_data), ec.ECDSA(hashes.SHA256()))
        said = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature}
        return sent(websafe_decode(number), said | {"userHandle": websafe_decode(user)})

    def client_data(self, kind, asked):
        return CollectedClientData.create(kind, asked["challenge"], self.origin)


def sent(number, response):
    number = websafe_encode(number)
    said = {name: websafe_encode(bytes(value)) for name, value in response.items()}
    return json.dumps(
        {"id": number, "rawId": number, "type": "public-key", "response": said,
         "clientExtensionResults": {"credProps": {"rk": True}}}
    )  # fmt: skip
