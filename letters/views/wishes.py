"""Which letters one gets: all of them on a page of one's own, what one letter tells by the address in it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from letters import wishes as chosen
from letters.forms import WishesForm
from letters.models import How
from people.views import drafts
from people.views.pages import language_for


def wishes(request):
    form = WishesForm(drafts.posted(request), person=request.user)
    if drafts.is_sent(request, form):
        form.save()
        drafts.saved(request)
        messages.success(request, _("Saved."))
        return redirect("wishes")
    return drafts.page(request, "letters/wishes.html", form)


@login_not_required
@csrf_exempt  # a mail program sends it (RFC 8058); the address itself says whose it is
def wish(request, sealed):
    """A page that asks once more: to look at it changes nothing, whoever or whatever follows the link."""
    person, kinds = chosen.of_address(sealed) or not_here()
    with translation.override(language_for(request, person)):
        if request.method != "POST":
            return page(request, person, kinds)
        how = asked(request)
        if how not in chosen.ways(kinds):
            return page(request, person, kinds, status=422)
        chosen.choose(person, dict.fromkeys(kinds, How(how)))
        return redirect("wish", sealed) if "how" in request.POST else page(request, person, kinds)


def not_here():
    raise Http404


def asked(request):
    """By a button of the page, or by a mail program, which is led nowhere else."""
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return How.OFF
    return request.POST.get("how")


def page(request, person, kinds, status=200):
    hows, ways = chosen.wishes(person), chosen.ways(kinds)
    now = hows[kinds[0]] if len({hows[kind] for kind in kinds}) == 1 else None
    context = {
        "about": get_text_list([f"‘{kind.label}’" for kind in kinds], _("and")),
        "now": now, "others": [how for how in ways if how != now], "is_about_time": How.DAILY not in ways,
    }  # fmt: skip
    response = render(request, "letters/wish.html", context, status=status)
    response.headers["Content-Language"] = translation.get_language()
    response.headers["Cache-Control"] = "no-store"
    return response
