"""What is kept of how somebody signs in, for that person to take along: neither secrets nor numbers."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from signing_in.places import places


def facts(person):
    found = {
        "school_accounts": list(accounts(person)),
        "passkeys_and_second_steps": list(steps(person)),
        "signed_in": [{"device": row.device, "way": row.way, "since": row.since} for row in places(person)],
    }
    return {name: rows for name, rows in found.items() if rows}


def accounts(person):
    for row in SocialAccount.objects.filter(user=person).order_by("pk"):
        yield {"joined": row.date_joined, "last_used": row.last_login}


def steps(person):
    """Of a passkey the name that its person gave it too."""
    for row in Authenticator.objects.filter(user=person).order_by("pk"):
        name = {"name": row.wrap().name} if row.type == Authenticator.Type.WEBAUTHN else {}
        yield {"type": row.type, **name, "added": row.created_at, "last_used": row.last_used_at}
