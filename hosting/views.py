"""For the machines that watch this one. The middleware answers these before anything else is asked, so a
proxy may ask under any host name, and while there is no database."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

from hosting import health


@login_not_required
@never_cache
def live(request):
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
def ready(request):
    """And so does the database, which can be written to."""
    found = health.watch.ask()
    if found["ready"]:
        return JsonResponse(found)
    return JsonResponse(found, status=503, headers={"Retry-After": "1"})


@login_not_required
@never_cache
def metrics(request):
    """For whoever shows the token; without one there is no such address."""
    token, told = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token or not constant_time_compare(told, f"Bearer {token}"):
        return HttpResponseNotFound()
    told, kind = import_string("hosting.numbers.told")()
    return HttpResponse(told, content_type=kind)
