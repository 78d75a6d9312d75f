"""What is true of letters here: without a mail server they stay on the server, and nobody gets one."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def letters_leave():
    return bool(settings.MAIL_HOST)
