"""For a service manager, when a unit of ours failed (deploy/one): a letter to who looks after the server, and
no more in it than the name. What happened is in the log there."""

import socket

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Tells ALARM_TO by letter that a unit of this server failed."

    def add_arguments(self, parser):
        parser.add_argument("unit", help="What failed, such as meekijken-hourly.")

    def handle(self, *, unit, **options):
        if not (settings.ALARM_TO and settings.MAIL_HOST):
            raise CommandError(f"{unit} failed, and nobody is told: set ALARM_TO and EMAIL_HOST")
        subject = _("%(unit)s failed on %(host)s") % {"unit": unit, "host": socket.gethostname()}
        text = _("What happened is in the log of that server:\n\n    journalctl -u %(unit)s -n 50")
        send_mail(subject, text % {"unit": unit}, None, settings.ALARM_TO)
