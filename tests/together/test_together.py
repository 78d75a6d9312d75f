"""The page on which two accounts are read together, and the small steps that come of it."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from observations.models import Step
from tests import factories
from tests.factories import answer, fresh, moment
from tests.once import made_once
from tests.test_sent_twice import DAY
from tests.together.visits import PARTS, lens, on_screen, opened, point, report_of, seen
from together import actions as together

STEPS = "saf.small_before_whole"


@pytest.fixture
@made_once
def visit(lesson):
    """Opened, with one thing the coach saw more, one they saw alike, and something private."""
    return opened(
        lesson,
        before=[
            *lens(STEPS, "com.steps_first_step"),
            {"type": "question", "text": "Hoe begin ik?", "revision": 0},
        ],
        teacher=[
            seen(STEPS, "Volgens mij niet.", value="not_seen"),
            seen("com.steps_first_step"),
            answer("open.inside", "", "geheim denken"),
        ],
        coach=[
            seen(STEPS, "Twee minuten stil."),
            seen("com.steps_first_step"),
            moment(text="Iedereen schrijft."),
        ],
    )


def page(client, person, lesson, language="nl"):
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    return client.get(reverse("together", args=[lesson.pk]))


def part(client, person, lesson, key, language="en"):
    page(client, person, lesson, language)
    return client.get(reverse("need", args=[lesson.pk, key]))


def everything(client, person, lesson, language="en"):
    """The page and all that stands behind its doors."""
    page(client, person, lesson, language)
    return text_of(on_screen(client, lesson))


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def choose(client, lesson, person, **data):
    client.force_login(person)
    return client.post(reverse("step_choose", args=[lesson.pk]), {"id": uuid.uuid4()} | data)


# --- reading --------------------------------------------------------------------------------------


def test_both_read_both_voices(client, visit, teacher, coach):
    for person in (teacher, coach):
        shown = everything(client, person, visit)
        for words in (
            "Volgens mij niet.",
            "Twee minuten stil.",
            "Iedereen schrijft.",
            "Coba saw more than Tijn named",
        ):
            assert words in shown


def test_the_private_part_is_on_the_teachers_page_only(client, visit, teacher, coach):
    assert "geheim denken" in text_of(page(client, teacher, visit))
    assert "geheim denken" not in text_of(page(client, coach, visit))


def test_before_opening_there_is_nothing_to_read_together(client, lesson, teacher, coach):
    factories.record_something(lesson)

    for person in (teacher, coach):
        response = page(client, person, lesson)
        assert response.status_code == 423
        assert "Drie stappen op het bord." not in text_of(response)


def test_the_page_speaks_the_readers_language_and_the_words_of_people_their_own(client, visit, teacher):
    dutch, english = page(client, teacher, visit), page(client, teacher, visit, "en")

    assert '<html lang="nl"' in dutch.content.decode()
    assert "Duidelijk gezien" in text_of(dutch)
    assert '<html lang="en"' in english.content.decode()
    assert "Clearly seen" in text_of(english)
    assert "Twee minuten stil." in text_of(english)
    assert (dutch["Content-Language"], english["Content-Language"]) == ("nl", "en")


def test_what_is_alike_and_what_is_not_stand_on_the_page_and_all_else_with_its_need(client, visit, teacher):
    first, need = page(client, teacher, visit, "en"), part(client, teacher, visit, "safety")

    shown = text_of(first)
    assert shown.index("Here you saw the same") < shown.index("Here you looked differently")
    assert (
        shown.index("Which example did Coba see?")
        < shown.index("Volgens mij niet.")
        < shown.index("Twee minuten stil.")
    )
    assert shown.index("Twee minuten stil.") < shown.index("Which small step do you take along?")
    assert "Coba saw more than Tijn named" not in shown  # the word stands with the need
    assert 'id="p-' not in first.content.decode()
    assert f'<div id="p-{STEPS}">' in need.content.decode()
    assert f'id="n-safety" data-door="p-{STEPS}"' in first.content.decode()


def test_at_most_two_points_are_shown_that_both_saw_alike_those_with_words_first(client, lesson, teacher):
    keys = [item.key for item in lesson.content.points][:4]
    said = {
        "teacher": [seen(key) for key in keys],
        "coach": [seen(key, "Gezien." * (key == keys[3])) for key in keys],
    }
    visit = opened(lesson, before=lens(*keys), **said)
    same = (
        page(client, teacher, visit, "en").content.decode().split('id="same-head"')[1].split("</section>")[0]
    )

    with override("en"):
        titles = [point(report_of(visit, teacher), key).title for key in (keys[3], keys[0])]
    assert re.findall(r'<h3 class="mk-point-of">(.*?)</h3>', same) == titles


def test_no_count_of_marks_stands_on_screen(client, lesson, teacher):
    keys = [item.key for item in lesson.content.points if item.theme == "safety"][:4]
    marks = {name: [seen(key) for key in keys] for name in ("teacher", "coach")}
    opened(lesson, before=lens(*keys), **marks)

    assert "had (nearly) the same view" not in everything(client, teacher, lesson)


def test_it_leads_back_to_the_visit_it_is_of(client, visit, teacher, coach):
    for person in (teacher, coach):
        client.force_login(person)
        page = client.get(reverse("together", args=[visit.pk])).content.decode()
        assert f'<a href="{reverse("visit", args=[visit.pk])}">' in page


def test_what_is_empty_has_no_door_and_no_heading(client, visit, teacher):
    shown = page(client, teacher, visit, "en").content.decode()

    doors = re.findall(r'id="n-(\w+)" data-door', shown)
    assert doors == ["competence", "safety", "lesson"]
    assert (
        "Deliberately not looked at in this lesson. Relatedness and belonging; Autonomy and space."
        in text_of(page(client, teacher, visit, "en"))
    )
    for heading in ("What students showed", "What students said", "Notes of your talk", "Added later"):
        assert heading not in shown


def test_a_need_that_is_not_there_is_404_and_one_that_is_empty_is_a_page(client, visit, teacher):
    assert part(client, teacher, visit, "order").status_code == 404
    for key in PARTS:
        assert part(client, teacher, visit, key).status_code == 200


def test_all_needs_on_one_page_read_as_on_their_own_pages(client, visit, teacher, coach):
    """The opened page shows in place what it takes from there (static/js/doors.js)."""
    for person in (teacher, coach):
        shown = page(client, person, visit, "en").content.decode()
        doors = re.findall(r'id="n-(\w+)" data-door', shown)
        whole = client.get(re.search(r'href="([^"]+)" data-all', shown)[1]).content.decode()

        assert re.findall(r'data-part="(\w+)"', whole) == doors
        for key in doors:
            assert article_of(whole, key) == article_of(
                part(client, person, visit, key).content.decode(), key
            )


def article_of(html, key):
    """That of this need; a form has numbers of its own each time."""
    found = re.search(rf'<article [^>]*"head-{key}".*?</article>', html, re.DOTALL)[0]
    return re.sub(r'(name="(csrfmiddlewaretoken|draft)" value=)"[^"]+"', r"\1", found)


def test_before_opening_a_need_is_closed_too(client, lesson, teacher, coach):
    factories.record_something(lesson)

    for person in (teacher, coach):
        client.force_login(person)
        assert client.get(reverse("need", args=[lesson.pk, "competence"])).status_code == 423
        assert client.get(reverse("everything", args=[lesson.pk])).status_code == 423


def test_a_note_of_very_many_letters_is_whole_in_the_page(client, lesson, teacher):
    """A script shows its beginning first (tests/browser/test_opened.py)."""
    long = "Woord na woord. " * 40
    opened(lesson, coach=[seen(STEPS, long)])
    html = part(client, teacher, lesson, "safety").content.decode()

    assert html.count(" data-long ") == 1
    assert long.strip() in html


def test_words_of_people_carry_their_language_and_cannot_be_markup(client, lesson, teacher):
    opened(lesson, coach=[seen(STEPS, '<script>alert("x")</script> & "hoi"', lang="en")])

    html = part(client, teacher, lesson, "safety", "nl").content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &quot;hoi&quot;" in html
    assert re.search(r'lang="en">(<b[^>]*>[\d.]+</b> )?&lt;script', html)


def test_a_teacher_alone_sees_no_second_voice(client, edition, teacher):
    lesson = factories.make_lesson(teacher)
    opened(lesson, teacher=[seen(STEPS, "Zelf geschreven.")])

    page(client, teacher, lesson, "en")
    html = on_screen(client, lesson).content.decode()

    assert "Zelf geschreven." in html
    for absent in ("mk-sign", "One view", "looked differently", "saw the same", "mk-v-who"):
        assert absent not in html


def test_an_empty_visit_names_its_needs_once_with_what_empty_means(client, lesson, teacher):
    opened(lesson)

    shown = text_of(page(client, teacher, lesson, "en"))

    assert shown.count("Tijn: ‘I don&#x27;t know’. Coba: ‘Not looked at’.") == 1
    assert shown.count("Relatedness and belonging") == 1
    assert "How the teacher was present" not in everything(client, teacher, lesson)


@pytest.mark.parametrize("rows", [1, 25])
def test_the_page_takes_seven_queries_however_much_was_recorded(
    client, lesson, teacher, rows, django_assert_num_queries
):
    keys = [item.key for item in lesson.content.points][: min(rows, 24)]
    opened(
        lesson,
        before=lens(keys[0]),
        teacher=[seen(key, "Zelf.", value="partly") for key in keys],
        coach=[seen(key, "Gezien.") for key in keys] + [moment(text=f"Moment {n}") for n in range(rows)],
    )
    for row in fresh(lesson).content.suggestions[: 3 if rows > 1 else 1]:
        choose(client, lesson, teacher, suggestion=row.key)

    client.force_login(teacher)
    with django_assert_num_queries(7):  # person, visit, accounts, steps, answers, moments, additions
        client.get(reverse("together", args=[lesson.pk]))
    for key in PARTS:
        with django_assert_num_queries(7):
            client.get(reverse("need", args=[lesson.pk, key]))
    with django_assert_num_queries(7):
        client.get(reverse("everything", args=[lesson.pk]))


# --- small steps ----------------------------------------------------------------------------------


def test_three_steps_that_fit_are_offered_and_the_rest_is_folded(client, visit, teacher):
    html = page(client, teacher, visit, "en").content.decode()
    offered = re.search(r'<div class="mk-offers">(.*?)</div>', html, re.DOTALL)[1]

    keys = re.findall(r'value="([\w.]+)"', offered)
    points = [row.points for row in visit.content.suggestions if row.key in keys]
    assert len(keys) == 3
    assert all(STEPS in found or "com.steps_first_step" in found for found in points)
    assert html.count('name="suggestion"') == len(visit.content.suggestions)  # each once


def test_the_teacher_chooses_a_step_from_the_bank(client, visit, teacher):
    response = choose(client, visit, teacher, suggestion="sc.p1.wait", look_back_on=DAY)

    step = Step.objects.get()
    assert response.headers["Location"] == reverse("together", args=[visit.pk]) + "#steps"
    assert (step.suggestion.key, str(step.look_back_on), step.text) == ("sc.p1.wait", DAY, "")


def test_the_teacher_writes_a_step_in_own_words(client, visit, teacher):
    choose(client, visit, teacher, text="Start at the back.", lang="en")

    step = Step.objects.get()
    assert (step.text, step.lang, step.suggestion) == ("Start at the back.", "en", None)


def test_a_double_click_chooses_once(client, visit, teacher):
    form = {"id": uuid.uuid4(), "suggestion": "sc.p1.wait"}
    for _click in range(2):
        assert choose(client, visit, teacher, **form).status_code == 302

    assert Step.objects.count() == 1


def test_the_coach_reads_steps_and_chooses_none(client, visit, teacher, coach):
    choose(client, visit, teacher, text="Begin achterin.")

    assert choose(client, visit, coach, text="Doe dit eens.").status_code == 404
    html = page(client, coach, visit).content.decode()
    assert "Begin achterin." in html
    assert "<textarea" not in html
    assert Step.objects.count() == 1


def test_nothing_chosen_comes_back_with_what_to_do(client, visit, teacher):
    response = choose(client, visit, teacher, text="", look_back_on=DAY)
    with override("nl"):
        said = date_format(date.fromisoformat(DAY), "l j F Y").capitalize()

    html = response.content.decode()
    assert response.status_code == 422
    assert 'aria-describedby="id_text_error"' in html
    assert f'value="{DAY}"' in html
    assert html.count(f">{said}, ") == 1  # read back beneath its field


def test_the_address_of_a_refused_form_leads_back_to_the_page(client, visit, teacher):
    """The language switch of that page comes back to it as a visit."""
    client.force_login(teacher)
    response = client.get(reverse("step_choose", args=[visit.pk]))

    assert response.headers["Location"] == reverse("together", args=[visit.pk]) + "#steps"


def test_a_wrong_day_keeps_the_typed_words(client, visit, teacher):
    response = choose(client, visit, teacher, text="Begin achterin.", look_back_on="31-31-2026")

    assert response.status_code == 422
    assert "Begin achterin.</textarea>" in response.content.decode()


def test_a_fourth_step_is_refused_with_words_and_loses_nothing(client, visit, teacher):
    for number in range(3):
        choose(client, visit, teacher, text=f"Stap {number}")

    response = choose(client, visit, teacher, text="De vierde stap.")

    assert response.status_code == 422
    assert "Kies hoogstens drie kleine keuzes." in text_of(response)
    assert "De vierde stap.</textarea>" in response.content.decode()
    assert Step.objects.count() == 3


def test_with_three_steps_the_forms_are_gone(client, visit, teacher):
    for number in range(3):
        choose(client, visit, teacher, text=f"Stap {number}")

    assert "<textarea" not in page(client, teacher, visit).content.decode()


def test_a_step_can_be_taken_away_by_the_teacher_only(client, visit, teacher, coach):
    choose(client, visit, teacher, text="Begin achterin.")
    address = reverse("step_drop", args=[visit.pk, Step.objects.get().pk])

    client.force_login(coach)
    assert client.post(address).status_code == 404
    client.force_login(teacher)
    assert client.get(address).status_code == 200
    assert Step.objects.exists()
    assert client.post(address).status_code == 302
    assert not Step.objects.exists()


def test_no_step_is_chosen_before_opening(client, lesson, teacher):
    assert choose(client, lesson, teacher, text="Begin achterin.").status_code == 423
    assert not Step.objects.exists()


def test_additions_stand_under_their_point_with_date_and_author(client, visit, teacher, coach):
    item = visit.content.by_key[STEPS]
    together.add(lesson=visit, by=teacher, kind="reply", text="Dat stille stuk wil ik houden.", item=item)

    shown = text_of(part(client, coach, visit, "safety"))
    assert re.search(r"Clearly seen .* Tijn Reply, \d+ \w+ \d{4} Dat stille stuk wil ik houden.", shown)


@pytest.mark.parametrize("day", ["0001-01-01", "2020-01-01", "9999-12-31"])
def test_a_day_to_look_back_that_cannot_be_meant_is_refused_and_the_words_stay(client, visit, teacher, day):
    response = choose(client, visit, teacher, text="Begin achterin.", look_back_on=day)

    assert response.status_code == 422
    assert "Begin achterin.</textarea>" in response.content.decode()
    assert not Step.objects.exists()
