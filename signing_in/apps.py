from allauth.socialaccount.providers import registry
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigningInConfig(AppConfig):
    name = "signing_in"
    verbose_name = _("signing in")

    def ready(self):
        from signing_in import checks  # noqa: F401, PLC0415 -- needs the models

        registry.load()  # allauth's own does that only with its addresses
