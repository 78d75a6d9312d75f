from django.http import JsonResponse
from django.shortcuts import render

from observations.refusals import NotNow, OtherPerson


class NotNowMiddleware:
    """Turns refusals.NotNow into a 423 that says why, as a page or as JSON for the page's own script;
    OtherPerson into a 401."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OtherPerson):
            return JsonResponse({"reason": "other"}, status=401)
        if not isinstance(exception, NotNow):
            return None
        if request.content_type == "application/json":
            return JsonResponse(exception.body, status=423)
        back = request.resolver_match.kwargs.get("lesson_id")
        return render(request, "423.html", {"reason_text": exception.message, "lesson_id": back}, status=423)
