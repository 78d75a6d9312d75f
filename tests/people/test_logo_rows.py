"""Logos are rows. What stands in files of before comes along, and stays for a version that goes back."""

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse

from administration.emptying_schools import empty
from people.logo_rows import carry_over
from people.models import Logo, School
from tests import factories

NAME = "logos/of-before.png"
MIGRATION = importlib.import_module("people.migrations.0025_logos_in_rows")


@pytest.fixture
def of_before(settings, tmp_path, school):
    """The file of a school, as the version of before left it."""
    settings.MEDIA_ROOT = tmp_path
    School.objects.filter(pk=school.pk).update(logo=NAME)
    file = tmp_path / NAME
    file.parent.mkdir()
    file.write_bytes(b"a picture")
    return file


def shown(client, person):
    client.force_login(person)
    reply = client.get(reverse("school_logo"))
    return b"".join(reply.streaming_content) if reply.status_code == 200 else None


def test_files_of_before_become_rows_once_and_stay(client, teacher, of_before):
    assert shown(client, teacher) is None
    assert [carry_over(School, Logo), carry_over(School, Logo)] == [1, 0]
    assert shown(client, teacher) == of_before.read_bytes() == b"a picture"


def test_the_migration_does_so(client, teacher, of_before):
    MIGRATION.carry_over(apps, None)
    assert shown(client, teacher) == b"a picture"


def test_a_file_that_is_on_another_server_comes_along_there(client, teacher, of_before, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "of another server"
    assert carry_over(School, Logo) == 0
    settings.MEDIA_ROOT = tmp_path
    assert carry_over(School, Logo) == 1


def test_a_logo_chosen_here_leaves_no_file(client, school, teacher, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    school.logo.save("new.png", ContentFile(b"another"))
    assert (shown(client, teacher), Path(settings.MEDIA_ROOT).exists()) == (b"another", False)


def test_with_a_school_that_stopped_its_file_of_before_goes_too(
    school, of_before, django_capture_on_commit_callbacks
):
    other = factories.make_school("Blijft College")
    other.logo.save("theirs.png", ContentFile(b"theirs"))
    carry_over(School, Logo)
    school.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        empty(school)
    assert (of_before.exists(), [row.name for row in Logo.objects.all()]) == (False, [other.logo.name])
