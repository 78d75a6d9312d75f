"""What a device asks about the words it keeps, and the way back to a form (people/views/drafts.py)."""

from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from people.drafts import which_saved
from people.views.drafts import put_back

MOST = 100  # numbers in one question


@require_GET
def saved(request):
    """Which of these drafts (`?id=…&id=…`) were saved by this person."""
    return JsonResponse({"saved": which_saved(request.user, request.GET.getlist("id")[:MOST])})


@require_POST
def again(request):
    """From a page that could not save what was sent, back to its form, filled in. Nothing is saved by it."""
    at = put_back(request)
    if at is None:
        raise Http404
    return HttpResponseRedirect(at)
