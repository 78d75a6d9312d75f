"""Every form of ours in which somebody fills something in keeps it on the device until the server has it: a
new form that forgets `{% draft %}` is found here."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
INCLUDE = re.compile(r'\{% include "([^"]+)"')
FIELD = re.compile(r"<textarea|<select|\bcrispy\b|as_crispy_field|<input(?![^>]*type=\"hidden\")")
# What keeps nothing, and why
WITHOUT = {
    "account/code.html": "nobody is signed in, and one address",
    "account/code_enter.html": "a code from a letter",
    "account/login.html": "a password",
    "account/password_change.html": "passwords",
    "account/password_reset.html": "nobody is signed in, and one address",
    "account/password_reset_from_key.html": "passwords",
    "account/reauthenticate.html": "a password",
    "administration/begin.html": "nobody is signed in, and a password",
    "administration/person_place.html": "ticks, and a question about them",
    "administration/person_team.html": "a choice and ticks",
    "echo/echo.html": "four choices that are nobody's business: no device keeps them (docs/adr/0061)",
    "home/search.html": "what one searches for: nothing is lost, and no device keeps it (docs/adr/0028)",
    "observations/visit/asked_which.html": "one press of three",
    "people/address_code.html": "a code from a letter",
    "people/me.html": "one tick",
    "people/welcome.html": "passwords",
    "timetables/_give.html": "an address that is as good as a password, and a file",
    "signing_in/passkey_add.html": "a name for a device, and what cannot be made twice",
    "signing_in/second.html": "a code",
    "signing_in/sure_code.html": "a code from a letter",
    "signing_in/totp_add.html": "a code",
    "pulse/answer.html": "nobody is signed in: static/js/pulse-draft.js",
    "pulse/enter.html": "nobody is signed in, and one code",
}


def whole(text):
    """With what a form includes from other templates."""
    return INCLUDE.sub(lambda found: whole((TEMPLATES / found[1]).read_text()), text)


def forms(path):
    return [whole(form) for form in FORM.findall(path.read_text())]


PATHS = [path for path in sorted(TEMPLATES.rglob("*.html")) if FORM.search(path.read_text())]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_form_with_fields_keeps_what_is_filled_in(path):
    name = str(path.relative_to(TEMPLATES))
    to_fill_in = [form for form in forms(path) if FIELD.search(form.replace("error_summary", ""))]
    forgetful = [form for form in to_fill_in if "{% draft" not in form]

    assert bool(forgetful) == (name in WITHOUT), name


def test_the_list_names_only_forms_that_are_there():
    assert set(WITHOUT) <= {str(path.relative_to(TEMPLATES)) for path in PATHS}
