"""A letter of the demo is read in its frame, and its links lead out of it to the thing itself."""

from datetime import timedelta

import pytest
from django.conf import settings as the_settings
from django.urls import reverse
from django.utils import timezone

from letters.postman import deliver
from tests import factories


@pytest.fixture
def letter(settings, tmp_path, edition, teacher, coach, live_server):
    settings.DEMO, settings.SITE_URL = True, live_server.url
    settings.LETTER_BOX = the_settings.LETTER_BOX | {"OPTIONS": {"file_path": tmp_path}}
    settings.MAILERS = dict.fromkeys(settings.MAILERS, settings.LETTER_BOX)
    start = timezone.now() + timedelta(days=1)
    end = start + timedelta(minutes=50)
    visit = factories.make_lesson(teacher, coach=coach, by=coach, start=start, end=end)
    deliver.call()
    return visit, next(tmp_path.glob("*.log")).stem + "-0"


def test_a_letter_looks_as_itself_and_leads_to_the_visit(letter, teacher, desk):
    visit, name = letter
    page = desk.sit(teacher)
    page.goto(f"{desk.server.url}{reverse('demo_letter', args=[name])}")
    frame = page.frame_locator("iframe")
    heading = frame.locator("h1")
    assert heading.inner_text() == "Coba Voorbeeld wil bij je meekijken"
    assert heading.evaluate("h1 => getComputedStyle(h1).fontSize") == "20px", "its own styles count"

    frame.locator("a").first.click()
    page.wait_for_url(f"**/visits/{visit.pk}/**")
