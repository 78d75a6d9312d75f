"""An account of a school that somebody links, and by which they say once more who they are."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.at_school import answer, arrives, sign_in_with_password
from tests.browser.test_signing_in import prompts


def test_ones_own_account_is_linked_and_asked_for(stranger, service, desk, teacher):
    page = stranger()
    sign_in_with_password(page, teacher)
    page.goto(reverse("ways"))
    page.locator(f'form[action="{reverse("school_join")}"] button').click()
    answer(page, teacher, email_verified=False)
    arrives(page, reverse("ways"))
    assert service.accounts.get().user == teacher

    page.context.add_cookies([desk.session(teacher)])  # who came in is not known any more
    page.goto(reverse("totp_add"))
    page.locator(f'form[action="{reverse("sure_school")}"] button').click()
    answer(page, None)  # turned back
    page.locator(f'form[action="{reverse("sure_school")}"] button').click()
    answer(page, teacher, sub="somebody else")
    expect(page.get_by_role("heading", name="That was another account")).to_be_visible()
    page.get_by_role("link", name="Try once more").click()
    page.locator(f'form[action="{reverse("sure_school")}"] button').click()
    answer(page, teacher)
    arrives(page, reverse("totp_add"))
    assert set(prompts(service)) == {"login"}
