"""The pages where people write, without any script: one form, one button, and nothing typed is ever lost."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from observations import actions
from observations.models import Answer, LensPoint, Moment, Observation, Stage
from people.models import User
from tests import factories
from tests.factories import answer, fresh, moment, save
from tests.observations.posted_page import PostedPage

POINT = "com.steps_first_step"
OTHER = "com.expectations"
TYPED = "Drie stappen op het bord.\nDaarna stilte, ‘twee’ tellen & <b>verder</b>."


@pytest.fixture(autouse=True)
def english(lesson):
    User.objects.update(language="en")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def coach_page(lesson):
    return Page(lesson, "look", lesson.coach)


@pytest.fixture
def teacher_page(lesson):
    return Page(lesson, "look_back", lesson.teacher)


@pytest.fixture
def before_page(lesson):
    return Page(lesson, "before", lesson.teacher)


class Page:
    """One person's writing page, opened and sent as a browser does it."""

    def __init__(self, lesson, name, person):
        self.url, self.client = reverse(name, args=[lesson.pk]), signed_in(person)

    def open(self):
        response = self.client.get(self.url)
        assert response.status_code == 200
        return PostedPage(response)

    def send(self, page, button="save"):
        return self.client.post(self.url, page.data(button))


# --- what a page saves -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["look", "look_back", "before"])
def test_an_untouched_page_saves_nothing_and_starts_nothing(lesson, name):
    page = Page(lesson, name, lesson.coach if name == "look" else lesson.teacher)

    response = page.send(page.open())

    assert response.status_code == 302
    assert (Answer.objects.count(), Moment.objects.count(), LensPoint.objects.count()) == (0, 0, 0)
    assert not Observation.objects.filter(started_at__isnull=False).exists()
    assert fresh(lesson).is_lens_closed is False


def test_an_untouched_full_page_changes_no_revision(lesson, coach_page, teacher_page):
    factories.record_everything(lesson, "coach")
    factories.record_everything(lesson, "teacher")

    for page in (coach_page, teacher_page):
        assert page.send(page.open()).status_code == 302

    assert set(Answer.objects.values_list("revision", flat=True)) == {1}
    assert set(Moment.objects.values_list("revision", flat=True)) == {1}


def test_a_mark_and_a_note_are_saved_and_come_back(lesson, coach_page):
    page = coach_page.open()
    page[f"value-{POINT}"], page[f"note-{POINT}"] = "partly", TYPED

    coach_page.send(page)

    row = Answer.objects.get()
    again = coach_page.open()
    assert (row.value, row.note, row.lang) == ("partly", TYPED, "en")
    assert (again[f"value-{POINT}"], again[f"note-{POINT}"], again[f"revision-{POINT}"]) == (
        "partly",
        TYPED,
        "1",
    )


def test_a_mark_is_cleared_with_the_empty_choice(lesson, coach_page):
    save(lesson, "coach", answer(POINT, "seen"))
    page = coach_page.open()
    page[f"value-{POINT}"] = ""

    coach_page.send(page)

    assert Answer.objects.get().is_empty
    assert coach_page.open()[f"value-{POINT}"] is None


def test_a_moment_from_the_bar_is_saved_once_even_when_sent_twice(lesson, coach_page):
    page = coach_page.open()
    new = page["moment"]
    page[f"moment-text-{new}"], page[f"moment-kind-{new}"] = "Eén student kijkt op.", "students"

    coach_page.send(page)
    coach_page.send(page)

    row = Moment.objects.get()
    assert (str(row.pk), row.kind, row.text, row.revision) == (new, "students", "Eén student kijkt op.", 1)


def test_a_moments_clock_is_on_the_day_of_the_lesson(lesson, coach_page):
    page = coach_page.open()
    new = page["moment"]
    page[f"moment-text-{new}"], page[f"moment-time-{new}"] = "Stilte.", "10:31"

    coach_page.send(page)

    noted = timezone.localtime(Moment.objects.get().noted_at)
    assert noted.date() == timezone.localtime(lesson.start).date()
    assert f"{noted:%H.%M}" == "10.31"


def test_a_moment_is_changed_in_place_and_keeps_its_second(lesson, coach_page):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk, text="Eerst.", noted_at=timezone.now().isoformat()))
    noted = Moment.objects.get().noted_at
    page = coach_page.open()
    page[f"moment-text-{pk}"], page[f"moment-place-{pk}"] = "Anders.", "theme:safety"

    coach_page.send(page)

    row = Moment.objects.get()
    assert (row.text, row.theme, row.noted_at, row.revision) == ("Anders.", "safety", noted, 2)


def test_only_the_clock_of_a_moment_can_be_changed(lesson, coach_page):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk))
    page = coach_page.open()
    page[f"moment-time-{pk}"] = "09:05"

    coach_page.send(page)

    assert f"{timezone.localtime(Moment.objects.get().noted_at):%H:%M}" == "09:05"
    assert coach_page.open()[f"moment-time-{pk}"] == "09:05"


@pytest.mark.parametrize("typed", ["24:00", "9:75", "half tien"])
def test_what_is_no_time_is_told_and_stays_as_it_was_typed(lesson, coach_page, typed):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk))
    noted = Moment.objects.get().noted_at
    page = coach_page.open()
    page[f"moment-time-{pk}"] = typed

    response = coach_page.send(page)

    assert response.status_code == 422
    assert "This is no time. Type for example 9:15 or 915." in response.content.decode()
    again = PostedPage(response)
    assert again[f"moment-time-{pk}"] == typed
    assert Moment.objects.get().noted_at == noted
    again[f"moment-time-{pk}"] = "905"
    assert coach_page.send(again).status_code == 302
    assert f"{timezone.localtime(Moment.objects.get().noted_at):%H:%M}" == "09:05"


def test_the_time_of_a_new_moment_that_is_none_is_told_too(lesson, coach_page):
    page = coach_page.open()
    new = page["moment"]
    page[f"moment-text-{new}"], page[f"moment-time-{new}"] = "Stilte.", "25"

    response = coach_page.send(page)

    assert (response.status_code, Moment.objects.count()) == (422, 0)
    again = PostedPage(response)
    assert (again[f"moment-time-{new}"], again[f"moment-text-{new}"]) == ("25", "Stilte.")


def test_a_moment_is_removed(lesson, coach_page):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk))
    page = coach_page.open()
    page[f"moment-deleted-{pk}"] = "on"

    coach_page.send(page)

    assert Moment.objects.get().deleted_at is not None
    assert coach_page.open().values("moment-text-" + str(pk)) == []


def test_sixty_moments_are_on_the_page_and_one_of_them_can_be_changed(lesson, coach_page):
    save(lesson, "coach", *(moment(text=f"Moment {number}") for number in range(60)))
    page = coach_page.open()
    first = Moment.objects.get(text="Moment 0").pk
    page[f"moment-text-{first}"] = "Het eerste moment."

    assert coach_page.send(page).status_code == 302

    assert len(page.values("moment")) == 61
    assert Moment.objects.get(pk=first).text == "Het eerste moment."
    assert Moment.objects.filter(revision=1).count() == 59


def test_intentions_question_and_lens_are_saved_together(lesson, before_page):
    page = before_page.open()
    page["learning-question"] = "Hoe help ik studenten die stil blijven?"
    page["note-pre.see"] = "Ik begin achterin."
    page.tick("lens", POINT)
    page.tick("lens", "saf.other_views")

    before_page.send(page)

    lesson = fresh(lesson)
    assert lesson.learning_question == "Hoe help ik studenten die stil blijven?"
    assert {point.item.key for point in lesson.lens.all()} == {POINT, "saf.other_views"}
    assert Answer.objects.get().coach_may_read is False


def test_an_intention_that_the_coach_may_read_by_default_can_be_kept_private(lesson, before_page):
    page = before_page.open()
    assert page["may-read-pre.small_choice"] == "on"
    page["note-pre.small_choice"] = "Een rondje langs alle tafels."
    page.untick("may-read-pre.small_choice")

    before_page.send(page)

    assert Answer.objects.get().coach_may_read is False
    assert before_page.open()["may-read-pre.small_choice"] is None


def test_ready_for_the_lesson_goes_to_the_visit(lesson, before_page):
    response = before_page.send(before_page.open(), "done")

    assert response.url == reverse("visit", args=[lesson.pk])


def test_save_and_ready_saves_first_and_marks_the_account_ready(lesson, coach_page):
    page = coach_page.open()
    page[f"value-{POINT}"] = "seen"

    response = coach_page.send(page, "ready")

    assert response.url == reverse("visit", args=[lesson.pk])
    assert (Answer.objects.get().value, fresh(lesson).is_ready("coach")) == ("seen", True)


# --- what is refused comes back ----------------------------------------------------------------


def refused(response):
    assert response.status_code == 422
    return PostedPage(response)


@pytest.mark.parametrize("note", ["x" * 10_001, "a\x00b"])
def test_a_note_that_cannot_be_stored_comes_back_with_words_and_the_rest_is_saved(coach_page, note):
    page = coach_page.open()
    page[f"note-{OTHER}"] = "Wel bewaard."
    page[f"note-{POINT}"], page[f"value-{POINT}"] = note, "seen"

    back = refused(coach_page.send(page))

    assert Answer.objects.get().item.key == OTHER
    assert (back[f"value-{POINT}"], len(back[f"note-{POINT}"])) == ("seen", len(note))
    assert "Not everything is saved" in back.words_of("main")
    assert back.words_of(f"item-{POINT}").count("!") == 1


def test_a_refused_value_comes_back_beside_its_item(lesson, coach_page):
    page = coach_page.open()
    page[f"value-{POINT}"], page[f"note-{POINT}"] = "great", TYPED

    back = refused(coach_page.send(page))

    assert back[f"note-{POINT}"] == TYPED
    assert "not one of the choices" in back.words_of(f"item-{POINT}")
    assert not Answer.objects.exists()


def test_a_refused_save_can_be_corrected_and_sent_again(lesson, coach_page):
    page = coach_page.open()
    page[f"value-{POINT}"], page[f"note-{POINT}"] = "great", TYPED
    back = refused(coach_page.send(page))
    back[f"value-{POINT}"] = "seen"

    assert coach_page.send(back).status_code == 302

    assert (Answer.objects.get().value, Answer.objects.get().note) == ("seen", TYPED)


def test_two_tabs_show_both_texts_and_the_second_save_is_a_choice(lesson, coach_page):
    one, two = coach_page.open(), coach_page.open()
    one[f"note-{POINT}"], two[f"note-{POINT}"] = "Eerste tablet.", "Tweede tablet."
    coach_page.send(one)

    back = refused(coach_page.send(two))

    assert back[f"note-{POINT}"] == "Tweede tablet."
    assert "Eerste tablet." in back.words_of(f"item-{POINT}")
    assert Answer.objects.get().note == "Eerste tablet."
    assert coach_page.send(back).status_code == 302
    assert Answer.objects.get().note == "Tweede tablet."


def test_a_tab_left_open_overwrites_nothing_it_did_not_change(lesson, coach_page):
    old = coach_page.open()
    save(lesson, "coach", answer(POINT, "seen", "Elders geschreven."))
    old[f"value-{OTHER}"] = "partly"

    assert coach_page.send(old).status_code == 302

    assert Answer.objects.get(item__key=POINT).note == "Elders geschreven."
    assert Answer.objects.get(item__key=OTHER).value == "partly"


def test_a_moment_in_two_versions_comes_back_with_both(lesson, coach_page):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk, text="Zoals het was."))
    page = coach_page.open()
    save(lesson, "coach", moment(id=pk, text="Elders veranderd.", revision=1))
    page[f"moment-text-{pk}"] = "Hier veranderd."

    back = refused(coach_page.send(page))

    assert back[f"moment-text-{pk}"] == "Hier veranderd."
    assert "Elders veranderd." in back.words_of(f"moment-{pk}")


def test_an_example_without_a_need_comes_back_as_it_was_typed(lesson, coach_page):
    page = coach_page.open()
    new = page["moment"]
    page[f"moment-text-{new}"] = "Zonder behoefte."
    page.tick(f"moment-example-{new}")

    back = refused(coach_page.send(page))

    assert (back[f"moment-text-{new}"], back[f"moment-example-{new}"]) == ("Zonder behoefte.", "on")
    assert "Choose the need first." in back.words_of(f"moment-{new}")
    assert back.values("moment")[-1] != new  # the bar has a fresh one


def test_a_moment_emptied_by_hand_is_not_thrown_away(lesson, coach_page):
    pk = uuid.uuid4()
    save(lesson, "coach", moment(id=pk, text="Blijft."))
    page = coach_page.open()
    page[f"moment-text-{pk}"] = ""

    back = refused(coach_page.send(page))

    assert "Write what happened." in back.words_of(f"moment-{pk}")
    assert Moment.objects.get().text == "Blijft."


def test_the_seventh_item_is_said_and_six_are_saved(lesson, before_page):
    page, points = before_page.open(), [item.key for item in lesson.content.points][:7]
    for key in points:
        page.tick("lens", key)

    back = refused(before_page.send(page))

    assert set(back.values("lens-shown")) == set(points[:6])
    assert back.values("lens") == points
    assert "Six items is the most" in back.words_of(f"lens-{points[6]}")


def test_a_refused_seventh_goes_in_once_there_is_room(lesson, before_page):
    page, points = before_page.open(), [item.key for item in lesson.content.points][:7]
    for key in points:
        page.tick("lens", key)
    back = refused(before_page.send(page))
    back.untick("lens", points[0])

    assert before_page.send(back).status_code == 302

    assert {point.item.key for point in fresh(lesson).lens.all()} == set(points[1:])


def test_what_another_tab_chose_for_the_lens_stays(lesson, before_page):
    old = before_page.open()
    save(lesson, "teacher", {"type": "lens", "item": "saf.other_views", "chosen": True})
    old.tick("lens", POINT)

    before_page.send(old)

    assert {point.item.key for point in fresh(lesson).lens.all()} == {POINT, "saf.other_views"}


def test_a_learning_question_in_two_versions_comes_back_with_both(lesson, before_page):
    page = before_page.open()
    save(lesson, "teacher", {"type": "question", "text": "Elders gevraagd?", "revision": 0})
    page["learning-question"] = "Hier gevraagd?"

    back = refused(before_page.send(page))

    assert back["learning-question"] == "Hier gevraagd?"
    assert "Elders gevraagd?" in back.words_of("main")
    assert fresh(lesson).learning_question == "Elders gevraagd?"


def test_something_refused_keeps_the_account_from_becoming_ready(lesson, coach_page):
    page = coach_page.open()
    page[f"value-{POINT}"] = "great"

    refused(coach_page.send(page, "ready"))

    assert fresh(lesson).is_ready("coach") is False


# --- what stands on the pages ------------------------------------------------------------------


def test_what_a_person_wrote_is_text_and_never_markup(lesson, coach_page):
    nasty = '</textarea><script>alert(1)</script>\ue000note\ue001 value="seen"'
    save(lesson, "coach", answer(POINT, "partly", nasty), moment(text=nasty))

    html = coach_page.client.get(coach_page.url).content.decode()

    assert "<script>alert" not in html
    page = coach_page.open()
    assert (page[f"note-{POINT}"], page[f"value-{POINT}"]) == (nasty, "partly")


def test_two_people_see_only_their_own_words(lesson, coach_page, teacher_page):
    save(lesson, "coach", answer(POINT, "seen", "Alleen de coach."), moment(text="Alleen de coach ook."))
    save(
        lesson, "teacher", answer(POINT, "not_seen", "Alleen de docent."), answer("ref.rel", "", "Alleen ik.")
    )

    coach_html, teacher_html = (
        page.client.get(page.url).content.decode() for page in (coach_page, teacher_page)
    )

    assert ("Alleen de docent" in coach_html, "Alleen ik" in coach_html) == (False, False)
    assert "Alleen de coach" not in teacher_html
    assert ("Alleen de coach." in coach_html, "Alleen de docent." in teacher_html) == (True, True)


def test_the_coach_reads_only_the_intentions_that_are_shared(lesson, coach_page):
    save(
        lesson,
        "teacher",
        answer("pre.see", "", "Privé voornemen."),
        answer("pre.small_choice", "", "Gedeeld voornemen.", coach_may_read=True),
    )

    html = coach_page.client.get(coach_page.url).content.decode()

    assert ("Gedeeld voornemen." in html, "Privé voornemen." in html) == (True, False)


def test_with_a_lens_its_points_are_open_and_the_rest_is_folded_and_named(lesson, coach_page):
    for key in (POINT, "saf.other_views"):
        save(lesson, "teacher", {"type": "lens", "item": key, "chosen": True})

    page = coach_page.open()

    folded = {e.get("data-answer") for d in page.tree.iter("details") for e in d.iter("fieldset")}
    points = {item.key for item in lesson.content.points}
    assert points - folded == {POINT, "saf.other_views"}
    assert "deliberately not looked at" in page.words_of("main")


def test_without_a_lens_the_core_is_open_and_nothing_is_called_deliberate(lesson, coach_page):
    page = coach_page.open()

    folded = {e.get("data-answer") for d in page.tree.iter("details") for e in d.iter("fieldset")}
    assert folded == {item.key for item in lesson.content.points if not item.default}
    assert "deliberately" not in page.words_of("main")


def test_each_reflection_says_whether_it_opens_with_the_account(lesson, teacher_page):
    page = teacher_page.open()

    assert page.words_of("item-ref.rel-whose") == "Part of your story"
    assert page.words_of("item-open.inside-whose") == "Stays yours, also after opening"


def test_a_teacher_alone_finds_no_coach_on_the_pages(edition, teacher):
    lesson = factories.make_lesson(teacher)

    for name in ("before", "look_back"):
        words = Page(lesson, name, teacher).open().words_of("main")
        assert ("None" in words, "coach may read" in words) == (False, False)


def test_a_set_aside_account_is_read_only_and_whole(lesson, coach_page):
    save(
        lesson,
        "coach",
        answer(POINT, "seen", "Bewaard voor mij."),
        moment(text="Ook het moment."),
        answer("coach.curious", "", "En de vraag."),
    )
    actions.choose_coach(lesson=lesson, by=lesson.teacher, coach=None)
    account = Observation.objects.get(voice="coach")

    html = coach_page.client.get(reverse("set_aside", args=[account.pk])).content.decode()

    assert [
        words in html for words in ("Bewaard voor mij.", "Ook het moment.", "En de vraag.", "Clearly seen")
    ] == [True] * 4
    assert "<textarea" not in html


# --- cost --------------------------------------------------------------------------------------


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("name", "count"), [("look", 7), ("look_back", 5)])
def test_a_writing_page_costs_as_many_queries_with_one_row_as_with_many(lesson, name, count):
    voice = "coach" if name == "look" else "teacher"
    page = Page(lesson, name, lesson.coach if voice == "coach" else lesson.teacher)
    factories.record_something(lesson, "teacher")
    factories.record_something(lesson, voice)
    with_one = queries(page.client, page.url)
    save(lesson, "coach", *(moment(text=f"Moment {number}") for number in range(25)))
    save(
        lesson,
        "teacher",
        *(answer(item.key, "partly", "Notitie.") for item in lesson.content.points if item.key != POINT),
    )

    assert (with_one, queries(page.client, page.url)) == (count, count)


def test_the_page_before_the_lesson_costs_the_same_with_a_full_lens(lesson, before_page):
    before_page.open()  # the edition is read once per process
    empty = queries(before_page.client, before_page.url)
    save(
        lesson,
        "teacher",
        *({"type": "lens", "item": item.key, "chosen": True} for item in lesson.content.points[:6]),
    )
    save(
        lesson,
        "teacher",
        *(answer(item.key, "", "Voornemen.") for item in lesson.content.of("prompt", "before")),
    )

    assert (empty, queries(before_page.client, before_page.url)) == (5, 6)


@pytest.mark.parametrize("stage", [Stage.WAITING_FOR_TEACHER, Stage.OPEN])
def test_what_was_typed_too_late_stands_on_the_page_that_says_so(client, lesson, coach, stage):
    factories.bring_to(stage, lesson)
    client.force_login(coach)

    response = client.post(
        reverse("look", args=[lesson.pk]), {f"note-{POINT}": "Mijn laatste woorden.", "save": "1"}
    )

    assert response.status_code == 423
    assert ">Mijn laatste woorden.</textarea>" in response.content.decode()


def test_a_former_coach_can_still_copy_what_was_typed(client, lesson, coach, teacher):
    actions.choose_coach(lesson=lesson, by=teacher, coach=None)
    client.force_login(coach)

    response = client.post(reverse("look", args=[lesson.pk]), {f"note-{POINT}": "Mijn laatste woorden."})

    assert response.status_code == 404
    assert ">Mijn laatste woorden.</textarea>" in response.content.decode()
