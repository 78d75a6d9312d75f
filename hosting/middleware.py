"""The first that a request meets and the last that its answer does: what is seen of it from outside."""

import logging
import sys
import time

from django.conf import settings
from django.utils.module_loading import import_string

from hosting import errors, numbering, urls
from hosting.silent import is_silent

logger = logging.getLogger("hosting.seen")
BEFORE_ALL = {f"/{one.pattern}": one.callback for one in urls.urlpatterns}
HAS_PROXY = bool(settings.ALLAUTH_TRUSTED_PROXY_COUNT or settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER)


class SeenMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.count = import_string("hosting.numbers.count") if settings.METRICS_TOKEN else None

    def __call__(self, request):
        if watched := BEFORE_ALL.get(request.path_info):
            return watched(request)
        given = request.headers.get("X-Request-ID", "") if HAS_PROXY else ""
        number = numbering.new(given)
        request.number = number[: numbering.SAID]
        token, began = numbering.number.set(number), time.perf_counter()
        try:
            response = self.get_response(request)
            self.note(request, response.status_code, time.perf_counter() - began)
        finally:
            numbering.number.reset(token)
        response.headers["X-Request-ID"] = number
        return response

    def note(self, request, status, seconds):
        """By the name of the address: the address itself may say whose visit it is."""
        if is_silent(request.path_info):
            return
        route = name_of(request)
        if settings.LOG_JSON:
            facts = {"method": request.method, "route": route, "status": status, "ms": round(seconds * 1000)}
            logger.info("request", extra={"facts": facts})
        if self.count:
            self.count(route, status, seconds)


def name_of(request):
    if found := request.resolver_match:
        return found.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def report(request, **_facts):
    """Of an error that no page caught; told while it is handled."""
    errors.tell(sys.exception(), route=name_of(request))
