"""Who looks after the server hears of it by letter when the hourly work or a back-up fails."""

import pytest
from django.core.management import CommandError, call_command


def test_who_is_to_be_told_gets_the_name_of_what_failed_and_where_to_look(settings, mailoutbox):
    settings.ALARM_TO = ["beheer@school.example", "nacht@school.example"]

    call_command("alarm", "meekijken-hourly")

    (letter,) = mailoutbox
    assert letter.to == ["beheer@school.example", "nacht@school.example"]
    assert letter.subject.startswith("meekijken-hourly ")
    assert "journalctl -u meekijken-hourly -n 50" in letter.body


def test_where_nobody_is_to_be_told_the_log_says_so(settings, mailoutbox):
    settings.ALARM_TO = []

    with pytest.raises(
        CommandError, match="meekijken-hourly failed, and there is nobody to tell: set ALARM_TO"
    ):
        call_command("alarm", "meekijken-hourly")
    assert mailoutbox == []
