"""The first thing that everyone does."""

from selenium.webdriver.common.keys import Keys

from people.models import User
from tests.factories import PASSWORD

LANGUAGE = '.mk-languages button[value="{}"]'


def test_sign_in(engine, teacher):
    engine.sign_in(teacher.email, "not the password", is_right=False)
    assert engine.value("#id_login") == teacher.email  # nobody types it twice
    assert engine.value("#id_password") == ""
    assert engine.has(".mk-error-summary")
    assert not engine.all(".mk-nav")

    engine.type("#id_password", PASSWORD + Keys.ENTER)
    engine.wait(lambda: engine.has("main h1") and "/account/" not in engine.url, "the start page")
    assert teacher.short_name in engine.text("h1")

    engine.click(LANGUAGE.format("en"))
    engine.wait(lambda: engine.js("return document.documentElement.lang") == "en", "English")
    assert User.objects.get(pk=teacher.pk).language == "en"
    engine.click(LANGUAGE.format("nl"))
    engine.wait(lambda: engine.js("return document.documentElement.lang") == "nl", "Dutch")
    assert User.objects.get(pk=teacher.pk).language == "nl"
