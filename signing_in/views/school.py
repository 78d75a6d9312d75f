"""To the service of a school and back.

A press answers with a page that goes on by itself: our own policy lets no form end elsewhere, and a browser
that sees a redirect after a form stops without a word. That page is replaced by the one that it leads to, so
Back leads to the sign-in page and not on once more.
"""

import time

from allauth.account import app_settings
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.views import drafts
from signing_in.codes import FORGOTTEN
from signing_in.discovery import Unusable, way_out
from signing_in.models import OpenIDProvider
from signing_in.provider import SchoolOAuth2Adapter, SchoolProvider
from signing_in.views import told
from signing_in.views.again import is_to_ask
from signing_in.views.told import NEXT

SERVICES = OpenIDProvider.objects.select_related("school")


@login_not_required
def school_start(request, provider_id):
    service = get_object_or_404(SERVICES, provider_id=provider_id)
    if request.method != "POST":
        return redirect(told.sign_in(request))
    drafts.carry(request)
    request.session.pop(told.KNOCKED, None)
    request.session[NEXT] = next_of(request)
    if request.user.is_authenticated:  # in another tab meanwhile
        return HttpResponseRedirect(drafts.put_back(request) or request.session[NEXT] or reverse("home"))
    request.session.set_expiry(FORGOTTEN)
    if not service.is_open:
        messages.info(request, _("Signing in with the school account is closed for now. Choose another way."))
        return redirect(told.sign_in(request))
    return on_the_way(request, service, next_url=request.session[NEXT], asks_again=is_to_ask(request))


def next_of(request):
    asked = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if is_here else ""


def on_the_way(request, service, *, why="sign in", next_url="", asks_again=False):
    """`why` says what is to happen with who comes back (signing_in/views/came_back.py)."""
    data = {"why": why, "by": str(request.user.pk), "at": time.time()}
    params = {"prompt": service.prompt} if asks_again else {}
    if why == "sure":
        params["max_age"] = app_settings.REAUTHENTICATION_TIMEOUT  # so that it tells when that was
    provider = SchoolProvider(request, service.as_app())
    try:
        there = provider.redirect(request, AuthProcess.LOGIN, next_url, data, auth_params=params).url
    except Unusable as fault:
        return (
            told.trial_failed(request, service, None, fault)
            if why == "try"
            else told.silent(request, service, fault)
        )
    return render(request, "signing_in/on_the_way.html", {"there": there, "school": service.school})


@login_not_required
@require_safe
def school_back(request, provider_id):
    get_object_or_404(SERVICES, provider_id=provider_id)
    return OAuth2CallbackView.adapter_view(SchoolOAuth2Adapter(request, provider_id))(request)


@login_not_required
@require_safe
def school_out(request, provider_id):
    """Signed out here: at the school this device is still known (OpenID Connect RP-Initiated Logout 1.0).
    Nothing of that sign-in was kept, so its own page asks who wants to leave, and does not lead back here."""
    service = get_object_or_404(SERVICES, provider_id=provider_id)
    there = way_out(service.issuer)
    if request.user.is_authenticated or not there:
        return redirect("account_login")
    there += ("&" if "?" in there else "?") + urlencode({"client_id": service.client_id})
    return render(request, "signing_in/school_out.html", {"there": there, "school": service.school})
