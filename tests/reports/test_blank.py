"""The blank form: everything one voice is asked, on a page and on paper, and nothing of anybody."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from checklists.models import Checklist, Edition, Kind, When
from people.models import School
from reports.blank import printed_form
from tests import factories
from tests.factories import bring_to
from tests.pdf_structure import problems
from tests.pdf_words import pages_of, words_of


def page(client, person, edition, voice, language="en"):
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    return client.get(reverse("form", args=[edition.pk, voice]))


def asked(edition, voice, language):
    """Every sentence that stands in the content for this voice."""
    when = [When.VISIT] if voice == "coach" else [When.BEFORE, When.AFTER]
    items = edition.items.filter(kind__in=[Kind.POINT, Kind.SIGNAL, Kind.GROWTH, Kind.RESPONSE])
    items |= edition.items.filter(kind=Kind.PROMPT, when__in=when)
    own = [getattr(item, f"self_{language}") if voice == "teacher" else "" for item in items]
    return [mine or getattr(item, f"text_{language}") for mine, item in zip(own, items, strict=True)]


@pytest.mark.parametrize("voice", ["coach", "teacher"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_paper_asks_everything_that_the_app_asks_and_passes_the_gate(
    client, edition, teacher, voice, language
):
    client.force_login(teacher)
    file = client.get(reverse("form_pdf", args=[edition.pk, voice]) + f"?lang={language}").content
    text = re.sub(r"\W+", "", words_of(file))  # a line may break anywhere

    assert [
        sentence for sentence in asked(edition, voice, language) if re.sub(r"\W+", "", sentence) not in text
    ] == []
    assert problems(file) == []


@pytest.mark.parametrize("voice", ["coach", "teacher"])
def test_the_page_says_the_same(client, edition, teacher, voice):
    html = page(client, teacher, edition, voice).content.decode().replace("&#x27;", "'")

    assert [sentence for sentence in asked(edition, voice, "en") if sentence not in html] == []
    assert "□" not in html


def test_what_stays_the_teachers_own_is_a_page_apart_and_not_on_the_coachs_form(client, edition, teacher):
    client.force_login(teacher)
    files = [client.get(reverse("form_pdf", args=[edition.pk, voice]) + "?lang=nl").content for voice in ("teacher", "coach")]  # fmt: skip
    own, coachs = (pages_of(file) for file in files)

    assert "Alleen van jou" in own[-1]
    assert sum("Alleen van jou" in text for text in own) == 1
    assert not any("Alleen van jou" in text for text in coachs)


def test_the_list_names_what_this_school_may_use(client, edition, teacher, school):
    elsewhere = Checklist.objects.create(
        school=factories.make_school("Andere School"), key="elders", name_nl="Van elders", name_en="Elsewhere"
    )
    other = Edition.objects.create(checklist=elsewhere, number=1, words=edition.words)
    other.publish()
    client.force_login(teacher)
    html = client.get(reverse("forms")).content.decode()

    assert "Veilige leeromgeving, editie 3" in html
    assert "editie 1" not in html
    assert "Van elders" not in html
    for name in ("form", "form_pdf"):
        assert client.get(reverse(name, args=[other.pk, "coach"])).status_code == 404
        assert client.get(reverse(name, args=[edition.pk, "student"])).status_code == 404


@pytest.mark.parametrize("voice", ["coach", "teacher"])
def test_the_page_of_a_visit_leads_to_the_own_form_until_it_is_open(client, lesson, voice):
    client.force_login(getattr(lesson, voice))
    address = f'href="{reverse("form", args=[lesson.edition_id, voice])}"'
    visit = reverse("visit", args=[lesson.pk])
    assert address in client.get(visit).content.decode()
    bring_to("open", lesson)

    assert address not in client.get(visit).content.decode()


def test_the_file_has_a_name_that_says_what_it_is(client, edition, teacher):
    client.force_login(teacher)
    reply = client.get(reverse("form_pdf", args=[edition.pk, "coach"]) + "?lang=nl")

    assert (
        'filename="Meekijken, Meekijken op papier, Veilige leeromgeving.pdf"'
        in reply.headers["Content-Disposition"]
    )


# --- the look of the school -----------------------------------------------------------------------


@pytest.fixture
def branded(school):
    """A school with a logo and a colour."""
    Image.new("RGB", (600, 200), "navy").save(png := BytesIO(), "PNG")
    school.logo.save("logo.png", ContentFile(png.getvalue()), save=False)
    school.accent = "#1d4f91"
    school.save()
    return school


def first_page(client, person, edition, voice):
    """(the words, the sizes of the pictures, whether the colour is drawn), of a file that passes the gate."""
    client.force_login(person)
    file = client.get(reverse("form_pdf", args=[edition.pk, voice]) + "?lang=nl").content
    assert problems(file) == []
    with pikepdf.open(BytesIO(file)) as pdf:
        sizes = [(image.Width, image.Height) for image in pdf.pages[0].get_images().values()]
        drawn = pdf.pages[0].Contents.read_bytes().splitlines()
    coloured = any(re.match(rb"0\.113\d* 0\.309\d* 0\.568\d* (rg|scn)", line) for line in drawn)
    return pages_of(file)[0], sizes, coloured


@pytest.mark.parametrize("voice", ["coach", "teacher"])
def test_logo_and_colour_of_the_own_school_stand_on_the_paper(client, edition, teacher, branded, voice):
    words, sizes, coloured = first_page(client, teacher, edition, voice)

    # 600 × 200 enlarged to what the press gets (people/logos.py)
    assert (sizes, coloured, "Fictief College" in words) == ([(720, 240)], True, False)


@pytest.fixture
def unpressed(monkeypatch):
    """What the press is given, for tests that print often; and no word of it stays for other tests."""
    monkeypatch.setattr(
        "reports.blank.write_pdf", lambda html, logo, **more: f"{html}{logo and logo[1:4]}".encode()
    )
    printed_form.cache_clear()
    yield
    printed_form.cache_clear()


def given(client, person, edition):
    client.force_login(person)
    return client.get(reverse("form_pdf", args=[edition.pk, "coach"])).content.decode()


def test_each_school_has_its_own_look_and_a_new_one_at_once(client, edition, teacher, branded, unpressed):
    there = factories.make_team(factories.make_school("Andere School"))
    other = factories.make_person("Vera Vreemd", team=there, role="teacher")
    first, elsewhere = given(client, teacher, edition), given(client, other, edition)
    School.objects.filter(pk=branded.pk).update(name="Nieuwe Naam", logo="", accent="")
    later = given(client, teacher, edition)

    assert ("#1d4f91" in first, first.endswith("b'PNG'"), "Fictief College" in first) == (True, True, True)
    assert ("#1d4f91" in elsewhere, elsewhere.endswith("None"), "Andere School" in elsewhere) == (False, True, True)  # fmt: skip
    assert ("#1d4f91" in later, later.endswith("None"), "Nieuwe Naam" in later) == (False, True, True)


def test_the_page_shows_logo_or_name(client, edition, teacher, branded):
    image = f'<img src="{reverse("school_logo")}" alt="Fictief College">'
    assert image in page(client, teacher, edition, "coach").content.decode()
    School.objects.update(logo="")
    html = page(client, teacher, edition, "coach").content.decode()

    assert (image in html, "Fictief College" in html) == (False, True)
