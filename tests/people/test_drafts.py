"""Typed words over a sign-in without a script, and what a device asks about its drafts: through addresses,
with real rows."""

import base64
import re
import uuid
import zlib
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from observations.models import Addition, Answer, Lesson, Step
from people.drafts import ASKED_FOR, SavedDraft
from tests.factories import PASSWORD, bring_to
from tests.observations.posted_page import PostedPage
from tests.observations.test_planning import proposal
from tests.test_sent_twice import DAY, prepared

SECRET = "geheime woorden"
KEPT = re.compile(r'name="kept_form" value="([^"]+)"')


@pytest.fixture
def opened(lesson):
    return bring_to("open", lesson)


def reply(person, lesson, **more):
    at = reverse("reply", args=[lesson.pk])
    return {"draft-by": person.pk, "draft-at": at, "kind": "reply", "text": SECRET} | more


def sign_in(client, person, page):
    [kept] = set(KEPT.findall(page.content.decode()))
    form = {"login": person.email, "password": PASSWORD, "kept_form": kept}
    return client.post(reverse("account_login"), form)


def shown(reply):
    return SECRET in reply.content.decode()


# --- the session is gone ------------------------------------------------------------------------


def test_the_form_is_filled_again_after_the_sign_in_and_nothing_is_saved_by_it(client, opened):
    at = reverse("reply", args=[opened.pk])
    page = client.post(at, reply(opened.teacher, opened))
    assert page.status_code == 403
    wrong = client.post(reverse("account_login"), {"login": opened.teacher.email, "password": "no", "kept_form": KEPT.search(page.content.decode())[1]})  # fmt: skip
    back = sign_in(client, opened.teacher, wrong)
    assert back["Location"] == at

    again = client.get(at)

    assert shown(again)
    assert "Het is nog niet bewaard" in again.content.decode()
    assert not Addition.objects.exists()
    client.post(at, reply(opened.teacher, opened))
    assert Addition.objects.get().text == SECRET
    assert not shown(client.get(at))


def test_what_a_page_kept_before_an_update_comes_back_too(client, opened):
    at = reverse("reply", args=[opened.pk])
    words = {"by": str(opened.teacher.pk), "at": at, "post": urlencode(reply(opened.teacher, opened))}
    kept = signing.dumps(words, salt="kept_form", compress=True)
    form = {"login": opened.teacher.email, "password": PASSWORD, "kept_form": kept}

    assert client.post(reverse("account_login"), form)["Location"] == at
    assert shown(client.get(at))


def test_somebody_else_who_signs_in_never_sees_them(client, opened):
    at = reverse("reply", args=[opened.pk])
    page = client.post(at, reply(opened.teacher, opened))
    back = sign_in(client, opened.coach, page)

    assert back["Location"] == reverse("home")
    assert not shown(client.get(at))


def test_what_was_not_made_here_is_not_taken(client, opened):
    at, form = reverse("reply", args=[opened.pk]), {"login": opened.teacher.email, "password": PASSWORD}
    client.post(reverse("account_login"), form | {"kept_form": "eyJieSI6IjEifQ:1x:y"})

    assert not shown(client.get(at))
    assert client.post(reverse("draft_again"), {"kept_form": "x"}).status_code == 404


def test_no_browser_keeps_a_page_that_has_words_on_it(client, opened):
    page = client.post(reverse("reply", args=[opened.pk]), reply(opened.teacher, opened))
    assert "no-store" in page["Cache-Control"]

    wrong = {
        "login": opened.teacher.email,
        "password": "no",
        "kept_form": KEPT.search(page.content.decode())[1],
    }
    assert "no-store" in client.post(reverse("account_login"), wrong)["Cache-Control"]
    stranger = Client(enforce_csrf_checks=True)
    refused = stranger.post(reverse("reply", args=[opened.pk]), reply(opened.teacher, opened), **HERE)
    assert (refused.status_code, shown(refused)) == (403, True)
    assert "no-store" in refused["Cache-Control"]


def test_who_looks_at_what_the_page_keeps_reads_no_words_there(client, opened):
    """On a device of many that is somebody else."""
    page = client.post(reverse("reply", args=[opened.pk]), reply(opened.teacher, opened))
    kept = re.split(r"[.:]", KEPT.search(page.text)[1])
    read = [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in kept]
    read += [zlib.decompress(part) for part in read if part.startswith(b"\x78")]

    assert not [part for part in read if SECRET.split()[0].encode() in part]


@pytest.mark.parametrize("kept", ["é€", "gAAAAA", "\0", "x" * 5_000])
def test_what_is_no_text_of_ours_is_no_fault(client, opened, kept):
    sent = {"login": opened.teacher.email, "password": PASSWORD, "kept_form": kept}
    assert client.post(reverse("account_login"), sent)["Location"] == reverse("home")


@pytest.mark.parametrize("at", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_words_lead_to_addresses_of_this_site_only(client, opened, at):
    page = client.post(reverse("reply", args=[opened.pk]), reply(opened.teacher, opened, **{"draft-at": at}))

    assert page.status_code == 302
    assert page["Location"].startswith(reverse("account_login"))


def test_a_page_that_may_not_be_read_shows_ones_own_words_and_nothing_else(client, opened, teacher):
    page = client.post(reverse("reply", args=[opened.pk]), reply(teacher, opened))
    Lesson.objects.update(deleted_at=timezone.now())
    sign_in(client, teacher, page)

    gone = client.get(reverse("reply", args=[opened.pk]))

    assert gone.status_code == 404
    assert shown(gone)


def test_what_is_too_long_for_the_sign_in_page_is_there_to_copy(client, opened):
    noise = "".join(uuid.uuid4().hex for _ in range(2500))
    page = client.post(reverse("reply", args=[opened.pk]), reply(opened.teacher, opened, text=noise))

    assert page.status_code == 403
    assert noise in page.content.decode()
    assert not KEPT.search(page.content.decode())


def test_the_plain_page_of_a_visit_shows_what_was_typed_and_saves_it_when_it_is_sent(client, lesson):
    at = reverse("look", args=[lesson.pk])
    client.force_login(lesson.coach)
    form = PostedPage(client.get(at))
    form["note-saf.other_views"] = SECRET
    client.logout()
    page = client.post(at, form.data())
    sign_in(client, lesson.coach, page)

    again = client.get(at)

    assert PostedPage(again)["note-saf.other_views"] == SECRET
    assert not Answer.objects.exists()
    client.post(at, PostedPage(again).data())
    assert Answer.objects.get().note == SECRET
    later = client.get(at)
    assert later.status_code == 200
    assert "Je moest eerst inloggen" not in later.content.decode()


def test_a_script_is_told_401_and_a_form_without_words_goes_to_the_sign_in_page(client, lesson):
    assert client.post(reverse("accept", args=[lesson.pk])).status_code == 302


def test_throwing_it_away_gives_the_form_as_it_came(client, opened):
    at = reverse("reply", args=[opened.pk])
    sign_in(client, opened.teacher, client.post(at, reply(opened.teacher, opened)))
    assert f'href="{at}?fresh"' in client.get(at).content.decode()

    assert not shown(client.get(f"{at}?fresh"))
    assert not shown(client.get(at))


def test_after_an_hour_nothing_is_brought_back(client, opened, monkeypatch):
    at = reverse("reply", args=[opened.pk])
    page = client.post(at, reply(opened.teacher, opened))
    later = timezone.now().timestamp() + 3700
    monkeypatch.setattr("time.time", lambda: later)
    sign_in(client, opened.teacher, page)

    assert not shown(client.get(at))


PAGES = {  # where forms stand: who, the stage, and the address below the visit's (or from the root)
    "plan": ("teacher", "planned", "/visits/new/"),
    "propose": ("coach", "planned", "/visits/propose/"),
    "move": ("teacher", "planned", "move/"),
    "coach": ("teacher", "planned", "coach/"),
    "pulse, ahead": ("teacher", "planned", "pulse/"),
    "pulse, heard": ("teacher", "heard", "pulse/"),
    "tell": ("teacher", "heard", "pulse/tell/"),
    "together": ("teacher", "open", "together/"),
    "talk": ("coach", "open", "talk/?at=question"),
    "talk, a point": ("teacher", "open", "talk/?at=com.steps_first_step"),
    "talk, choosing": ("teacher", "open", "talk/choose/"),
    "talk, core": ("coach", "open", "talk/?at=core"),
    "talk, steps": ("teacher", "open", "talk/?at=steps"),
    "keys": ("teacher", "open", "keys/"),
    "reply": ("coach", "open", "reply/"),
    "step back": ("teacher", "looked_back", "steps/{step}/back/"),
}
TYPED = ("text", "number", "date", "email", None)


def ours(response):
    """{where it stands: form} of every form on this page that keeps what is filled in. Guesses are choices
    without words: without a script they are made anew (docs/adr/0021)."""
    forms = html.document_fromstring(response.content.decode()).forms
    kept = {form.fields["draft-at"]: form for form in forms if "draft-at" in form.fields}
    return {at: form for at, form in kept.items() if not at.endswith("#guesses")}


def filled(form):
    """What a person sees in its fields for words and its choices; with other ones."""
    for control in form.inputs:
        if control.tag == "select":
            control.value = next(
                (each for each in control.value_options if each != control.value), control.value
            )
        elif control.get("type") == "checkbox":
            control.checked = not control.checked
        elif control.tag == "textarea" or (control.tag == "input" and control.get("type") in ("text", None)):
            control.value = SECRET if control.get("inputmode") != "numeric" else "11.05"
    return visible(form)


def visible(form):
    """Of a tick whether it is there; a text without the line end that HTML lets stand before it."""
    found = {}
    for control in form.inputs:
        if control.get("type") == "checkbox":
            found[control.name, control.get("value")] = control.checked
        elif control.tag in ("select", "textarea") or control.get("type") in TYPED:
            found[control.name] = (control.value or "").removeprefix("\n")
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_form_stands_again_as_it_was_sent(client, lesson, name):
    who, stage, address = PAGES[name]
    lesson = prepared(stage, lesson)
    person = getattr(lesson, who)
    step = next((step.pk for step in lesson.chosen_steps), "")
    address = address if address.startswith("/") else f"/visits/{lesson.pk}/{address.format(step=step)}"
    client.force_login(person)
    found = {at: filled(form) for at, form in ours(client.get(address)).items()}
    assert found
    for at, words in found.items():
        client.force_login(person)
        form = ours(client.get(address))[at]
        filled(form)
        client.logout()
        sent = client.post(
            form.action or address,
            urlencode(form.form_values()),
            content_type="application/x-www-form-urlencoded",
        )
        back = sign_in(client, person, sent)

        assert back["Location"] == at
        assert (at, visible(ours(client.get(at))[at])) == (at, words)


def test_words_of_the_form_for_the_bank_come_back_in_the_one_form_there_is_now(client, opened):
    """The version before had two forms for a step; who was signed out while sending the one finds the choice
    ticked."""
    page, at = reverse("together", args=[opened.pk]), reverse("together", args=[opened.pk]) + "#bank-step"
    old = {
        "id": uuid.uuid4(),
        "suggestion": "sc.p1.wait",
        "look_back_on": DAY,
        "draft": uuid.uuid4().hex,
    }
    old |= {"draft-by": opened.teacher.pk, "draft-at": at}
    assert (
        sign_in(client, opened.teacher, client.post(reverse("step_choose", args=[opened.pk]), old))[
            "Location"
        ]
        == at
    )
    [form] = [
        form
        for form in html.document_fromstring(client.get(page).content.decode()).forms
        if form.get("id") == "own-step"
    ]

    assert form.xpath(".//input[@value='sc.p1.wait']/@checked")
    assert form.fields["look_back_on"] == DAY
    assert client.post(form.action, dict(form.form_values())).status_code == 302
    assert Step.objects.get().suggestion.key == "sc.p1.wait"
    assert " checked" not in client.get(page).content.decode()


# --- 403: it is not sure who sent it ------------------------------------------------------------


@pytest.fixture
def strict(opened):
    client = Client(enforce_csrf_checks=True)
    client.force_login(opened.teacher)
    return client


HERE = {"HTTP_ORIGIN": "http://testserver"}


def test_words_of_a_page_of_ours_are_on_the_403_and_go_back_into_their_form(strict, opened):
    at = reverse("reply", args=[opened.pk])
    page = strict.post(at, reply(opened.teacher, opened), **HERE)
    assert page.status_code == 403
    assert shown(page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    form = {"kept_form": KEPT.search(page.content.decode())[1], "csrfmiddlewaretoken": token}

    assert strict.post(reverse("draft_again"), form, **HERE)["Location"] == at

    assert shown(strict.get(at))
    assert not Addition.objects.exists()


def test_who_signed_in_in_another_tab_meanwhile_gets_them_back_too(opened):
    browser = Client(enforce_csrf_checks=True)
    browser.get(reverse("account_login"))
    at, token = reverse("reply", args=[opened.pk]), browser.cookies["csrftoken"].value
    page = browser.post(at, reply(opened.teacher, opened, csrfmiddlewaretoken=token), **HERE)
    kept = KEPT.search(page.content.decode())[1]
    form = {"login": opened.teacher.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert browser.post(reverse("account_login"), form, **HERE).status_code == 302

    refused = browser.post(reverse("account_login"), form | {"kept_form": kept}, **HERE)

    assert refused.status_code == 403
    assert KEPT.search(refused.content.decode())[1] == kept
    elsewhere = browser.post(reverse("account_login"), form | {"kept_form": kept}, HTTP_ORIGIN="null")
    assert not KEPT.search(elsewhere.content.decode())
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', refused.content.decode())[1]
    back = browser.post(reverse("draft_again"), {"kept_form": kept, "csrfmiddlewaretoken": token}, **HERE)
    assert back["Location"] == at
    assert shown(browser.get(at))


def test_words_of_a_page_elsewhere_are_not_shown_as_somebodys(strict, opened):
    at = reverse("reply", args=[opened.pk])
    for origin in ("https://evil.example", "null", "https://testserver"):
        assert not shown(strict.post(at, reply(opened.teacher, opened), HTTP_ORIGIN=origin))
    assert not shown(strict.post(at, reply(opened.teacher, opened)))


def test_words_of_another_persons_page_are_not_shown(strict, opened):
    assert not shown(strict.post(reverse("reply", args=[opened.pk]), reply(opened.coach, opened), **HERE))


# --- what a device asks -------------------------------------------------------------------------


def test_the_server_says_which_drafts_it_saved_and_only_to_their_person(client, opened):
    saved, refused = uuid.uuid4().hex, uuid.uuid4().hex
    at, ask = reverse("reply", args=[opened.pk]), f"{reverse('drafts')}?id={saved}&id={refused}&id=x"
    client.force_login(opened.teacher)
    client.post(at, reply(opened.teacher, opened, draft=saved))
    client.post(at, reply(opened.teacher, opened, draft=refused, text=""))
    client.post(at, reply(opened.teacher, opened, draft="no number"))

    answer = client.get(ask)

    assert answer.json() == {"saved": [saved]}
    assert answer["X-Person"] == str(opened.teacher.pk)
    client.force_login(opened.coach)
    assert client.get(ask).json() == {"saved": []}


def test_a_refused_form_comes_back_with_its_number_so_that_sent_again_at_once_it_is_let_go(client, opened):
    """Before the script has put anything back."""
    number, at = uuid.uuid4().hex, reverse("reply", args=[opened.pk])
    client.force_login(opened.teacher)
    refused = client.post(at, reply(opened.teacher, opened, draft=number, text=""))
    form = ours(refused)[at]
    form.fields["text"] = SECRET
    client.post(at, dict(form.form_values()))

    assert [row.pk.hex for row in SavedDraft.objects.all()] == [number]
    assert ours(client.get(at))[at].fields["draft"] == ""


def test_a_form_that_only_led_elsewhere_saved_nothing(client, coach, teacher, edition):
    """Who does not teach is led from planning to proposing: what was typed is still only on the device."""
    number = uuid.uuid4().hex
    client.force_login(coach)
    assert client.post(reverse("plan"), proposal(teacher, draft=number)).status_code == 302

    assert not SavedDraft.objects.exists()


def test_numbers_are_forgotten_by_the_hourly_work(teacher):
    old = timezone.now() - ASKED_FOR - timedelta(days=1)
    SavedDraft.objects.create(id=uuid.uuid4(), person=teacher, at=old)
    young = SavedDraft.objects.create(id=uuid.uuid4(), person=teacher)
    call_command("hourly")

    assert list(SavedDraft.objects.all()) == [young]


def test_the_500_shows_what_was_typed(client, opened, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError

    monkeypatch.setattr("together.actions.add", broken)
    client.raise_request_exception = False
    client.force_login(opened.teacher)
    page = client.post(reverse("reply", args=[opened.pk]), reply(opened.teacher, opened))

    assert page.status_code == 500
    assert shown(page)
