"""The service at which the schools of the demo sign in: a page that asks who one is, and allauth.idp.oidc
behind it (docs/adr/0056). Only for who sits at this machine."""

from functools import wraps
from urllib.parse import urlencode

from allauth.idp.oidc import views
from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from home.demo import service
from people.models import User

HERE = {"localhost", "127.0.0.1", "::1"}
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")  # by a proxy


def on_this_machine(view):
    """Anybody else finds nothing here, also through a proxy that stands beside us."""

    @login_not_required
    @wraps(view)
    def only(request, *args, **kwargs):
        names = {split_domain_port(request.get_host())[0].strip("[]"), request.META["REMOTE_ADDR"]}
        if not names <= HERE or any(name in request.headers for name in PASSED_ON):
            raise Http404
        return view(request, *args, **kwargs)

    return only


@require_safe
def authorize(request):
    """Who is remembered goes on, unless they are to be asked (prompt=login); else by a press on a name."""
    client = get_object_or_404(Client, pk=request.GET.get("client_id", ""))
    house = service.HOUSE_OF[client.pk]
    people = [*service.known_at(house), service.stranger(house)]
    person = chosen(request, client, people)
    if person is None:
        return render(request, "home/demo_service.html", page(request, client, house, people))
    request.user = User.objects.get(pk=person.id)
    response = views.authorization(request)
    response.set_signed_cookie(
        cookie(client), person.key, path=reverse("idp:oidc:authorization"), httponly=True, samesite="Lax"
    )
    return response


def chosen(request, client, people):
    is_asked = "login" in request.GET.get("prompt", "").split()
    remembered = None if is_asked else request.get_signed_cookie(cookie(client), None)
    key = request.GET.get("who", remembered)
    return next((person for person in people if person.key == key), None)


def page(request, client, house, people):
    asked = request.GET.copy()
    asked.pop("prompt", None)
    ways = [(person, f"?{asked.urlencode()}&who={person.key}") for person in people]
    back = request.GET.get("redirect_uri", "")
    refusal = urlencode({"error": "access_denied", "state": request.GET.get("state", "")})
    cancel = f"{back}?{refusal}" if back in client.get_redirect_uris() else ""
    return {"house": house, "known": ways[:-1], "stranger": ways[-1], "cancel": cancel}


def cookie(client):
    return f"demo_service_{client.pk}"


def userinfo(request):
    """The last that is asked in a sign-in: after it nothing of it stays."""
    response = views.user_info(request)
    value = request.headers.get("Authorization", "").partition(" ")[2]
    for token in Token.objects.by_value(value):
        Token.objects.filter(client=token.client, user=token.user).delete()
    return response


@require_safe
def leave(request):
    """OpenID Connect RP-Initiated Logout 1.0: from now on the service asks who one is. It leads nowhere by
    itself, as that of a school need not."""
    response = render(request, "home/demo_service_left.html", {"site": settings.SITE_URL})
    for client in Client.objects.all():
        response.delete_cookie(cookie(client), path=reverse("idp:oidc:authorization"))
    return response


def nothing(request):
    raise Http404
