"""Another address, from the letter of an administrator to the code: every page for every hand and eye, and
without a script."""

import re

import pytest
from django.core import mail

from people.models import User
from tests import factories
from tests.browser.eyes import PHONE, complaints

NEW = "tijn.anders@school.example"


@pytest.fixture
def asked(teacher):
    """An administrator entered another address."""
    User.objects.filter(pk=teacher.pk).update(waiting_email=NEW)
    return teacher


def press(page, name):
    """A form goes once the device has its words, so the next page is waited for."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def walk(page):
    """The pages of the way, one by one."""
    page.goto("/me/")
    yield page
    with page.expect_navigation():
        page.get_by_role("link", name="That is mine").click()
    yield page
    page.get_by_label("Password").fill(factories.PASSWORD)
    press(page, "Go on")
    yield page
    press(page, "Send me a code")
    yield page
    page.get_by_label("The code in the letter").fill("BBBB-BBBB")
    press(page, "Change my address")
    yield page
    page.get_by_label("The code in the letter").fill(re.search("[B-Z]{4}-[B-Z]{4}", mail.outbox[-1].body)[0])
    press(page, "Change my address")
    yield page


def test_every_page_is_for_every_hand_and_eye(desk, asked):
    page = desk.sit(asked, **PHONE)
    found = []
    for step in walk(page):
        found += complaints(step)
        page.set_viewport_size(PHONE["viewport"])

    assert found == []
    assert User.objects.get(pk=asked.pk).email == NEW


def test_it_works_without_a_script(desk, asked):
    page = desk.sit(asked, java_script_enabled=False)
    pages = [step.url.rpartition("/me/")[2] for step in walk(page)]

    assert pages == ["", pages[1], "address/", "address/code/", "address/code/", ""]
    assert "/account/sure/" in pages[1]
    assert User.objects.get(pk=asked.pk).email == NEW
