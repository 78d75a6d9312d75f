"""Who looks after the server hears of it by letter when the hourly work or a back-up fails."""

import pytest
from django.core.management import CommandError, call_command


def test_who_is_to_be_told_gets_the_name_of_what_failed_and_where_to_look(settings, mailoutbox):
    settings.ALARM_TO, settings.MAIL_HOST = (
        ["beheer@school.example", "nacht@school.example"],
        "smtp.school.example",
    )

    call_command("alarm", "meekijken-hourly")

    (letter,) = mailoutbox
    assert letter.to == ["beheer@school.example", "nacht@school.example"]
    assert letter.subject.startswith("meekijken-hourly ")
    assert "journalctl -u meekijken-hourly -n 50" in letter.body


@pytest.mark.parametrize(("people", "host"), [([], "smtp.school.example"), (["beheer@school.example"], "")])
def test_where_nobody_can_be_told_the_log_says_so(settings, mailoutbox, people, host):
    settings.ALARM_TO, settings.MAIL_HOST = people, host

    with pytest.raises(
        CommandError, match="meekijken-hourly failed, and nobody is told: set ALARM_TO and EMAIL_HOST"
    ):
        call_command("alarm", "meekijken-hourly")
    assert mailoutbox == []
