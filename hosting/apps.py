from django.apps import AppConfig
from django.core.signals import got_request_exception
from django.db.models.signals import post_migrate, pre_migrate
from django.tasks.signals import task_finished


class HostingConfig(AppConfig):
    name = "hosting"

    def ready(self):
        from hosting import errors, middleware, triggers  # noqa: PLC0415 -- they need the models

        pre_migrate.connect(triggers.give_way, sender=self)
        post_migrate.connect(triggers.make, sender=self)
        got_request_exception.connect(middleware.report)
        task_finished.connect(errors.of_a_task)
