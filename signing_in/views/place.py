"""A place is asked for by who just signed in at the school, and by nobody else."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from signing_in import asking
from signing_in.discovery import way_out
from signing_in.models import OpenIDProvider
from signing_in.views.told import knocked


@login_not_required
@cache_control(no_store=True)
def school_ask(request):
    before = knocked(request)
    if not before.get("may_ask"):
        return redirect("account_login")
    service = OpenIDProvider.objects.filter(provider_id=before["provider"]).first()
    if not service or request.user.is_authenticated:
        return redirect("account_login")
    school, email = service.school, before["email"]
    if request.method == "POST":
        asking.ask(school, email, before["name"])
        return redirect("school_ask")
    asked = asking.asked(school, email)
    if not asked:
        return redirect("account_login")
    context = {"service": service, "asked": asked, "leads_out": way_out(service.issuer)}
    return render(request, "signing_in/asked.html", context | asking.who_answers(school))
