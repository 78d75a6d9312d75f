"""Icons, signs and error summaries, as templates print them."""

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from checklists.models import Mark, Theme
from checklists.templatetags.looks import DRAWINGS, error_items, need_class


def render(source, **context):
    return engines["django"].from_string("{% load looks %}" + source).render(context)


@pytest.mark.parametrize("key", [*Theme.values, *Mark.values, "teacher", "coach", "students"])
def test_every_key_of_the_checklist_has_a_drawing(key):
    assert f"{DRAWINGS[key][1]}</svg>" in render("{% icon key %}", key=key)


def test_an_icon_without_a_title_is_hidden_from_readers():
    assert render('{% icon "plus" css="mk-i-s" %}').startswith(
        '<svg class="mk-i mk-i-s" viewBox="0 0 24 24" aria-hidden="true">'
    )


def test_a_title_is_escaped_and_gives_the_ink_for_paper():
    svg = render('{% icon "safety" title=name %}', name="<b>Veilig & wel</b>")
    assert 'role="img" fill="#0b6570"><title>&lt;b&gt;Veilig &amp; wel&lt;/b&gt;</title>' in svg


def test_an_unknown_icon_is_an_error_and_not_an_empty_place():
    with pytest.raises(KeyError):
        render('{% icon "heart" %}')


@pytest.mark.parametrize(("language", "letters"), [("nl", "DC"), ("en", "TC")])
def test_the_letters_of_the_voices_follow_the_language(language, letters):
    with translation.override(language):
        page = render('{% sign "teacher" %}{% sign "coach" %}')
    assert [part[0] for part in page.split('aria-hidden="true">')[1:]] == list(letters)


def test_each_need_has_its_class_and_an_item_without_a_need_none():
    assert [need_class(key) for key in Theme.values] == [
        "mk-need-rel",
        "mk-need-com",
        "mk-need-aut",
        "mk-need-saf",
    ]
    assert need_class("") == ""


class Example(forms.Form):
    hidden = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="Name")
    kind = forms.ChoiceField(label="Which one?", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError("Together this cannot be.")


def test_error_items_lead_to_the_first_control_of_each_field():
    items = [(target, label) for target, label, _message in error_items(Example({}))]
    assert items == [("", ""), ("", "Hidden:"), ("id_name", "Name:"), ("id_kind_0", "Which one?")]
    assert error_items(Example()) == []
