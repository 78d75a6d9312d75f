"""What becomes of who comes back from the service of a school, by why that began. Each ends with a page
(ImmediateHttpResponse), but who signs in: that goes on in allauth."""

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpResponseRedirect

from signing_in import joining
from signing_in.models import OpenIDProvider
from signing_in.views import told


def service(sociallogin):
    return OpenIDProvider.objects.select_related("school").get(provider_id=sociallogin.account.provider)


def signs_in(request, service, sociallogin):
    if sociallogin.is_existing:
        return
    try:
        sociallogin.user = joining.join_by_address(service, sociallogin.claims)
    except joining.NotJoined as refused:
        raise ImmediateHttpResponse(
            told.not_known(request, service, sociallogin.claims, refused.why)
        ) from refused


def joins(request, service, sociallogin):
    """One's own account, whatever its address: who is signed in here says that it is theirs."""
    person = request.user
    if not is_of(request, service, sociallogin):
        raise ImmediateHttpResponse(told.too_late(request, service))
    try:
        joining.join(service, person, sociallogin.account.uid)
    except joining.NotJoined as refused:
        raise ImmediateHttpResponse(
            told.not_known(request, service, sociallogin.claims, refused.why)
        ) from refused
    raise ImmediateHttpResponse(told.joined(request, service))


def is_sure(request, service, sociallogin):
    """Who one is, once more, before something important."""
    if not is_of(request, service, sociallogin) or sociallogin.user != request.user:
        raise ImmediateHttpResponse(told.somebody_else(request, service))
    record_authentication(request, request.user, "socialaccount", reauthenticated=True)
    raise ImmediateHttpResponse(
        HttpResponseRedirect(sociallogin.state.get("next") or settings.LOGIN_REDIRECT_URL)
    )


def tries(request, service, sociallogin):
    """An administrator, whether it works: nobody is joined and nobody signs in."""
    if not is_of(request, service, sociallogin):
        raise ImmediateHttpResponse(told.too_late(request, service))
    raise ImmediateHttpResponse(told.tried(request, service, sociallogin.claims))


def is_of(request, service, sociallogin):
    """Whether the same person, of that school, sits here as when this began."""
    began = (sociallogin.state.get("data") or {}).get("by")
    user = request.user
    return user.is_authenticated and str(user.pk) == began and user.school_id == service.school_id


WHY = {"sign in": signs_in, "join": joins, "sure": is_sure, "try": tries}


def came_back(request, sociallogin):
    why = (sociallogin.state.get("data") or {}).get("why", "sign in")
    WHY[why](request, service(sociallogin), sociallogin)
