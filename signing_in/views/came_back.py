"""What becomes of who comes back from the service of a school, by why that began. Each ends with a page
(ImmediateHttpResponse), but who signs in: that goes on in allauth."""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpResponseRedirect
from django.urls import reverse

from signing_in import joining, steps
from signing_in.discovery import way_out
from signing_in.models import OpenIDProvider
from signing_in.views import told

OUT = "school_out"  # in the session: where one can sign out at the school too


def service(sociallogin):
    return OpenIDProvider.objects.select_related("school").get(provider_id=sociallogin.account.provider)


def signs_in(request, service, sociallogin):
    if request.user.is_authenticated:  # in another tab meanwhile
        raise ImmediateHttpResponse(is_in(request, service, sociallogin))
    if not service.is_open:
        raise ImmediateHttpResponse(told.too_late(request, service))
    if not sociallogin.is_existing:
        join_by_address(request, service, sociallogin)
    if way_out(service.issuer):
        request.session[OUT] = service.provider_id


def is_in(request, service, sociallogin):
    """The same person just goes on; nobody takes the place of somebody else."""
    next_url = sociallogin.state.get("next")
    if sociallogin.user == request.user:
        return HttpResponseRedirect(next_url or reverse("home"))
    return told.already(request, service)


def join_by_address(request, service, sociallogin):
    try:
        sociallogin.user = joining.join_by_address(service, sociallogin.claims)
    except joining.NotJoined as refused:
        raise ImmediateHttpResponse(
            told.not_known(request, service, sociallogin.claims, refused.why)
        ) from refused
    if sociallogin.user.last_login:  # whoever runs the service says that it is theirs: they hear of it
        steps.tell_added(sociallogin.user, "school")


def joins(request, service, sociallogin):
    """One's own account, whatever its address: who is signed in here says that it is theirs."""
    if not is_of(request, service, sociallogin):
        raise ImmediateHttpResponse(told.too_late(request, service))
    try:
        joining.join(service, request.user, sociallogin.account.uid)
    except joining.NotJoined as refused:
        raise ImmediateHttpResponse(told.not_joined(request)) from refused
    steps.tell_added(request.user, "school")
    raise ImmediateHttpResponse(told.joined(request, sociallogin.claims.email))


def is_sure(request, service, sociallogin):
    """Who one is, once more, before something important."""
    if not is_of(request, service, sociallogin) or sociallogin.user != request.user:
        raise ImmediateHttpResponse(told.somebody_else(request, service, sociallogin.state.get("next")))
    next_url = sociallogin.state.get("next")
    if was_not_asked(sociallogin):
        raise ImmediateHttpResponse(told.not_asked(request, next_url))
    record_authentication(request, request.user, "socialaccount", reauthenticated=True)
    raise ImmediateHttpResponse(HttpResponseRedirect(next_url or reverse("home")))


def was_not_asked(sociallogin):
    """The service just remembered who that is, as whoever sits at the device now could have let it."""
    age, took = sociallogin.claims.age, time.time() - sociallogin.state["data"]["at"]
    return age is not None and age - took > app_settings.REAUTHENTICATION_TIMEOUT


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
