"""The team lead downloads what a team shared in a period: the reports at once, and the team report."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from reports.mirror import make_all
from reports.models import Bundle, Period
from reports.tasks import make_bundle
from tests import factories
from tests.browser.eyes import PHONE, complaints
from tests.pdf_structure import problems
from tests.reports.test_mirror import NAMES, day, share


@pytest.fixture
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead")


@pytest.fixture
def period(team, coach, edition):
    """Over since yesterday; six teachers shared a visit in it."""
    for name in NAMES:
        share(
            factories.make_person(f"{name} Docent", team=team, role="teacher"),
            coach,
            "saf.small_before_whole",
        )
    return Period.objects.create(school=team.school, start=day(60), end=day(1))


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_a_lead_downloads_the_reports_of_some_days_and_the_mirror(desk, lead, period, team):
    make_all()
    page = desk.sit(lead)
    page.goto("/team/")
    page.get_by_label("From").fill(str(period.start))
    page.get_by_label("Up to and including").fill(str(period.end))
    page.get_by_role("button", name="As separate files (ZIP)").click()
    expect(page.get_by_text("The file is ready.")).to_be_visible()
    name, file = downloaded(page, "Download")
    with ZipFile(BytesIO(file)) as archive:
        assert len(archive.namelist()) == 6
        assert problems(archive.read(archive.namelist()[0])) == []
    assert name == f"Meekijken, reports Team Zorg, {period.start} up to and including {period.end}.zip"

    page.goto("/team/mirrors/")
    page.get_by_role("link", name="Team Zorg, ").first.click()
    address = page.get_by_role("link", name="Download the mirror (PDF)").get_attribute("href")
    assert problems(page.request.get(address).body()) == []


def test_the_page_of_a_file_tells_by_itself_when_it_is_there(desk, lead, period, team):
    bundle = Bundle.objects.create(
        reader=lead,
        team=team,
        first=period.start,
        last=period.end,
        kind="one",
        language="en",
        total=6,
        done=2,
    )
    page = desk.sit(lead, **PHONE)
    page.goto(f"/papers/{bundle.pk}/")
    bar = page.get_by_role("progressbar")
    expect(page.get_by_text("Being made …")).to_be_visible()
    expect(bar).to_have_attribute("value", "1")
    assert complaints(page) == []

    Bundle.objects.update(done=5)
    expect(bar).to_have_attribute("value", "3")
    make_bundle.call(str(bundle.pk))

    expect(page.get_by_text("The file is ready.")).to_be_visible()
    expect(page).to_have_title("Ready: All reports between two days – Meekijken")
    page.set_viewport_size(PHONE["viewport"])
    assert complaints(page) == []
    page.get_by_role("button", name="Throw this file away").click()
    expect(page.get_by_text("The file is gone. You can ask for it again.")).to_be_visible()
    page.set_viewport_size(PHONE["viewport"])
    assert complaints(page) == []
