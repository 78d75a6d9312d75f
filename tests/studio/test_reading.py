"""Who reads which checklists; an edition is frozen."""

import pytest
from django.urls import reverse

from checklists.models import Checklist, Edition, Item
from tests import factories
from tests.home.conftest import words


def make_edition(school, name):
    checklist = Checklist.objects.create(school=school, key="eigen", name_nl=name, name_en=name)
    edition = Edition.objects.create(checklist=checklist, number=1)
    Item.objects.create(
        edition=edition, order=1, kind="point", theme="safety", key="a.b", text_nl="Zie je ruimte?", text_en="Is there room?",
    )  # fmt: skip
    return edition


def test_an_administrator_reads_the_shipped_edition_with_its_items_in_both_languages(signed_in, edition):
    page = signed_in.get(reverse("checklist", args=[edition.pk]))

    text = words(page).replace("&#x27;", "'").replace("&quot;", '"')
    missing = [
        item.key
        for item in edition.items.all()
        if " ".join(item.text_nl.split()) not in text or " ".join(item.text_en.split()) not in text
    ]
    assert missing == []
    names = [need.name for need in page.context["needs"]]
    assert names[0].startswith("Relatedness")
    assert len(names) == 5
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]


def test_nothing_about_a_checklist_can_be_changed(signed_in, edition):
    before = Edition.objects.values().get(pk=edition.pk)
    page = reverse("checklist", args=[edition.pk])
    for method in ("post", "put", "delete", "patch"):
        getattr(signed_in, method)(page, {"number": 7, "name_nl": "Anders"})

    assert Edition.objects.values().get(pk=edition.pk) == before


def test_the_own_schools_is_there_also_before_it_is_in_use_and_another_schools_is_not(
    signed_in, school, edition
):
    own, theirs = make_edition(school, "Onze lijst"), make_edition(factories.make_school("Andere"), "Elders")

    listed = words(signed_in.get(reverse("checklists")))

    assert ("Onze lijst" in listed, "not in use yet" in listed, "Elders" in listed) == (True, True, False)
    assert "Safe learning" in listed
    assert "Is there room?" in words(signed_in.get(reverse("checklist", args=[own.pk])))
    assert signed_in.get(reverse("checklist", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize("role", ["teacher", "coach", "lead"])
def test_everybody_of_the_school_reads_them_and_changes_nothing(client, school, team, edition, role):
    own = make_edition(school, "Onze lijst")
    client.force_login(factories.make_person("Sam Bedacht", team=team, role=role))

    listed = words(client.get(reverse("checklists")))

    assert "Safe learning" in listed or "Veilige" in listed
    assert "Onze lijst" not in listed
    assert client.get(reverse("checklist", args=[edition.pk])).status_code == 200
    assert client.get(reverse("checklist", args=[own.pk])).status_code == 404
    assert client.get(reverse("checklist_copy", args=[edition.pk])).status_code == 404


def test_an_edition_is_read_in_four_queries(signed_in, edition, django_assert_num_queries):
    with django_assert_num_queries(4):  # the person, the edition, its items, its small choices
        signed_in.get(reverse("checklist", args=[edition.pk]))
