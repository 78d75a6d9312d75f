"""Administrators read checklists; an edition is frozen."""

import pytest
from django.urls import reverse

from checklists.models import Checklist, Edition
from tests import factories


@pytest.fixture
def theirs(db):
    other = factories.make_school("Andere School")
    checklist = Checklist.objects.create(
        school=other, key="eigen", name_nl="Lijst van elders", name_en="Other list"
    )
    return Edition.objects.create(checklist=checklist, number=1)


def test_an_administrator_reads_the_shipped_edition_with_its_items(signed_in, edition):
    page = signed_in.get(reverse("admin:checklists_edition_change", args=[edition.pk]))

    html = page.content.decode()
    item = edition.items.first()
    assert item.text_nl in html
    assert item.text_en in html
    assert 'name="_save"' not in html


def test_nothing_about_a_checklist_can_be_changed_or_added(signed_in, edition):
    pages = [
        reverse("admin:checklists_edition_change", args=[edition.pk]),
        reverse("admin:checklists_edition_add"),
        reverse("admin:checklists_checklist_change", args=[edition.checklist_id]),
        reverse("admin:checklists_checklist_add"),
    ]

    assert [signed_in.post(page, {"number": 7, "name_nl": "Anders"}).status_code for page in pages] == [
        403
    ] * 4


def test_a_checklist_of_another_school_is_not_there(signed_in, edition, theirs):
    for name in ("checklist", "edition"):
        html = signed_in.get(reverse(f"admin:checklists_{name}_changelist")).content.decode()
        assert ("Veilige leeromgeving" in html or "Safe learning" in html, "Lijst van elders" in html) == (
            True,
            False,
        )

    page = signed_in.get(reverse("admin:checklists_edition_change", args=[theirs.pk]))
    assert page["Location"] == reverse("admin:index")


@pytest.mark.parametrize("role", ["teacher", "coach"])
def test_who_is_no_administrator_finds_no_checklists(client, team, edition, role):
    client.force_login(factories.make_person("Sam Bedacht", team=team, role=role))

    assert client.get(reverse("admin:checklists_edition_change", args=[edition.pk])).status_code == 404
