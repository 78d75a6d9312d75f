"""Files on the page where people are invited: one, or the two that belong together."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from administration.lists.bounds import MOST_BYTES
from people.models import User
from tests.administration.lists.test_exports import ROLES_1_2, USERS_1_2, zipped
from tests.administration.lists.test_workbooks import HEAD, ZOE, workbook
from tests.factories import make_person


@pytest.fixture
def reads(client, school):
    client.force_login(make_person("Iris Verzinsel", school=school, is_administrator=True))

    def reads(*contents):
        files = [SimpleUploadedFile(f"{number}.bin", content) for number, content in enumerate(contents)]
        return client.post(reverse("invite"), {"list": "", "do": "read", "file": files})

    return reads


def text(reply):
    return reply.context["sheet"].text


@pytest.mark.parametrize(
    "files", [[USERS_1_2.encode(), ROLES_1_2.encode()], [zipped(users=USERS_1_2, roles=ROLES_1_2)]]
)
def test_users_and_roles_of_oneroster_come_together(reads, files):
    reply = reads(*files)
    assert text(reply) == (
        "Zoë van ’t Hof; zoe@school.example; ; docent\nBo Pop; bo@school.example; ; docent\n"
    )
    assert "1 student of ouder" in reply.content.decode()
    assert "Kim" not in reply.content.decode()


def test_a_workbook_becomes_text(reads):
    assert text(reads(workbook([HEAD, ZOE]))) == "Zoë van ’t Hof; zoe@school.example; 1-2; docent\n"
    assert not User.objects.filter(email="zoe@school.example").exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([b"E-mail\n" + b"x@school.example\n" * (MOST_BYTES // 16)], "groter dan 2 MB"),
        ([b"E-mail\nzoe@school.example", b"E-mail\nbo@school.example"], "één bestand tegelijk"),
    ],
)
def test_what_is_too_much_says_so(reads, files, said):
    reply = reads(*files)
    assert (reply.status_code, text(reply)) == (422, "")
    assert said in reply.content.decode()
