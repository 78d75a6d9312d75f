from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from observations.access import NotNow

REASONS = {
    "proposed": _("The teacher has not accepted this visit yet. Nothing is recorded on a proposal."),
    "decided": _("This proposal has already been answered."),
    "begun": _("The first entry has been made. From then on the appointment, the learning question and the chosen items stay as they are."),
    "ready": _("You marked your account as ready. Reopen it if you want to change something."),
    "opened": _("You have opened your accounts together. They stay as they are now; you can still add something with a date."),
    "not_open": _("The accounts are not open yet. The teacher opens them when both are ready."),
    "not_ready": _("The accounts open only when both of you are ready."),
}  # fmt: skip


class NotNowMiddleware:
    """Turns access.NotNow into a 423 that says why, as a page or as JSON for the page's own script."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, NotNow):
            return None
        text = REASONS[exception.reason]
        if request.content_type == "application/json":
            return JsonResponse({"reason": exception.reason, "message": text}, status=423)
        back = request.resolver_match.kwargs.get("lesson_id")
        return render(request, "423.html", {"reason_text": text, "lesson_id": back}, status=423)
