"""What a screen reader says of a page, as far as its HTML tells: once, in words, and nothing invalid before
somebody typed. What a browser makes of it stands in tests/browser/test_heard.py; what Orca really says,
script/aloud shows."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from lxml import html

from tests import factories
from tests.pulse.conftest import open_pulse
from tests.reports.test_golden import world  # noqa: F401 -- fixture

TEMPLATES = Path(settings.BASE_DIR) / "templates"
OF_NOBODY = ("account_login", "account_reset_password", "pulse_enter")
OF_A_PERSON = ("plan", "propose", "account_change_password", "preferences")
BEFORE_THE_LESSON = ("move", "coach", "pulse")
OPEN = ("reply", "keys", "talk", "together", "pulse_tell")
WORDS = re.compile(r"[^\W\d_]")


def tree(response):
    return html.fromstring(response.content.decode())


def forms_of(client, world):  # noqa: F811
    """{name: page} of forms, as they are before anybody typed."""
    found = {name: tree(client.get(reverse(name))) for name in OF_NOBODY}
    client.force_login(world.teacher)
    ahead = factories.make_lesson(world.teacher, coach=world.lesson.coach)
    addresses = {name: reverse(name) for name in OF_A_PERSON[:3]}
    addresses |= {name: reverse(name, args=[ahead.pk]) for name in BEFORE_THE_LESSON}
    addresses |= {name: reverse(name, args=[world.lesson.pk]) for name in OPEN}
    addresses["step_back"] = reverse("step_back", args=[world.lesson.pk, world.lesson.steps.first().pk])
    return found | {name: tree(client.get(address)) for name, address in addresses.items()}


# --- fields ---------------------------------------------------------------------------------------


def test_no_field_is_called_invalid_before_anybody_typed(client, world):  # noqa: F811
    """Firefox calls each empty field with `required` invalid, on forms that are `novalidate` too."""
    found = forms_of(client, world)

    assert {name: page.xpath("//*[@required or @aria-invalid='true']") for name, page in found.items()} == {
        name: [] for name in found
    }
    wanted = {name: len(page.xpath("//*[@aria-required='true']")) for name, page in found.items()}
    assert (wanted["account_login"], wanted["plan"], wanted["step_back"]) == (2, 4, 1)
    [group] = found["step_back"].xpath("//fieldset[@aria-required]")
    assert group.get("role") == "radiogroup"  # a radio button by itself cannot be required


def test_the_administrators_pages_neither(client, school):
    client.force_login(factories.make_administrator(factories.make_person("Ada Beheer", school=school)))
    page = tree(client.get(reverse("teams")))

    assert page.xpath("//*[@required]") == []
    assert page.xpath("//*[@aria-required='true']")


@pytest.mark.parametrize("name", ["account_login", "plan", "pulse_enter"])
def test_what_is_not_right_is_still_called_invalid(client, teacher, edition, name):
    if name == "plan":
        client.force_login(teacher)
    page = tree(client.post(reverse(name), {}))

    invalid = page.xpath("//*[@aria-invalid='true']")
    assert invalid
    for field in invalid:
        said = field.get("aria-describedby") or field.xpath("ancestor::fieldset/@aria-describedby")[0]
        assert page.xpath(f"//*[@id='{said.split()[-1]}']")


# --- said once, in one piece ----------------------------------------------------------------------


def pages(client, world, language="nl"):  # noqa: F811
    """{name: page} of what the teacher and the coach of a full visit, and of one that is written, read."""
    writing = factories.make_lesson(world.teacher, coach=world.lesson.coach)
    found = {}
    for voice, names in (
        ("teacher", ("home", "earlier", "data", "me", "forms", "practice")),
        ("coach", ("home", "team")),
    ):
        client.force_login(getattr(world.lesson, voice))
        found |= {f"{name} of the {voice}": tree(client.get(reverse(name))) for name in names}
        own = ("look_back", "before") if voice == "teacher" else ("look",)
        found |= {name: tree(client.get(reverse(name, args=[writing.pk]))) for name in own}
    client.force_login(world.teacher)
    read = ("visit", "together", "talk", "keys", "pulse", "reply")
    found |= {
        part: tree(client.get(reverse("need", args=[world.lesson.pk, part]))) for part in ("safety", "lesson")
    }
    return found | {name: tree(client.get(reverse(name, args=[world.lesson.pk]))) for name in read}


def test_a_link_or_button_says_what_it_is_about_in_one_text(client, world):  # noqa: F811
    """Words in a link that nobody sees are laid out apart, and heard as a second link that begins with a
    comma."""
    found = pages(client, world)
    apart = {
        name: page.xpath("//*[self::a or self::button or self::summary][.//*[contains(@class, 'mk-hidden')]]")
        for name, page in found.items()
    }

    assert apart == {name: [] for name in found}
    [link] = [
        each
        for each in found["earlier of the teacher"].xpath("//a[@aria-label]")
        if "verslag" in each.text_content()
    ]
    assert link.get("aria-label") == f"Het verslag (pdf), Coba Voorbeeld, {world.lesson.subject}"


def test_what_one_chooses_is_said_by_its_control_alone(client, world):  # noqa: F811
    """The words in a label of ours lie in a box of their own, which a reader says once more after the
    control."""
    found = pages(client, world)
    boxes = "//label[contains(@class, 'mk-mark') or contains(@class, 'mk-kind') or contains(@class, 'mk-wipe') or contains(@class, 'mk-tick') or contains(@class, 'form-check')]"
    labels = [label for page in found.values() for label in page.xpath(boxes)]

    twice = [
        html.tostring(label)[:200] for label in labels if label.xpath("./span[not(@aria-hidden='true')]")
    ]
    unnamed = [html.tostring(label)[:200] for label in labels if not label.xpath("./input/@aria-label")]
    assert (len(labels) > 300, twice, unnamed) == (True, [], [])
    for label in labels:  # who says what they see reaches it
        [name] = label.xpath("./input/@aria-label")
        seen = label.xpath("normalize-space(./span[not(span/@class)] | .//span[@class='mk-wide-word'])")
        assert name.startswith(seen), (name, seen)


def test_each_option_of_a_point_has_its_whole_words(client, world):  # noqa: F811
    page = pages(client, world)["look"]
    names = [
        each.get("aria-label")
        for each in page.xpath("(//fieldset[contains(@class, 'mk-point')])[1]//input[@type!='hidden']")
    ]

    assert names == [
        "Duidelijk gezien",
        "Deels gezien",
        "Niet gezien in deze les",
        "N.v.t. (Niet van toepassing)",
        "Gebruik als voorbeeld",
        "Wis",
    ]


def test_the_day_of_a_visit_is_said_once(client, world):  # noqa: F811
    found = pages(client, world)

    for name in ("home of the coach", "visit"):
        [row, *_] = found[name].xpath("//main//*[contains(@class, 'mk-row')][.//h2]")
        assert row.xpath("./div[contains(@class, 'mk-margin')]/@aria-hidden") == ["true"], name
    [row, *_] = found["earlier of the teacher"].xpath("//article")
    assert row.xpath("./div[contains(@class, 'mk-margin')]/@aria-hidden") == []  # nothing else says it there


def test_the_road_tells_in_words_where_the_visit_is(client, world):  # noqa: F811
    page = pages(client, world)["home of the coach"]

    [now] = [
        each.text_content()
        for each in page.xpath("//ol[@class='mk-road']/li")
        if "hier ben je nu" in each.text_content()
    ]
    assert now == "Kijken (hier ben je nu)"


@pytest.mark.parametrize(("name", "table", "first"), [
    ("together", "mk-said5", "Ja:"),
    ("safety", "mk-said5", "Ja:"),
    ("pulse", "mk-pulse-table", "Ja:"),
])  # fmt: skip
def test_each_filled_cell_of_a_table_names_its_column(client, world, name, table, first):  # noqa: F811
    page = pages(client, world)[name]
    cells = [
        cell
        for cell in page.xpath(f"//table[contains(@class, '{table}')]//td")
        if cell.text_content().strip()
    ]
    heads = {
        head.text_content().strip()
        for head in page.xpath(f"//table[contains(@class, '{table}')]//th[@scope='col']")
    }

    named = [cell.xpath("normalize-space(./span[@class='mk-column'])") for cell in cells]
    assert named and all(any(column.rstrip(": ") in head for head in heads) for column in named)
    assert named[0] == first


def test_the_mirror_too(client, world):  # noqa: F811
    client.force_login(world.teacher)
    page = tree(client.get(reverse("mirror", args=[world.mirror.pk])))

    cells = [cell.text_content().strip() for cell in page.xpath("//table//td")]
    assert cells and all(cell.startswith("Lessen: ") for cell in cells)


def test_no_live_line_stands_empty_where_one_reads(client, world):  # noqa: F811
    """What has the role of a status is read as one, empty too; the one line that is spoken while one writes
    is `aria-live` only."""
    found = pages(client, world)
    empty = {
        name: len(
            [
                each
                for each in page.xpath("//*[@role='status' and not(@hidden) and not(@data-when)]")
                if not WORDS.search(each.text_content())
            ]
        )
        for name, page in found.items()
    }

    assert {name: number for name, number in empty.items() if number} == {}
    for name in ("look", "look_back", "before"):
        assert len(found[name].xpath("//*[@aria-live='polite' and @data-heard]")) == 1


# --- order and groups -----------------------------------------------------------------------------


def test_the_first_heading_of_a_page_is_its_title(client, world):  # noqa: F811
    found = pages(client, world)
    first = {
        name: page.xpath("(//h1|//h2|//h3)[not(ancestor::template or ancestor::dialog)]")[0].tag
        for name, page in found.items()
    }

    assert first == dict.fromkeys(found, "h1")


def test_the_choice_of_language_is_a_group_with_a_name(client, lesson):
    pulse = open_pulse(lesson)
    page = tree(client.get(reverse("pulse_answer", args=[pulse.code])))

    [group] = page.xpath("//*[@role='radiogroup']")
    assert set(group.get("aria-owns").split()) == set(page.xpath("//input[@name='lang']/@id"))
    [name] = page.xpath(f"//*[@id='{group.get('aria-labelledby')}']")
    assert name.xpath("./span/text()") == ["Taal", "Language"]


# --- words ----------------------------------------------------------------------------------------


def test_one_word_that_means_two_things_has_two_translations():
    """*Wijzig* a moment, *Wissel* who is signed in; *Waarover* a moment is, *Over Meekijken*."""
    catalogue = polib.pofile(settings.BASE_DIR / "locale" / "nl" / "LC_MESSAGES" / "django.po")
    said = {(entry.msgid, entry.msgctxt): entry.msgstr for entry in catalogue}
    twice = {
        ("Change", None): "Wijzig",
        ("Change", "who is signed in"): "Wissel",
        ("About", "the app"): "Over Meekijken",
        ("About", "what a moment is about"): "Waarover",
        ("About", "head of a column"): "Waarover",
    }

    assert twice.items() <= said.items()
    assert Counter(entry.msgid for entry in catalogue if entry.msgid == "About") == {
        "About": 3
    }  # none without its meaning
