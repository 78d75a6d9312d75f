"""What an administrator reads of a service that does not do: beside its field, and after a trial."""

from django.utils.translation import gettext_lazy as _

from signing_in.joining import NotJoined, Refused, check_address
from signing_in.knocking import Why

WHY = {
    Why.ADDRESS: _("This is no address that begins with https://."),
    Why.WITHIN: _("This address is inside the network of this server. Whoever keeps the server can allow that (SCHOOL_SERVICES_WITHIN)."),
    Why.NAME: _("This address is not found. Is it spelled right?"),
    Why.CERTIFICATE: _("The certificate of this address is not right, so nobody can be sure who answers. Ask whoever looks after the service."),
    Why.SILENT: _("The service does not answer. Is the address right? Else try again later."),
    Why.STATUS: _("The service answers, but not with what was asked for (status {detail}). Is the address right?"),
    Why.FORM: _("Something answers there, but no service to sign in at."),
    Why.ISSUER: _("The service calls itself {detail}. Enter exactly that address, if it is the one of your school."),
    Why.ENDPOINTS: _("The service does not say all that is needed: {detail} is missing, or is not at https://."),
    Why.CODE: _("This service does not know the way that Meekijken uses (the authorization code flow)."),
}  # fmt: skip
FAULTS = WHY | {
    Why.CLIENT: _("The service does not take this client ID with this secret. Is the secret still valid, and was it copied whole? And is the secret sent in the way that the service wants?"),
    Why.GRANT: _("The service does not take the code that it gave itself. Try again; does it stay so, then look whether the redirect address is registered there exactly as it is below."),
    Why.STATUS: _("The service answers with an error (status {detail}). With 400 or 401 it is often the secret, or the way it is sent."),
    "clock": _("By our clock the answer of the service is too old or from the future. One of the two clocks is wrong: ask whoever keeps this server."),
    "token_issuer": _("The answer names another service than the one you entered. Look at the address of the service."),
    "token_client": _("The answer is meant for another client ID than the one you entered."),
    "token": _("The service gave an answer that cannot be used. Ask whoever looks after it to read what its own log says."),
    "odd": _("The service does not say, or not twice the same, who signed in. It must send a lasting subject (sub), not a transient one."),
    "cancelled": _("You stopped at the service, or it does not let this account in. Look there who may use Meekijken."),
    "refused": _("The service sent you back without letting you in. {detail}"),
}  # fmt: skip
NOBODY_WITH = {
    Refused.UNSURE: _("So nobody would come in for the first time. Let the service say that addresses are verified; or, if nobody can choose their own address there, tick below that they are right."),
    Refused.DOMAIN: _("So this address would not come in: its domain is not in the list below."),
}  # fmt: skip


def why(fault):
    """Of an Unusable."""
    return WHY.get(fault.why, WHY[Why.FORM]).format(detail=fault.detail)


def why_failed(tried):
    return FAULTS.get(tried["fault"], FAULTS["token"]).format(detail=tried.get("detail", ""))


def refused(service, claims):
    """Why who has these would not be joined by address; "" where they would."""
    try:
        check_address(service, claims)
    except NotJoined as refusal:
        return NOBODY_WITH[refusal.why]
    return ""
