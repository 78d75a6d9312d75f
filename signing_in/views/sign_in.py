"""Coming in and going out: allauth's pages, with the words of a form that was sent too late."""

import logging
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, LogoutView, PasswordResetView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from people.models import User
from people.sorting import in_order
from people.views import drafts
from signing_in.models import OpenIDProvider
from signing_in.views import code
from signing_in.views.again import LAST, ask_again
from signing_in.views.came_back import OUT

logger = logging.getLogger("signing_in")
DEMO_PASSWORD = "meekijken-demo"  # noqa: S105 -- plainly fictional people, shown only where DEMO=1


TOO_OFTEN = HTTPStatus.TOO_MANY_REQUESTS


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    def dispatch(self, request, *args, **kwargs):
        """Too often from one address: the same page with words and the address that was typed, not another
        page."""
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code != TOO_OFTEN:
            return response
        form = self.form_class(initial={"login": request.POST.get("login", "")}, request=request)
        return self.render_to_response(self.get_context_data(form=form, too_often=True), status=TOO_OFTEN)

    def post(self, request, *args, **kwargs):
        """Enter, without a password: a code, where one can be mailed."""
        if "enter" in request.POST and settings.MAIL_HOST and not request.POST.get("password"):
            return code.ask(request)
        return super().post(request, *args, **kwargs)

    def _redirect_to_pending_stage(self, request, stage):
        """Who comes here wants to come in, by whatever way: not the page on which somebody stopped."""

    @classmethod
    def with_words(cls, request):
        """In the place of a form whose sign-in has ended: what was typed comes along, and goes to its own
        person only."""
        view = cls()
        view.setup(request)
        context = view.get_context_data(form=cls.form_class(request=request), is_ended=True)
        return view.render_to_response(context, status=HTTPStatus.FORBIDDEN)

    def form_valid(self, form):
        drafts.carry(self.request)  # a second step may come between
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        brought = drafts.brought(self.request)
        kwargs = {"kept_name": drafts.KEPT, "kept": brought, "is_ended": bool(brought)} | kwargs
        demo = (
            {"demo_people": User.objects.demo().with_a_password(), "demo_password": DEMO_PASSWORD}
            if settings.DEMO
            else {}
        )
        context = super().get_context_data(**kwargs) | demo | services(self.request)
        mail, tried = bool(settings.MAIL_HOST), context["form"].is_bound or "too_often" in kwargs
        return context | {"anybody": User.objects.exists, "mail": mail, "is_open": tried or not mail}


def services(request):
    """Of the schools that sign in with one: the only one, or the last one on this device, and the others."""
    rows = (
        OpenIDProvider.objects.filter(is_open=True)
        .select_related("school")
        .order_by(*in_order("school__name"))
    )
    last = request.COOKIES.get(LAST)
    first = next((row for row in rows if len(rows) == 1 or row.provider_id == last), None)
    return {"service": first, "others": [row for row in rows if row != first]}


@method_decorator(login_not_required, name="dispatch")
class Reset(PasswordResetView):
    def form_valid(self, form):
        try:
            response = super().form_valid(form)
        except OSError as error:  # smtplib's are of this kind too
            logger.error("letter password_reset_key: %s", type(error).__name__)
            words = _("The letter could not be sent. Try once more in a few minutes.")
            return self.refused(form, words, HTTPStatus.SERVICE_UNAVAILABLE)
        if response.status_code != TOO_OFTEN:
            return response
        return self.refused(form, get_adapter().error_messages["too_many_login_attempts"], TOO_OFTEN)

    def refused(self, form, words, status):
        form.add_error("email", words)
        return self.render_to_response(self.get_context_data(form=form), status=status)


class SignOut(LogoutView):
    def post(self, *args, **kwargs):
        """Back must not show a visit to the next person at this device."""
        came_by = self.request.session.get(OUT)
        response = super().post(*args, **kwargs)
        if came_by and not self.get_next_url():
            response = redirect("school_out", came_by)
        response.headers["Clear-Site-Data"] = '"cache"'
        return ask_again(response)
