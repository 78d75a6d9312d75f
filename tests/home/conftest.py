"""Pages are asked for in English, so that tests read the words that stand in code."""

import re

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from people.models import User


@pytest.fixture
def english(db):
    """Everybody made so far reads English; call it again after making more people."""

    def set_all():
        User.objects.update(language="en")

    set_all()
    with translation.override("en"):
        yield set_all


def words(response):
    """The text of a page's main part, with single spaces."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", strip_tags(re.sub(r"(</\w+>)", r"\1 ", main))).strip()
