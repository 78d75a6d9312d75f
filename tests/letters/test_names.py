"""Whoever a letter is about is called as that person typed it, or by one word where no name is left."""

import email
from email.policy import SMTP, default

import pytest
from django.core import mail

from letters.message import Letter
from letters.postman import deliver
from observations import actions
from observations.models import ToTell
from people.models import User
from tests.factories import fresh, make_lesson
from tests.letters.every_letter import END, START

LOOKS_ENCODED = "=?utf-8?q?Directeur_Jansen?="


def arrives():
    """The newest letter as its reader's program reads it, from the bytes that a mail server gets."""
    mail.outbox.clear()
    deliver.call()
    return as_read(mail.outbox[-1])


def as_read(message):
    return email.message_from_bytes(message.message(policy=SMTP).as_bytes(), policy=default)


@pytest.fixture
def proposed(edition, teacher, coach, time_machine):
    """By a coach whose name looks like an encoded one."""
    time_machine.move_to(START.replace(day=1, hour=9), tick=False)
    teacher.language = coach.language = "en"
    teacher.save()
    coach.name = LOOKS_ENCODED
    coach.save()
    return make_lesson(teacher, coach=coach, by=coach, start=START, end=END)


def test_a_name_that_looks_encoded_arrives_as_it_was_typed(proposed):
    letter = arrives()

    assert letter["subject"] == f"{LOOKS_ENCODED} would like to look along with you"
    assert LOOKS_ENCODED in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize("typed", [
    LOOKS_ENCODED, f"{LOOKS_ENCODED} {LOOKS_ENCODED}", f"Zoë {LOOKS_ENCODED} " + 8 * "de Vries-Müller ", "=?", "a =? b", "Zoë kijkt mee", 20 * "kijkt mee ",
])  # fmt: skip
@pytest.mark.parametrize("header", ["Subject", "X-Other"])
def test_every_header_of_words_arrives_as_it_was_typed(typed, header):
    message = Letter("Een brief", "Woorden", "meekijken@school.example", ["coba@fictief.example"])
    message.extra_headers = {header: typed} if header != "Subject" else {}
    message.subject = typed if header == "Subject" else message.subject
    sent = message.message(policy=SMTP).as_bytes()

    assert as_read(message)[header].strip() == typed.strip()
    assert max(len(line) for line in sent.split(b"\r\n")) <= 78
    assert sent.isascii()


def leave(person):
    person.left_at, person.email, person.name, person.is_active = START, None, "", False
    person.save()


@pytest.mark.parametrize(("language", "within", "first"), [("nl", "je collega", "Je collega"), ("en", "your colleague", "Your colleague")])  # fmt: skip
def test_where_no_name_is_left_one_word_stands_for_it(proposed, language, within, first):
    """Small within a sentence, and with a capital where one begins."""
    deliver.call()
    actions.accept(lesson=fresh(proposed), by=proposed.teacher)
    actions.cancel(lesson=fresh(proposed), by=proposed.coach)
    leave(proposed.coach)
    User.objects.filter(pk=proposed.teacher_id).update(language=language)
    ToTell.objects.exclude(person=proposed.teacher).delete()

    letter = arrives()
    [subject, said] = [letter["subject"], letter.get_body(("plain",)).get_content()]
    assert within in subject
    assert f"\n{first} " in said
