"""For the machine that watches this one."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from home import health as watched


@login_not_required
@never_cache
def health(request):
    """Whether something can be saved now, and nothing else."""
    if watched.heart.beat():
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse("not ok: nothing can be saved now", content_type="text/plain", status=503)
