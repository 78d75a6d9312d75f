import uuid

from allauth.account.adapter import DefaultAccountAdapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people import presence
from people.audit import Done, note


class AccountAdapter(DefaultAccountAdapter):
    # allauth's own Dutch says "u"; these are the sentences that people here can meet
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("You are on pause."),
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "enter_current_password": _("Enter the password you have now."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link no longer works."),
        "too_many_login_attempts": _("That was often in a short time. Wait a few minutes and try once more."),
    }

    def pre_authenticate(self, request, **credentials):
        """A count that cannot be kept refuses too. Then it is the disk that is full, and that is what people
        read (home/views/broken.py)."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            if not cache.add(f"room-{uuid.uuid4()}", 1, timeout=1):
                raise OperationalError("no count can be kept") from None
            raise

    def login(self, request, user):
        is_first = user.last_login is None
        super().login(request, user)
        if is_first:
            note(Done.JOINED, by=user, school=user.school, about=user)
        presence.remember(request.session, user)
        note(Done.SIGNED_IN, by=user, school=user.school, about=user)

    def set_password(self, user, password):
        """Also after a reset by mail: from now on only this person knows it."""
        user.must_choose_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request):
        """Where the way to the form is; who had to choose one goes on (people/middleware.py)."""
        return reverse("me")

    def is_open_for_signup(self, request):
        """People are invited by their school's administrator; nobody signs up alone."""
        return False
