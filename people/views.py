from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, LogoutView, PasswordResetView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import drafts
from people.forms import PreferencesForm, SchoolForm
from people.models import Language, User
from people.sorting import in_order

DEMO_PASSWORD = "meekijken-demo"  # noqa: S105 -- plainly fictional people, shown only where DEMO=1


TOO_OFTEN = HTTPStatus.TOO_MANY_REQUESTS


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    def dispatch(self, request, *args, **kwargs):
        """Too often from one address: the same page with words and the address that was typed, not another page."""
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code != TOO_OFTEN:
            return response
        form = self.form_class(initial={"login": request.POST.get("login", "")}, request=request)
        return self.render_to_response(self.get_context_data(form=form, too_often=True), status=TOO_OFTEN)

    @classmethod
    def with_words(cls, request):
        """In the place of a form whose sign-in has ended: what was typed comes along, and goes to its own person only."""
        view = cls()
        view.setup(request)
        context = view.get_context_data(form=cls.form_class(request=request), is_ended=True)
        return view.render_to_response(context, status=HTTPStatus.FORBIDDEN)

    def form_valid(self, form):
        response, request = super().form_valid(form), self.request
        at = drafts.put_back(request) if request.user.is_authenticated else None
        return HttpResponseRedirect(at) if at else response

    def get_context_data(self, **kwargs):
        brought = drafts.brought(self.request)
        kwargs = {"kept_name": drafts.KEPT, "kept": brought, "is_ended": bool(brought)} | kwargs
        demo = {"demo_people": User.objects.demo(), "demo_password": DEMO_PASSWORD} if settings.DEMO else {}
        return super().get_context_data(**kwargs) | demo


@method_decorator(login_not_required, name="dispatch")
class Reset(PasswordResetView):
    def form_valid(self, form):
        response = super().form_valid(form)
        if response.status_code != TOO_OFTEN:
            return response
        form.add_error("email", get_adapter().validation_error("too_many_login_attempts"))
        return self.render_to_response(self.get_context_data(form=form), status=TOO_OFTEN)


class SignOut(LogoutView):
    def post(self, *args, **kwargs):
        """Back must not show a visit to the next person at this device."""
        response = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


def me(request):
    """Own name, school and teams; what one switches on or off; the way to another password and out."""
    memberships = (
        request.user.memberships.running().select_related("team").order_by(*in_order("team__name", "role"))
    )
    form = PreferencesForm(instance=request.user)
    return render(request, "people/me.html", {"memberships": memberships, "form": form})


@require_POST
def preferences(request):
    form = PreferencesForm(request.POST)
    if form.is_valid():
        User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("me")


def school(request):
    """Name, logo and colour of the own school, for its administrator; for anybody else there is no such page."""
    if not request.user.is_administrator:
        raise Http404
    form = SchoolForm(drafts.posted(request), request.FILES or None, instance=request.user.school)
    if drafts.is_sent(request, form):
        form.save()
        drafts.saved(request)
        messages.success(request, _("Saved. New reports look like this."))
        return redirect("school")
    return render(request, "people/school.html", {"form": form}, status=422 if form.is_bound else 200)


def school_logo(request):
    """The logo as it is printed, for everybody of the school."""
    try:
        return FileResponse(request.user.school.logo.open(), content_type="image/png")
    except (ValueError, FileNotFoundError) as fault:  # there is none, or its file is gone
        raise Http404 from fault


@login_not_required
@require_POST
def language(request):
    """Remembers the language with the person, and in a cookie for the sign-in page. Unknown languages change nothing."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("language") in Language.values:
        remember(request, response, request.POST["language"])
    return response


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
