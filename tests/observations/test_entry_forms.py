"""An entry is checked without Django's way to its fields (EntryForm), and as by that way."""

import pytest
from django import forms

from checklists.editions import content_of
from observations.entry_forms import ENTRY_FORMS, EntryForm
from observations.models import Voice
from tests import factories

ANSWER = factories.answer("saf.other_views", "seen", "Met\r\neen noot ", 3)
ENTRIES = [
    ANSWER | {"is_example": True, "noted_at": "2026-11-29T10:00:00+01:00", "lens": ["saf.other_views", 3]},
    ANSWER | {"is_example": "false", "coach_may_read": "on", "revision": None, "lang": "en"},
    ANSWER | {"item": "unknown", "revision": -1, "lang": "xx", "note": ["no text"], "noted_at": 3},
    ANSWER | {"item": "", "value": "a value that is far too long", "note": "half a pair \ud800"},
    {"type": "answer"},
    factories.moment(text="Wat ik zag") | {"clock": "9:75", "item": "saf.other_views"},
    factories.moment(text="") | {"id": "no id", "kind": "other", "theme": "none", "deleted": 1},
    {"type": "question", "text": "x" * 501},
    {"type": "lens", "item": "saf.other_views", "chosen": True},
    {"type": "lens", "item": {"no": "key"}},
]


def said(form):
    return form.errors.get_json_data(), form.cleaned_data


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize("voice", Voice)
def test_an_entry_is_checked_as_django_checks_it(edition, monkeypatch, entry, voice):
    def bound():
        return ENTRY_FORMS[entry["type"]](entry, content=content_of(edition.pk), voice=voice)

    ours = said(bound())
    monkeypatch.setattr(EntryForm, "_clean_fields", forms.Form._clean_fields)

    assert ours == said(bound())
