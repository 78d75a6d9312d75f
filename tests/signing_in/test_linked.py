"""Who was here before hears that a school account opens Meekijken for them: its service said so."""

from django.core import mail
from django.utils import timezone

from people.models import User
from tests.signing_in.there import claims, come_back


def test_who_was_here_before_hears_of_it_once(client, service, teacher):
    User.objects.filter(pk=teacher.pk).update(last_login=timezone.now(), language="en")
    for _time in range(2):
        come_back(client, service, claims(teacher.email))
        client.logout()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([teacher.email], "There is a new way to sign in to Meekijken")
    ]


def test_who_comes_for_the_first_time_knows(client, service, teacher):
    come_back(client, service, claims(teacher.email))
    assert mail.outbox == []
