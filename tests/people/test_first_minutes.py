"""The first minutes of somebody who was invited: one form, a word why, and on to where one wanted to be."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Membership, User
from tests import factories

FIRST, OWN = "een-eerste-wachtwoord", "een-eigen-wachtwoord-dat-niemand-kent"
WHY = "Iemand anders maakte het wachtwoord waarmee je net bent ingelogd."


@pytest.fixture
def invited(school, team):
    """Somebody whose first password an administrator made, before there were invitations."""
    facts = {"school": school, "name": "Nieuwe Docent", "language": "nl", "must_choose_password": True}
    person = User.objects.create_user("nieuw@school.example", FIRST, **facts)
    Membership.objects.create(user=person, team=team, role="teacher")
    return person


def sign_in(asked=""):
    browser = Client()
    page = browser.post(
        reverse("account_login"),
        {"login": "nieuw@school.example", "password": FIRST, "next": asked},
        follow=True,
    )
    return browser, page


def send(browser, page, **changed):
    """The form as the page shows it, with what is typed in it."""
    html = page.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    hidden = dict(re.findall(r'<input type="hidden" name="(next)" value="([^"]*)"', main))
    typed = {"oldpassword": FIRST, "password1": OWN, "password2": OWN} | changed
    address = (
        page.redirect_chain[-1][0] if getattr(page, "redirect_chain", None) else page.request["PATH_INFO"]
    )
    return browser.post(address, hidden | typed, follow=True)


def test_the_first_page_says_why_another_password_is_asked_and_offers_no_way_round(invited):
    _browser, page = sign_in()
    html = page.content.decode()

    assert page.request["PATH_INFO"] == reverse("account_change_password")
    assert WHY in html
    assert "Eerst een eigen wachtwoord" in html
    assert "Terug zonder te veranderen" not in html
    assert html.count('type="password"') == 3


def test_after_the_new_password_comes_the_start_page_and_not_the_form_again(invited):
    browser, page = sign_in()
    page = send(browser, page)

    assert page.request["PATH_INFO"] == reverse("home")
    assert "Dag Nieuwe, welkom" in page.content.decode()
    assert "Je nieuwe wachtwoord werkt nu" in page.content.decode()
    assert WHY not in page.content.decode()


def test_a_password_that_is_refused_comes_back_with_the_words_and_then_leads_on_too(invited):
    browser, page = sign_in()
    page = send(browser, page, password2="iets anders")
    assert WHY in page.content.decode()
    assert User.objects.get(pk=invited.pk).must_choose_password

    page = send(browser, page)
    assert page.request["PATH_INFO"] == reverse("home")


def test_who_came_by_a_link_goes_on_to_it(invited, edition, teacher):
    browser, page = sign_in(asked=reverse("how"))
    assert page.request["PATH_INFO"] == reverse("account_change_password")

    assert send(browser, page).request["PATH_INFO"] == reverse("how")


def test_nobody_is_sent_on_to_another_place_than_this_app(invited):
    browser, _page = sign_in()
    page = browser.get(reverse("account_change_password"), {"next": "https://elders.example/"})

    assert "elders.example" not in send(browser, page).request.get("SERVER_NAME", "")


def test_who_changes_the_own_password_comes_back_where_the_way_to_it_was(client, teacher):
    client.force_login(teacher)
    assert WHY not in client.get(reverse("account_change_password")).content.decode()

    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": factories.PASSWORD, "password1": OWN, "password2": OWN},
        follow=True,
    )
    assert page.request["PATH_INFO"] == reverse("me")
