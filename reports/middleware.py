"""Paper that does not come now: the press is busy (503, and when to try again), or it would be too long
(422)."""

from django.shortcuts import render

from reports.paper import Busy
from reports.printing import TooLong

AGAIN = 10  # seconds


class PaperMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Busy):
            response = render(request, "503.html", status=503)
            response.headers["Retry-After"] = str(AGAIN)
            return response
        if isinstance(exception, TooLong):
            found = request.resolver_match
            own = {"lesson_id": found.kwargs["lesson_id"]} if found.url_name == "report_pdf" else {}
            own["is_line"] = found.url_name == "line_pdf"
            return render(request, "reports/too_long.html", own, status=422)
        return None
