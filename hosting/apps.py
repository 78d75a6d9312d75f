from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class HostingConfig(AppConfig):
    name = "hosting"

    def ready(self):
        from hosting import triggers  # noqa: PLC0415 -- it needs the models

        pre_migrate.connect(triggers.give_way, sender=self)
        post_migrate.connect(triggers.make, sender=self)
