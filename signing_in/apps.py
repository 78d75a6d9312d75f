from allauth.socialaccount.providers import registry
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningInConfig(AppConfig):
    name = "signing_in"
    verbose_name = _("signing in")

    def ready(self):
        registry.load()  # allauth's own does that only with its addresses
