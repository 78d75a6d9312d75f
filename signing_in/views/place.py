"""A place is asked for by who just signed in at the school, and by nobody else."""

import time

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render

from signing_in import asking
from signing_in.discovery import way_out
from signing_in.models import OpenIDProvider
from signing_in.views.told import KNOCKED

AN_HOUR = 60 * 60  # seconds; after that somebody else may sit here


@login_not_required
def school_ask(request):
    knocked = request.session.get(KNOCKED, {})
    if time.time() - knocked.get("at", 0) > AN_HOUR:
        return redirect("account_login")
    service = OpenIDProvider.objects.filter(provider_id=knocked.get("provider", "")).first()
    if not service or request.user.is_authenticated:
        return redirect("account_login")
    school, email = service.school, knocked["email"]
    if request.method == "POST":
        asking.ask(school, email, knocked["name"])
        return redirect("school_ask")
    asked = asking.asked(school, email)
    if not asked:
        return redirect("account_login")
    context = {"service": service, "asked": asked, "leads_out": way_out(service.issuer)}
    return render(request, "signing_in/asked.html", context | asking.who_answers(school))
