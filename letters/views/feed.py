"""The own feed, which calendar programs read without signing in, and the page where its person sets it up."""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from letters.feed import file
from letters.forms import CalendarForm
from letters.models import OwnCalendar, new_token
from people.files import disposition
from people.views import drafts

OFFER = "an address for one's own calendar"  # salt: what is signed for another use is no address


@login_not_required
@csrf_exempt  # nothing changes here; without it a program that asks with PROPFIND hears 403, and asks for a password
@require_safe
@cache_control(private=True, no_cache=True)
def calendar(request, token):
    """The same 404 whether an address never was, was withdrawn, or is of somebody who may not sign in."""
    own = OwnCalendar.at(token)
    if own is None:
        raise Http404
    response = HttpResponse(file(own), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = disposition("Meekijken.ics")
    response["Content-Language"] = own.person.language
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)


def own_calendar(request):
    own = OwnCalendar.of(request.user)
    form = CalendarForm(drafts.posted(request), instance=own)
    if drafts.is_sent(request, form):
        own.choose(**form.cleaned_data)
        drafts.saved(request)
        messages.success(request, _("Saved."))
        return redirect("own_calendar")
    return drafts.page(request, "letters/own_calendar.html", form, own=own, offer=offer(own))


@require_POST
def calendar_address(request):
    """A new address, and the only page that shows it. The page before it offered the address, so that a
    second click or a reload shows the same one; an offer of before the last change makes nothing."""
    token = taken(request)
    if token is None:
        messages.warning(request, _("Your address has changed since you opened that page. It is shown only once: if you do not have it, make another one."))  # fmt: skip
        return redirect("own_calendar")
    address = f"{settings.SITE_URL}{reverse('calendar', args=[token])}"
    context = {"address": address, "webcal": re.sub("^https?:", "webcal:", address)}
    return render(request, "letters/own_address.html", context)


@require_POST
def calendar_withdraw(request):
    OwnCalendar.of(request.user).withdraw()
    messages.success(request, _("The address is withdrawn. Nothing can be read there any more."))
    return redirect("own_calendar")


def offer(own):
    return signing.dumps([str(own.person_id), own.turn, new_token()], salt=OFFER)


def taken(request):
    """The address that was offered, if it is where the feed stands now; else None."""
    try:
        person, turn, token = signing.loads(request.POST.get("offer", ""), salt=OFFER)
    except signing.BadSignature:
        return None
    is_own = person == str(request.user.pk)
    return token if is_own and OwnCalendar.of(request.user).give_address(token, turn) else None
