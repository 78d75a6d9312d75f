"""The page on which two accounts are read together, and the small steps that come of it."""

import re
import uuid

import pytest
from django.urls import reverse

from observations.models import Step
from tests import factories
from tests.factories import answer, fresh, moment
from tests.together.visits import lens, opened, seen
from together import actions as together

STEPS = "saf.small_before_whole"


@pytest.fixture
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


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def choose(client, lesson, person, **data):
    client.force_login(person)
    return client.post(reverse("step_choose", args=[lesson.pk]), {"id": uuid.uuid4()} | data)


# --- reading --------------------------------------------------------------------------------------


def test_both_read_both_voices(client, visit, teacher, coach):
    for person in (teacher, coach):
        shown = text_of(page(client, person, visit, "en"))
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


def test_the_chart_is_a_table_and_leads_to_the_points(client, visit, teacher):
    html = page(client, teacher, visit, "en").content.decode()

    assert html.count('<th scope="row" role="rowheader">') == 2
    assert f'href="#p-{STEPS}"' in html
    assert f'<article class="mk-vpoint" id="p-{STEPS}">' in html
    assert '<details class="mk-same" data-printed id="p-com.steps_first_step">' in html
    assert html.count('class="mk-marker r-mk"') == 4


def test_a_need_that_was_left_out_is_one_row(client, visit, teacher):
    shown = text_of(page(client, teacher, visit, "en"))

    assert shown.count("Deliberately not looked at in this lesson.") == 2


def test_words_of_people_carry_their_language_and_cannot_be_markup(client, lesson, teacher):
    opened(lesson, coach=[seen(STEPS, '<script>alert("x")</script> & "hoi"', lang="en")])

    html = page(client, teacher, lesson).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &quot;hoi&quot;" in html
    assert re.search(r'lang="en">(<b[^>]*>[\d.]+</b> )?&lt;script', html)


def test_a_teacher_alone_sees_no_second_voice(client, edition, teacher):
    lesson = factories.make_lesson(teacher)
    opened(lesson, teacher=[seen(STEPS, "Zelf geschreven.")])

    html = page(client, teacher, lesson, "en").content.decode()

    assert "Zelf geschreven." in html
    for absent in ("mk-chart", "mk-sign-c", "One view", "Begin the talk", "mk-said-by"):
        assert absent not in html


def test_an_empty_visit_has_its_needs_and_what_empty_means_and_no_gaps(client, lesson, teacher):
    opened(lesson)

    shown = text_of(page(client, teacher, lesson, "en"))

    assert shown.count("Coba: ‘Not looked at’.") == 4
    assert "Two views side by side" not in shown
    assert "How the teacher was present" not in shown


@pytest.mark.parametrize("rows", [1, 25])
def test_the_page_takes_eight_queries_however_much_was_recorded(
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
    with django_assert_num_queries(8):  # session, user, visit, accounts, steps, answers, moments, additions
        client.get(reverse("together", args=[lesson.pk]))


# --- small steps ----------------------------------------------------------------------------------


def test_three_steps_that_fit_are_offered_and_the_rest_is_folded(client, visit, teacher):
    html = page(client, teacher, visit, "en").content.decode()
    offered = re.search(r'<div class="mk-offers">(.*?)</div>', html, re.DOTALL)[1]

    keys = re.findall(r'value="([\w.]+)"', offered)
    points = [row.points for row in visit.content.suggestions if row.key in keys]
    assert len(keys) == 3
    assert all(STEPS in found or "com.steps_first_step" in found for found in points)
    assert html.count('name="suggestion"') == 3 + len(visit.content.suggestions)


def test_the_teacher_chooses_a_step_from_the_bank(client, visit, teacher):
    response = choose(client, visit, teacher, suggestion="sc.p1.wait", look_back_on="2026-12-08")

    step = Step.objects.get()
    assert response.headers["Location"] == reverse("together", args=[visit.pk]) + "#steps"
    assert (step.suggestion.key, str(step.look_back_on), step.text) == ("sc.p1.wait", "2026-12-08", "")


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
    response = choose(client, visit, teacher, text="", look_back_on="2026-12-08")

    html = response.content.decode()
    assert response.status_code == 422
    assert 'aria-describedby="id_text_error"' in html
    assert 'value="2026-12-08"' in html
    assert html.count(">Dinsdag 8 december 2026, ") == 1  # read back beneath its field


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

    html = page(client, coach, visit, "en").content.decode()
    article = html.split(f'id="p-{STEPS}"')[1].split("</article>")[0]
    assert "Dat stille stuk wil ik houden." in article
    assert re.search(r"Reply by Tijn, \d+ \w+ \d{4}", article)


@pytest.mark.parametrize("day", ["0001-01-01", "2020-01-01", "9999-12-31"])
def test_a_day_to_look_back_that_cannot_be_meant_is_refused_and_the_words_stay(client, visit, teacher, day):
    response = choose(client, visit, teacher, text="Begin achterin.", look_back_on=day)

    assert response.status_code == 422
    assert "Begin achterin.</textarea>" in response.content.decode()
    assert not Step.objects.exists()
