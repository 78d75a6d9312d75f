"""Every file that leaves the app has a name that a header, a disk and an archive take, whatever stands in the
rows."""

import re
from email.message import Message
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from observations.models import Lesson
from people.models import School, Team, User
from reports.mirror import make_all
from reports.models import Bundle, Mirror
from tests.pdf_structure import problems
from tests.reports.test_bundles import ask, lead, period, visits  # noqa: F401 -- fixtures
from tests.reports.test_mirror import share, teachers  # noqa: F401 -- fixtures

# line ends, tab, signs of control and direction, signs of a path and of a header, half of a drawing, and too
# long
NASTY = "\nX-Evil: 1\r\t\x01\x7f\x85\u2028\u202e/../..\\:*?\"<>|;%00'🎈" + "é" * 30
SAFE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e/\\:*?\"<>|]+")


@pytest.fixture
def nasty(db):
    """As rows may be that were written before names were looked at (people/names.py)."""

    def spoil():
        for model, field in (
            (Team, "name"),
            (School, "name"),
            (User, "name"),
            (Lesson, "subject"),
            (Lesson, "group"),
        ):
            room = model._meta.get_field(field).max_length
            model.objects.update(**{field: Concat(F(field), Value(NASTY[: room - 20]))})

    return spoil


def file_of(response):
    """The name that a browser reads out of the header; the status and the header are right."""
    assert response.status_code == 200
    header = response.headers["Content-Disposition"]
    assert header.isascii() and header.isprintable()
    message = Message()
    message["Content-Disposition"] = header
    plain, full = (
        re.search(r'filename="([^"]*)"', header)[1],
        message.get_param("filename", header="Content-Disposition"),
    )
    name = full[2] if isinstance(full, tuple) else full
    for each in (plain, message.get_filename(), name):
        assert_safe(each)
    if response.headers["Content-Type"] == "application/pdf":
        assert problems(response.content) == []  # its metadata is XML, which takes no sign of control
    return response


def assert_safe(name):
    assert SAFE.fullmatch(name), name
    assert len(name.encode()) < 255
    assert not name.startswith((".", " "))


def test_reports_data_and_forms(client, nasty, visits, coach):  # noqa: F811
    """Everything of one visit that its teacher and coach take along."""
    nasty()
    visit = Lesson.objects.get(pk=visits[0].pk)
    for person in (visit.teacher, visit.coach):
        client.force_login(person)
        file_of(client.get(reverse("report_pdf", args=[visit.pk])))
        for name in ("all.xlsx", "visits.csv", "entries.csv", "all.json"):
            file_of(client.get(reverse("data_file", args=[visit.teacher_id, name])))
        file_of(client.get(reverse("form_pdf", args=[visit.edition_id, "coach"])))


def test_papers_of_the_team(client, nasty, visits, ask, lead):  # noqa: F811
    nasty()
    client.force_login(lead)
    file_of(client.get(reverse("released_pdf", args=[visits[0].pk])))
    for kind in ("zip", "one"):
        reply = file_of(client.get(reverse("bundle_file", args=[ask(kind).pk])))
        if kind == "zip":
            names = ZipFile(BytesIO(reply.content)).namelist()
            assert len(names) == Bundle.objects.get(kind="zip").total
            for name in names:
                assert_safe(name)


def test_a_mirror_on_paper_and_as_numbers(client, nasty, period, teachers, coach, lead):  # noqa: F811
    for teacher in teachers:
        share(teacher, coach, "saf.small_before_whole")
    make_all()
    nasty()
    client.force_login(lead)
    mirror = Mirror.objects.get()
    for address in (
        reverse("mirror_pdf", args=[mirror.pk]),
        *(
            reverse("mirror_file", args=[mirror.pk, name])
            for name in ("counts.xlsx", "counts.csv", "counts.json")
        ),
    ):
        file_of(client.get(address))
