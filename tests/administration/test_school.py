"""How reports of a school look: name, logo and colour, and what is refused as one of them."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from people.audit import AuditEvent
from people.logos import BOX
from people.models import Logo, School
from tests import factories
from tests.factories import bring_to
from tests.pdf_structure import problems
from tests.pdf_words import pages_of


@pytest.fixture
def admin(client, school):
    person = factories.make_person("Ada Beheer", school=school, is_administrator=True)
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    return person


def picture(kind="PNG", size=(600, 200), mode="RGB", name="logo.png", colour="navy"):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def send(client, **data):
    return client.post(reverse("school"), {"name": "Fictief College", "accent": ""} | data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_a_small_png_of_our_own_making(client, admin, school, kind):
    assert send(client, picture=picture(kind, (3000, 1000))).status_code == 302
    school.refresh_from_db()
    with Image.open(school.logo.open()) as kept:
        assert (kept.format, kept.width <= BOX[0], kept.height <= BOX[1]) == ("PNG", True, True)

    reply = client.get(reverse("school_logo"))
    assert b"".join(reply.streaming_content) == Logo.objects.get().content


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "This is not a picture that can be printed."),
        (SimpleUploadedFile("logo.png", b"no picture"), "This is not a picture that can be printed."),
        (SimpleUploadedFile("logo.png", b"x" * 2_000_001), "This file is larger than 2 MB."),
        (picture(size=(6000, 6000), mode="1"), "This picture has too many dots."),
        (SimpleUploadedFile("logo.png", picture("JPEG").read()[:600]), "This is not a picture that can be printed."),
    ],
    ids=["svg", "text", "large", "many dots", "half"],
)  # fmt: skip
def test_what_is_no_such_picture_is_refused_and_the_rest_stays(client, admin, school, upload, words):
    upload.seek(0)
    reply = send(client, name="Nieuwe Naam", picture=upload)
    html = reply.content.decode()

    assert (reply.status_code, words in html, 'value="Nieuwe Naam"' in html) == (422, True, True)
    school.refresh_from_db()
    assert (school.name, school.logo.name) == ("Fictief College", "")


@pytest.mark.parametrize(
    ("colour", "words"),
    [
        ("#ffd400", "This colour is too light"),
        ("#777777", "This colour is too light"),
        ("red", "Write a colour as #rrggbb"),
        ("#12345", "Write a colour as #rrggbb"),
        ("#fff;}", "Write a colour as #rrggbb"),
    ],
)
def test_a_colour_that_cannot_be_read_on_paper_is_refused(client, admin, colour, words):
    reply = send(client, accent=colour)

    assert (reply.status_code, words in reply.content.decode()) == (422, True)


def test_the_lightest_grey_that_passes(client, admin, school):
    assert send(client, accent="#767676").status_code == 302
    school.refresh_from_db()
    assert school.accent == "#767676"


def test_a_new_logo_takes_the_place_of_the_old_and_it_can_go(client, admin, school):
    send(client, picture=picture())
    send(client, picture=picture("JPEG"))
    assert Logo.objects.count() == 1
    send(client, without_logo="on")

    school.refresh_from_db()
    assert (school.logo.name, Logo.objects.count()) == ("", 0)
    assert client.get(reverse("school_logo")).status_code == 404


def test_a_logo_that_is_gone_stops_no_report_and_the_log_tells_of_it(client, admin, lesson, school, caplog):
    send(client, picture=picture())
    Logo.objects.all().delete()
    assert client.get(reverse("school_logo")).status_code == 404
    visit = bring_to("open", lesson)
    client.force_login(visit.teacher)
    file = client.get(reverse("report_pdf", args=[visit.pk])).content

    assert (problems(file), "Fictief College" in pages_of(file)[0]) == ([], True)
    assert any(line.startswith("a logo is not there: logos/") for line in caplog.messages)


def test_it_is_the_own_school_that_changes(client, admin, school):
    other = factories.make_school("Andere School")
    send(client, name="Nieuwe Naam")

    assert set(School.objects.values_list("name", flat=True)) == {"Nieuwe Naam", "Andere School"}
    assert other.name == "Andere School"


def test_name_logo_and_colour_stand_on_the_report_and_it_passes_the_gate(client, admin, lesson, school):
    send(client, picture=picture(mode="RGBA"), accent="#1d4f91")
    visit = bring_to("open", lesson)
    client.force_login(visit.teacher)
    file = client.get(reverse("report_pdf", args=[visit.pk])).content

    assert problems(file) == []
    with pikepdf.open(BytesIO(file)) as pdf:
        [image] = pdf.pages[0].get_images().values()
        assert (image.Width, image.Height) == (720, 240)
        drawn = pdf.pages[0].Contents.read_bytes()
    assert any(line.startswith(b"0.113") and line.endswith((b"rg", b"scn")) for line in drawn.splitlines())


def test_without_a_logo_the_name_stands_there(client, lesson, teacher):
    visit = bring_to("open", lesson)
    client.force_login(teacher)
    file = client.get(reverse("report_pdf", args=[visit.pk])).content

    with pikepdf.open(BytesIO(file)) as pdf:
        assert not pdf.pages[0].get_images()
    assert problems(file) == []


# --- the colour: a line, and the browser's own window of colours ----------------------------------------


@pytest.mark.parametrize(
    ("accent", "picked", "kept"),
    [
        ("", "#1d2536", ""),  # nothing touched: as in the app
        ("", "#1d4f91", "#1d4f91"),  # picked, without a script
        ("#1d4f91", "#1d2536", "#1d4f91"),  # typed, without a script
        ("#7B3A84", "#1d4f91", "#7b3a84"),  # both: what was typed holds
        ("#1d4f91", "#1d4f91", "#1d4f91"),  # with a script they say the same
        ("#1d4f91", None, "#1d4f91"),  # a page of before, with the line alone
    ],
)
def test_a_colour_is_typed_or_picked(client, admin, school, accent, picked, kept):
    assert send(client, accent=accent, **({"picked": picked} if picked else {})).status_code == 302

    school.refresh_from_db()
    assert school.accent == kept


def test_a_colour_that_stands_is_changed_by_picking_and_taken_away_by_emptying_the_line(
    client, admin, school
):
    type(school).objects.filter(pk=school.pk).update(accent="#7b3a84")

    send(client, accent="#7b3a84", picked="#1d4f91")
    school.refresh_from_db()
    assert school.accent == "#1d4f91"
    send(client, accent="", picked="#1d4f91")
    school.refresh_from_db()
    assert school.accent == ""


@pytest.mark.parametrize("picked", ["#ffd400", "url(x)", "#12345g"])
def test_what_was_picked_is_judged_like_what_is_typed(client, admin, school, picked):
    reply = send(client, accent="", picked=picked)

    assert reply.status_code == 422
    school.refresh_from_db()
    assert school.accent == ""


def test_the_example_is_drawn_in_the_colour_that_stands(client, admin, school):
    type(school).objects.filter(pk=school.pk).update(accent="#7b3a84")

    page = client.get(reverse("school")).content.decode()

    assert 'fill="#7b3a84"' in page
    assert 'type="color" name="picked" value="#7b3a84"' in page
    assert "style=" not in page.split("<main")[1]


def test_what_changed_is_written_down_and_what_was_sent_again_is_not(client, admin, school):
    for _time in range(2):
        send(client, name="Nieuwe Naam", accent="#1d4f91")
    send(client, name="Nieuwe Naam", accent="#1d4f91", picture=picture())

    found = [event.detail["fields"] for event in AuditEvent.objects.order_by("pk")]
    assert found == [["name", "accent"], ["logo"]]
