"""Letters as a mail program shows them: on every width, light and dark, and where it drops their <style>."""

import re

import pytest

from tests.browser.eyes import misfits, seen
from tests.letters.test_words import LONG, TITLED, told_once

WIDTHS = [320, 390, 1280]


@pytest.fixture(params=["nl", "en"])
def letters(request, edition, team):
    """{name: HTML}, of people with names that are hard to fit."""
    return {
        name: letter.alternatives[0].content
        for name, letter, _reader in told_once(team, request.param, LONG, TITLED)
    }


@pytest.fixture
def program(strangers):
    return strangers(service_workers="block").new_page()


def test_a_letter_fits_every_width(letters, program):
    for name, html in letters.items():
        program.set_content(html)
        for width in WIDTHS:
            program.set_viewport_size({"width": width, "height": 700})
            assert misfits(program) == [], (name, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("keeps_style", [True, False])
def test_axe_finds_nothing(letters, program, scheme, keeps_style):
    """Each look once: letters of the same shape differ in their words alone."""
    for html in {shape(html): html for html in letters.values()}.values():
        program.set_content(html if keeps_style else re.sub(r"<style>.*</style>", "", html, flags=re.S))
        assert seen(program, scheme) == []


def shape(html):
    return re.sub(r">[^<]+<", "><", re.sub(r'href="[^"]*"', "", html))


def test_it_is_dark_where_its_reader_has_it_dark(letters, program):
    program.emulate_media(color_scheme="dark")
    program.set_content(letters["proposed-teacher"])
    papers = program.evaluate(
        "['.desk', '.sheet', '.answer'].map((each) => getComputedStyle(document.querySelector(each)).backgroundColor)"
    )

    assert papers == ["rgb(22, 24, 29)", "rgb(31, 34, 42)", "rgb(31, 34, 42)"]


def test_it_fetches_nothing(letters, program):
    """So nobody is told that it was opened."""
    asked = []
    program.on("request", lambda request: asked.append(request.url))
    for html in letters.values():
        program.set_content(html)
    assert asked == []
