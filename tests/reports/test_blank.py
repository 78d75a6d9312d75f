"""The blank form: everything one voice is asked, on a page and on paper, and nothing of anybody."""

import re

import pytest
from django.urls import reverse

from checklists.models import Checklist, Edition, Kind, When
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

    assert "Veilige leeromgeving, editie 1" in html
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
