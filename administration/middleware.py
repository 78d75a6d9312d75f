from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect

from signing_in.middleware import CHOOSING


class ClosedMiddleware:
    """Whose last day is over comes to one page, and to what that leads to: taking along what is one's own.
    Pages that ask for no sign-in stay what they are for everybody."""

    open_names = {
        "take_along", "take_along_file", "bundle", "bundle_cancel", "bundle_file", "data", "data_file", "school_leaves_undo",
        "drafts", *CHOOSING,
    }  # fmt: skip

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_closed = request.user.is_authenticated and request.user.may_only_take_along
        is_open = (
            not getattr(view, "login_required", True) or request.resolver_match.url_name in self.open_names
        )
        if not is_closed or is_open:
            return None
        if request.content_type == "application/json":  # the script of a page that was open
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        return redirect("take_along")
