"""The letters of the demo's people lie on a page of the demo, as they were told: at once, for anybody who
tries it, and nowhere else."""

import email
from datetime import timedelta
from email import policy
from html import unescape

import pytest
from django.conf import settings as the_settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from letters.postman import deliver
from observations import actions
from observations.models import Stage
from people.models import User
from tests import factories
from tests.factories import bring_to, fresh
from together import actions as together

pytestmark = pytest.mark.usefixtures("edition")


@pytest.fixture
def box(settings, tmp_path):
    """A demo, whose letters lie in a folder."""
    settings.DEMO = True
    settings.LETTER_BOX = the_settings.LETTER_BOX | {"OPTIONS": {"file_path": tmp_path}}
    settings.MAILERS = dict.fromkeys(settings.MAILERS, settings.LETTER_BOX)
    return tmp_path


@pytest.fixture
def visit(box, teacher, coach):
    """Proposed by the coach, for tomorrow."""
    User.objects.update(language="en")
    start = timezone.now() + timedelta(days=1)
    return factories.make_lesson(
        teacher, coach=coach, by=coach, start=start, end=start + timedelta(minutes=50)
    )


def page(client, name="demo_letters", *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return unescape(response.content.decode())


def found(client, person=None):
    """(name of the letter, subject) on the page of this person, or of everybody."""
    rows = page(client, "demo_letters_of", person.pk) if person else page(client)
    links = [row.split("</a>")[0] for row in rows.split('<a href="/demo/letters/')[1:]]
    return [(link.split("/")[0], link.split(">")[1]) for link in links if 'lang="' in link]


def kept(box):
    """All that lie there, in no order; two of one second may share a file."""
    files = [path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")[:-1] for path in box.glob("*.log")]
    return [email.message_from_bytes(each, policy=policy.default) for file in files for each in file]


def test_what_happens_is_there_at_once_and_newest_first(client, visit, teacher, coach):
    assert [subject for _name, subject in found(client)] == [
        "Coba Voorbeeld would like to look along with you"
    ]

    actions.accept(lesson=visit, by=teacher)

    assert [subject for _name, subject in found(client, teacher)] == [
        "You agreed on a moment with Coba Voorbeeld", "Coba Voorbeeld would like to look along with you",
    ]  # fmt: skip
    assert [subject for _name, subject in found(client, coach)] == ["You look along with Tijn Verzonnen"]
    assert len(found(client)) == 3


def test_it_is_shown_as_it_was_told_also_when_the_visit_is_another_by_now(client, visit, box, teacher, coach):
    [(name, subject)] = found(client)
    then = kept(box)[0]
    actions.move(lesson=fresh(visit), by=coach, start=visit.start + timedelta(days=9), end=None)

    shown = page(client, "demo_letter", name)

    assert subject in shown
    for line in filter(None, then.get_body(("plain",)).get_content().splitlines()):
        assert line.strip() in shown
    assert page(client, "demo_letter_looks", name).replace('<base target="_top">', "") == unescape(
        then.get_body(("html",)).get_content()
    )


def test_a_letter_has_its_styles_and_nothing_else(client, visit):
    [(name, _subject)] = found(client)
    letter = client.get(reverse("demo_letter_looks", args=[name]))
    around = client.get(reverse("demo_letter", args=[name]))

    rules = dict(rule.split(" ", 1) for rule in letter["Content-Security-Policy"].split("; "))
    assert rules == {
        "default-src": "'none'", "style-src": "'unsafe-inline'", "base-uri": "'none'", "form-action": "'none'",
        "frame-ancestors": "'self'", "sandbox": "allow-top-navigation-by-user-activation",
    }  # fmt: skip
    assert letter["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "unsafe" not in around["Content-Security-Policy"]
    others = [reverse("demo_letters"), reverse("demo_letter_calendar", args=[name]), reverse("account_login")]
    for url in others:
        policy_of_it = client.get(url)["Content-Security-Policy"]
        assert "frame-src" not in policy_of_it
        assert "unsafe" not in policy_of_it


def test_the_calendar_file_is_the_one_of_the_letter(client, visit, box):
    [(name, _subject)] = found(client)

    file = client.get(reverse("demo_letter_calendar", args=[name]))

    parts = [part for part in kept(box)[0].walk() if part.get_content_type() == "application/ics"]
    assert [file.content] == [part.get_content() for part in parts]
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert reverse("demo_letter_calendar", args=[name]) in page(client, "demo_letter", name)


def test_a_letter_without_a_file_offers_none(client, visit, teacher):
    actions.accept(lesson=visit, by=teacher)
    found(client)
    bring_to(Stage.WAITING_FOR_TEACHER, factories.make_lesson(teacher, coach=visit.coach))
    name, subject = found(client)[0]

    assert subject == "It is your turn"
    assert "invite.ics" not in page(client, "demo_letter", name)
    assert client.get(reverse("demo_letter_calendar", args=[name])).status_code == 404


def test_what_waits_is_named_with_its_time(client, visit, teacher, coach):
    """A reply waits a while, so that several are one letter."""
    actions.accept(lesson=visit, by=teacher)
    opened = bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach))
    together.add(lesson=opened, by=coach, id=opened.pk, kind="reply", item=None, text="Mooi.", lang="nl")

    text = page(client, "demo_letters_of", teacher.pk)

    assert "Voor Tijn, komt nog op" in text
    assert "een reactie." in text


def test_letters_to_people_outside_the_demo_and_those_with_a_code_are_not_shown(client, visit, box, teacher):
    real = factories.make_person("Noor Fictief", team=visit.team, role="teacher", language="en")
    real.email = "noor@school.test"
    real.save()
    factories.make_lesson(real, coach=visit.coach, by=visit.coach)
    client.post(reverse("account_reset_password"), {"email": teacher.email})
    deliver.call()

    assert len(kept(box)) == 3
    assert [subject for _name, subject in found(client)] == [
        "Coba Voorbeeld would like to look along with you"
    ]
    assert client.get(reverse("demo_letters_of", args=[real.pk])).status_code == 404
    names = [f"{path.stem}-{number}" for path in box.glob("*.log") for number in range(3)]
    assert sum(client.get(reverse("demo_letter", args=[name])).status_code == 200 for name in names) == 1


def test_two_letters_in_one_file_are_two(client, visit, box, teacher):
    found(client)
    actions.accept(lesson=visit, by=teacher)
    deliver.call()
    files = sorted(box.glob("*.log"))
    for file in files[1:]:
        files[0].write_bytes(files[0].read_bytes() + file.read_bytes())
        file.unlink()

    assert len({name for name, _subject in found(client)}) == 3
    for name, subject in found(client):
        assert subject in page(client, "demo_letter_looks", name)


def test_without_a_demo_there_is_no_such_page(client, settings, visit, teacher):
    [(name, _subject)] = found(client)
    settings.DEMO = False
    urls = [reverse("demo_letters"), reverse("demo_letters_of", args=[teacher.pk])]
    urls += [reverse(f"demo_letter{part}", args=[name]) for part in ("", "_looks", "_calendar")]

    for _signed_in in (False, True):
        assert [client.get(url).status_code for url in urls] == [404] * 5
        assert reverse("demo_letters") not in page(client, "home" if _signed_in else "account_login")
        client.force_login(teacher)


def test_the_sign_in_page_and_the_start_page_lead_there(client, visit, teacher):
    assert f'href="{reverse("demo_letters")}"' in page(client, "account_login")
    client.force_login(teacher)
    assert f'href="{reverse("demo_letters_of", args=[teacher.pk])}"' in page(client, "home")


def test_nothing_is_sent_from_a_page(client, visit):
    assert client.post(reverse("demo_letters")).status_code in (403, 405)
    page(client)
    assert mail.outbox == []


def test_in_dutch(client, visit, teacher):
    User.objects.update(language="nl")

    assert "Brieven van de demo" in page(client)
    [(name, subject)] = found(client)
    assert subject == "Coba Voorbeeld wil bij je meekijken"
    assert "Zoals hij eruitziet" in page(client, "demo_letter", name)
