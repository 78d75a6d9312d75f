"""What one is and chooses, and the logo of the school."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.forms import PreferencesForm
from people.models import Language, Membership, User
from people.sorting import in_order


def me(request):
    """Own name, school and teams; what one switches on or off; the way to another password and out."""
    memberships = (
        request.user.memberships.running().select_related("team").order_by(*in_order("team__name", "role"))
    )
    teaches = any(each.role == Membership.Role.TEACHER for each in memberships)
    context = {"memberships": memberships, "teaches": teaches, "form": PreferencesForm(instance=request.user)}
    return render(request, "people/me.html", context)


@require_POST
def preferences(request):
    form = PreferencesForm(request.POST)
    if form.is_valid():
        User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("me")


def school_logo(request):
    """The logo as it is printed, for everybody of the school."""
    try:
        return FileResponse(request.user.school.logo.open(), content_type="image/png")
    except (ValueError, FileNotFoundError) as fault:  # there is none, or it is gone
        raise Http404 from fault


@login_not_required
@require_POST
def language(request):
    """Remembers the language with the person, and in a cookie for the sign-in page. Unknown languages change
    nothing."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("language") in Language.values:
        remember(request, response, request.POST["language"])
    return response


def language_for(request, person):
    """Of a page that is asked without signing in: its reader's; but who chose one here keeps it."""
    has_chosen = request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return translation.get_language() if has_chosen else person.language


def remember(request, response, language):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
