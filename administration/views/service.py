"""How a school signs in with its own accounts: entered, tried, opened."""

from datetime import datetime

from allauth.utils import build_absolute_uri
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import service as services
from administration import service_words
from administration.access import school_of
from administration.service_forms import AnewForm, ServiceForm
from people.models import User
from people.views import drafts
from people.views.sure import sure
from signing_in.claims import Claims
from signing_in.views.school import on_the_way
from signing_in.views.told import TRIED


def school_sign_in(request):
    """A first service, another registration (?anew), or what may change of the one that is there."""
    service = services.service_of(school_of(request.user))
    is_anew = service is None or "anew" in request.GET or "client_id" in request.POST
    form = (AnewForm if is_anew else ServiceForm)(drafts.posted(request), by=request.user, service=service)
    if drafts.is_sent(request, form) and is_kept(request, form, is_anew):
        drafts.saved(request)
        request.session.pop(TRIED, None)
        return redirect("school_sign_in")
    return drafts.page(request, "administration/service.html", form, **shown(request, service, is_anew))


def is_kept(request, form, is_anew):
    try:
        closes = (services.set_up if is_anew else services.change)(by=request.user, **form.facts)
    except services.Meanwhile:
        form.add_error(
            None, _("Somebody else changed this meanwhile. Open this page anew and look what is there now.")
        )
        return False
    said = _(
        "Saved. More addresses can come in now, so it was closed. Is that meant? Then open it once more."
    )
    messages.success(request, said if closes else _("Saved."))
    return True


def shown(request, service, is_anew):
    number = services.next_number(request.user.school, service) if is_anew else service.provider_id
    return {
        "service": service,
        "is_anew": is_anew,
        "back": build_absolute_uri(request, reverse("school_back", args=[number])),
        "joined": service.accounts.count() if service else 0,
        "tried": tried(request, service) if service and not is_anew else None,
    }


def tried(request, service):
    """What came of the last trial, in words; None where there was none."""
    found = request.session.get(TRIED)
    if not found:
        return None
    at = datetime.fromisoformat(found["at"])
    if "fault" in found:
        return {"at": at, "fault": service_words.why_failed(found)}
    claims = Claims("", found["email"], found["is_verified"])
    people = User.objects.filter(school=service.school_id, left_at=None)
    person = people.filter(email=claims.email).first() if claims.email else None
    return {"at": at, "claims": claims, "refused": service_words.refused(service, claims), "person": person}


@require_POST
def school_sign_in_try(request):
    """With the own account at school; nobody is signed in by it, and nobody linked."""
    service = services.service_of(school_of(request.user))
    if service is None:
        raise Http404
    request.session.pop(TRIED, None)
    return on_the_way(request, service, why="try")


@require_POST
def school_sign_in_open(request):
    school_of(request.user)
    return opened(request)


@sure
def opened(request):
    try:
        if services.turn(by=request.user, is_open=True):
            services.tell_opened(request.user)
        messages.success(request, _("From now on the button of your school is on the sign-in page."))
    except services.NotTried:
        messages.warning(request, _("First try it. Then you can open it."))
    request.session.pop(TRIED, None)
    return redirect("school_sign_in")


@require_POST
def school_sign_in_close(request):
    school_of(request.user)
    services.turn(by=request.user, is_open=False)
    messages.success(request, _("The button of your school is no longer on the sign-in page."))
    return redirect("school_sign_in")
