"""A teacher says how a visit was: offered, kept sealed, changed, taken back, and gone once it is counted."""

import pytest
from django.urls import reverse
from lxml import html

from checklists.models import Theme
from echo import saying
from echo.models import Batch, Saying
from tests import factories
from tests.echo.conftest import NO, PARTLY, YES, closed, open_batch, opened, said, say, say_in_turn
from tests.factories import make_lesson
from tests.home.conftest import words


def page(client, lesson):
    client.force_login(lesson.teacher)
    return client.get(reverse("echo", args=[lesson.pk]))


def fields(reply):
    """What the form on this page would send."""
    [form] = html.document_fromstring(reply.content.decode()).xpath("//main//form[.//fieldset]")
    return dict(form.form_values())


def send(client, lesson, sent=None, **choices):
    client.force_login(lesson.teacher)
    sent = fields(page(client, lesson)) if sent is None else sent
    return client.post(reverse("echo", args=[lesson.pk]), sent | choices)


def take_back(client, lesson):
    client.force_login(lesson.teacher)
    return client.post(reverse("echo_take_back", args=[lesson.pk]), follow=True).content.decode()


def test_before_anything_is_asked_the_page_says_what_becomes_of_it(client, visit):
    text = words(page(client, visit))

    assert "Misschien leest nooit iemand dit. Niemand leest jouw antwoord los, ook Coba niet." in text
    assert text.index("Misschien leest nooit iemand dit") < text.index("Ik voelde me gezien door mijn coach.")
    assert "Daarna kan niemand het nog vinden, jij ook niet." in text


def test_four_sentences_in_the_order_of_the_needs_and_nothing_chosen(client, visit):
    tree = html.document_fromstring(page(client, visit).content.decode())

    assert [legend.text_content() for legend in tree.xpath("//legend")] == [
        "Ik voelde me gezien door mijn coach.",
        "Na dit lesbezoek heb ik het gevoel dat ik verder kan.",
        "Ik had zelf iets te zeggen over dit lesbezoek.",
        "Ik durfde eerlijk te zijn over wat nog lastig is.",
    ]
    assert [box.get("value") for box in tree.xpath("//fieldset")[0].xpath(".//input")] == [
        "yes",
        "partly",
        "no",
        "skip",
    ]
    assert not tree.xpath("//input[@checked]")


def test_every_edition_asks_one_sentence_of_each_need_under_the_same_key(editions):
    asked = [
        sorted((item.theme, item.key, item.text_nl) for item in edition.items.filter(kind="visit_check"))
        for edition in editions
    ]

    assert [theme for theme, _key, _text in asked[0]] == sorted(Theme.values)
    assert asked == asked[:1] * len(editions)


def test_what_is_said_is_kept_and_can_be_changed(client, visit):
    assert send(client, visit, relatedness=YES, safety=NO).status_code == 302
    assert Saying.objects.get().choices == said(YES, "skip", "skip", NO)

    again = page(client, visit)
    assert "Je antwoord is er nog. Je kunt het veranderen of terughalen." in words(again)
    assert fields(again) | {"page": ""} == said(YES, "skip", "skip", NO) | {
        "page": "",
        "csrfmiddlewaretoken": fields(again)["csrfmiddlewaretoken"],
    }
    send(client, visit, safety=PARTLY)
    assert Saying.objects.get().choices == said(YES, "skip", "skip", PARTLY)


def test_an_untouched_form_says_nothing(client, visit):
    reply = send(client, visit)

    assert reply.status_code == 422
    assert "Je hebt nog niets gekozen. Dat hoeft ook niet: ga dan gewoon terug." in words(reply)
    assert not Batch.objects.exists()


def test_what_is_no_choice_is_refused_and_the_rest_stays_chosen(client, visit):
    reply = send(client, visit, relatedness=YES, safety="seven")

    assert reply.status_code == 422
    assert fields(reply)["relatedness"] == YES
    assert not Saying.objects.exists()


def test_taken_back_nothing_is_left_of_it(client, visit):
    send(client, visit, relatedness=YES)

    assert "Je antwoord is weg." in take_back(client, visit)
    assert not Saying.objects.exists()
    assert not Batch.objects.exists()
    assert "Hier is geen antwoord van jou dat nog te vinden is." in take_back(client, visit)


def test_taking_back_leaves_what_others_said(visits):
    say_in_turn(visits[:3])
    saying.take_back(lesson=visits[0], by=visits[0].teacher)

    assert set(Saying.objects.values_list("teacher", flat=True)) == {row.teacher_id for row in visits[1:3]}


def test_sent_twice_it_is_one_answer(client, visit):
    sent = fields(page(client, visit)) | {"relatedness": YES}
    for _click in range(2):
        assert send(client, visit, sent).status_code == 302

    assert Saying.objects.count() == 1


def test_the_second_click_of_the_fifth_does_not_begin_the_next_batch(client, visits):
    say_in_turn(visits[:4])
    sent = fields(page(client, visits[4])) | {"relatedness": YES}

    assert send(client, visits[4], sent).status_code == 302
    reply = send(client, visits[4], sent)
    assert reply.status_code == 422
    assert "je bent klaar" in words(reply)
    assert (open_batch(), len(closed())) == (None, 1)
    # who is not among them sends what is still chosen once more
    assert send(client, visits[5], fields(page(client, visits[5])) | {"relatedness": YES}).status_code == 302


def test_a_change_that_comes_after_the_count_is_no_second_answer(client, visits):
    say_in_turn(visits[:4])
    sent = fields(page(client, visits[0])) | {"relatedness": NO}
    say(visits[4], YES)
    reply = send(client, visits[0], sent)

    assert reply.status_code == 422
    assert fields(reply)["relatedness"] == NO
    assert open_batch() is None


def test_where_another_took_it_back_meanwhile_nobody_is_told_that_it_was_counted(client, visits):
    """The batch that was open when the page was made is gone, and nothing of it was counted."""
    say(visits[0], YES)
    page = saying.page_of(visits[1])
    saying.take_back(lesson=visits[0], by=visits[0].teacher)
    client.force_login(visits[1].teacher)
    response = client.post(reverse("echo", args=[visits[1].pk]), said(NO) | {"page": page})

    assert response.status_code == 302
    assert open_batch().sayings.get().teacher == visits[1].teacher


def test_once_counted_the_page_says_that_nobody_finds_it(client, visits):
    say_in_turn(visits[:5])
    text = words(page(client, visits[0]))

    assert (
        "Is een eerder antwoord van jou hier niet meer? Dan is het geteld. Of het is weg: met een lesbezoek"
        " dat je verwijderde, of na twee jaar. Niemand kan het nog vinden." in text
    )
    assert "Haal mijn antwoord terug" not in text
    assert "Hier is geen antwoord van jou dat nog te vinden is." in take_back(client, visits[0])
    assert len(closed()) == 1


def test_after_another_visit_the_page_says_that_one_was_answered_and_takes_its_place(client, visits, coach):
    first = visits[0]
    second = opened(first.teacher, coach, subject="Taal")
    say(first, YES)

    text = words(page(client, second))
    assert "Je hebt al geantwoord over lesbezoeken met Coba, na Rekenen, VZ2B" in text
    send(client, second, relatedness=NO)
    row = Saying.objects.get()
    assert (row.lesson, row.choices["relatedness"]) == (second, NO)


@pytest.mark.parametrize("stage", ["planned", "ready"])
def test_not_before_it_is_open(client, lesson, stage):
    factories.bring_to(stage, lesson)

    assert page(client, lesson).status_code == 423


def test_not_of_a_lesson_one_looked_back_on_alone(client, edition, teacher):
    alone = make_lesson(teacher)
    factories.look_back(alone)
    factories.teacher_ready(alone)
    factories.open_it(alone)
    client.force_login(teacher)

    assert "Hoe was het lesbezoek?" not in words(client.get(reverse("together", args=[alone.pk])))
    assert page(client, alone).status_code == 404


def test_not_of_a_coach_who_is_gone(client, visit, coach):
    coach.email, coach.name, coach.is_active, coach.left_at = None, "", False, visit.opened_at
    coach.save()
    client.force_login(visit.teacher)

    assert "Hoe was het lesbezoek?" not in words(client.get(reverse("together", args=[visit.pk])))
    assert page(client, visit).status_code == 404


def taken_along(client, person, teacher):
    client.force_login(person)
    return client.get(reverse("data_file", args=[teacher.pk, "all.json"])).json()


def test_its_teacher_takes_it_along_while_it_can_be_found_and_nobody_else(client, visits):
    lesson = visits[0]
    say(lesson, YES)
    own = {"visit": str(lesson.pk)} | said(YES)

    assert taken_along(client, lesson.teacher, lesson.teacher)["said_of_visits"] == [own]
    for person, teacher in ((lesson.coach, lesson.teacher), (lesson.coach, lesson.coach)):
        assert "said_of_visits" not in taken_along(client, person, teacher)
    say_in_turn(visits[:5])
    assert "said_of_visits" not in taken_along(client, lesson.teacher, lesson.teacher)


def test_the_opened_page_leads_there_for_the_teacher_alone(client, visit):
    address = reverse("echo", args=[visit.pk])
    for person, is_there in ((visit.teacher, True), (visit.coach, False)):
        client.force_login(person)
        assert (address in client.get(reverse("together", args=[visit.pk])).content.decode()) == is_there
        assert address not in client.get(reverse("home")).content.decode()


def test_the_page_asks_the_same_whatever_was_said(client, visit, django_assert_num_queries):
    """For nobody, for four others, for the own answer."""
    client.force_login(visit.teacher)
    client.get(reverse("echo", args=[visit.pk]))
    with django_assert_num_queries(5):
        client.get(reverse("echo", args=[visit.pk]))


def test_a_page_that_was_tampered_with_is_as_none(client, visit):
    for number, page in enumerate(("é", "gAAAAA", "")):
        assert send(client, visit, {"page": page, "relatedness": YES}).status_code == 302, number
    assert Saying.objects.count() == 1
