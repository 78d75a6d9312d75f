"""The letters of the demo's people, which nobody was sent. Only where DEMO=1, and then for anybody: the
password of these people stands on the sign-in page."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from letters import kept
from letters.postman import deliver
from observations.models import ToTell
from people.files import disposition
from people.models import User

# A letter has its styles in itself, as mail programs ask: these, and nothing else, not even a script. It
# stands in a frame of our own page, and its links open in the place of that page.
AS_A_LETTER = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}
WITH_A_FRAME = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}


def demo_only(view):
    @login_not_required
    @require_safe
    @wraps(view)
    def only(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return only


@demo_only
def letters(request, person=None):
    """What just happened is told first, so that it is there also where no worker runs."""
    deliver.call()
    people = User.objects.demo()
    chosen = next((each for each in people if each.pk == person), None)
    if person and not chosen:
        raise Http404
    waiting = ToTell.objects.untold().filter(person__in=[chosen] if chosen else people)
    context = {
        "people": people, "chosen": chosen, "letters": kept.letters(person),
        "waiting": waiting.select_related("person"),
    }  # fmt: skip
    return render(request, "letters/demo.html", context)


@demo_only
@csp_override(WITH_A_FRAME)
def letter(request, name):
    return render(request, "letters/demo_letter.html", {"letter": kept_or_404(name)})


@demo_only
@csp_override(AS_A_LETTER)
@xframe_options_sameorigin
def letter_looks(_request, name):
    """As a mail program shows it, but for where its links open."""
    return HttpResponse(kept_or_404(name).html.replace("<head>", '<head><base target="_top">', 1))


@demo_only
def letter_calendar(_request, name):
    file = kept_or_404(name).calendar
    if file is None:
        raise Http404
    named = {"Content-Disposition": disposition("invite.ics")}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=named)


def kept_or_404(name):
    found = kept.letter(name)
    if found is None:
        raise Http404
    return found
