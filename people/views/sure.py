"""Whether it is surely that person who sits here, before something changes by which one signs in: whoever
came in, or said once more who one is, within the last five minutes. The page that asks:
signing_in/views/sure.py."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.shortcuts import redirect
from django.urls import reverse


def is_sure(request):
    ways = get_authentication_records(request, request.user)
    last = max((way["at"] for way in ways if says_who(way)), default=0)
    return time.time() - last < app_settings.REAUTHENTICATION_TIMEOUT


def says_who(way):
    """At a sign-in the school's service may just have remembered who that is, also for who sits there now."""
    return way["method"] != "socialaccount" or way.get("reauthenticated", False)


def sure(view):
    """What was sent goes on once that is clear; but for a password, which is kept nowhere, so it is typed
    again."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if is_sure(request):
            return view(request, *args, **kwargs)
        if any("password" in name for name in request.POST):
            return redirect(reverse("account_reauthenticate", query={"next": request.get_full_path()}))
        return suspend_request(request, reverse("account_reauthenticate"))

    return asked
