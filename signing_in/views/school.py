"""To the service of a school and back.

A press answers with a page that goes on by itself: our own policy lets no form end elsewhere, and a browser
that sees a redirect after a form stops without a word.
"""

from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from people.views import drafts
from signing_in.knocking import Unusable
from signing_in.models import OpenIDProvider
from signing_in.provider import SchoolOAuth2Adapter, SchoolProvider
from signing_in.views import told

ASK_AGAIN = "ask_again"  # cookie: somebody signed out on this device; the service asks who is here now
NEXT = "school_next"  # in the session, also when the start of a sign-in is forgotten


@login_not_required
def school_start(request, provider_id):
    service = get_object_or_404(
        OpenIDProvider.objects.select_related("school"), provider_id=provider_id, is_open=True
    )
    if request.user.is_authenticated:
        return redirect("home")
    if request.method != "POST":
        return redirect("account_login")
    drafts.carry(request)
    request.session[NEXT] = next_of(request)
    return on_the_way(request, service, asks_again=ASK_AGAIN in request.COOKIES)


def next_of(request):
    asked = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if is_here else ""


def on_the_way(request, service, *, why="sign in", next_url="", asks_again=False):
    """`why` says what is to happen with who comes back (signing_in/social_adapter.py)."""
    data = {"why": why, "by": str(request.user.pk)}
    params = {"prompt": "login"} if asks_again else {}
    next_url = next_url or request.session.get(NEXT, "")
    provider = SchoolProvider(request, service.as_app())
    try:
        there = provider.redirect(request, AuthProcess.LOGIN, next_url, data, auth_params=params).url
    except Unusable as fault:
        return (
            told.trial_failed(request, service, None, fault)
            if why == "try"
            else told.silent(request, service)
        )
    return render(request, "signing_in/on_the_way.html", {"there": there, "school": service.school})


@login_not_required
@require_safe
def school_back(request, provider_id):
    get_object_or_404(OpenIDProvider, provider_id=provider_id)
    return OAuth2CallbackView.adapter_view(SchoolOAuth2Adapter(request, provider_id))(request)
