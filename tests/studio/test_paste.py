"""A table of others comes into a draft: looked over first, then taken over with one press."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from checklists.models import Edition, Kind, Theme
from studio.tables import pasted
from tests import factories
from tests.studio.tables import ROWS, docx, tbl, text

FROM = {"where": "Observatielijst afdeling Zorg, 2024", "may": "own"}


@pytest.fixture
def page(client, editor, draft):
    return Page(client, draft, editor)


class Page:
    """The page as a browser without script has it: what a form holds goes along with each press."""

    def __init__(self, client, draft, editor):
        self.client, self.address = client, reverse("draft_paste", args=[draft.pk])
        client.force_login(editor)
        self.see(client.get(self.address))

    def see(self, reply):
        self.reply = reply
        if reply.status_code in (200, 422):
            self.tree = html.fromstring(reply.content.decode())
            [self.form] = [form for form in self.tree.forms if "draft-at" in form.fields]
        return self

    def press(self, **more):
        return self.see(self.client.post(self.address, self.filled(**more)))

    def filled(self, **more):
        fields = {}
        for name, value in self.form.form_values():
            fields.setdefault(name, []).append(value)
        return fields | more

    def file(self, content, name="lijst"):
        return self.see(
            self.client.post(
                self.address, {"do": "read", "list": "", "file": SimpleUploadedFile(name, content)}
            )
        )

    @property
    def paste(self):
        return self.reply.context["paste"]

    def says(self, words):
        return words in " ".join(self.tree.text_content().split())


def form():
    with xlsxwriter.Workbook(file := io.BytesIO()) as book:
        book.add_worksheet("survey").write_row(0, 0, ["type", "name", "label"])
    return file.getvalue()


def points(draft):
    own = draft.items.filter(kind=Kind.POINT, key__startswith="own.")
    return list(own.order_by("order").values_list("text_nl", "theme", "look_for_nl"))


def test_what_was_pasted_is_shown_with_what_is_wrong_in_its_cell(page, draft):
    page.press(list=text(), do="read")

    assert page.reply.status_code == 200
    assert page.says("Gevonden: 5 regels, 4 kolommen")
    assert [select.value for select in page.tree.iterfind(".//thead//select")] == [
        "",
        "text_nl",
        "theme",
        "look_for_nl",
    ]
    wrong = [
        " ".join(cell.text_content().split())[:24]
        for cell in page.tree.iterfind(".//tbody//td[@class='mk-badcell']")
    ]
    assert wrong == ["! ‘maatwerk’ kennen we n", "! Hier staat geen tekst "]
    assert page.says("regel 1 lijkt op ‘Contact bij de start’")
    assert page.says("Zet 2 kijkpunten in het concept")
    assert page.says("Regel 3 en 5 blijven hier staan tot ze kloppen.")
    assert points(draft) == []


def test_one_press_takes_over_what_is_right_and_the_rest_stays(page, draft):
    page.press(list=text(), do="read").press(do="take", **FROM)

    assert points(draft) == [
        ("De docent geeft aan wanneer de taak klaar is.", Theme.COMPETENCE, "Op het bord of op het blad"),
        ("De docent laat studenten kiezen uit twee opdrachten.", Theme.AUTONOMY, ""),
    ]
    assert {item.source for item in draft.items.filter(key__startswith="own.")} == {
        "Observatielijst afdeling Zorg, 2024 (van onze school)"
    }
    assert page.says("2 kijkpunten staan in het concept.")
    assert pasted(page.form.fields["list"]) == [ROWS[0], ROWS[3], ROWS[5]]

    page.press(**{"need-1": "competence"}, do="read").press(leave="2").press(do="take")
    assert points(draft)[2] == ("De docent differentieert.", Theme.COMPETENCE, "Kleiner blad, extra tijd")
    assert page.reply.status_code == 302


def test_taken_back_all_of_it_goes(page, draft):
    page.press(list=text(), do="read").press(do="take", **FROM)
    assert len(points(draft)) == 2

    reply = page.client.post(
        reverse("draft_undo", args=[draft.pk]), {"change": draft.changes.get().pk}, follow=True
    )
    assert "Teruggehaald" in reply.content.decode() or reply.status_code == 200
    assert points(draft) == []


def test_sent_twice_it_is_there_once(page, draft):
    sent = page.press(list=text(), do="read").filled(do="take", **FROM)
    for _twice in range(2):
        page.client.post(page.address, sent)

    assert len(points(draft)) == 2


def test_what_resembles_something_comes_along_where_it_is_not_skipped(page, draft):
    page.press(list=text(), do="read")
    page.form.fields["skip"] = None
    page.press(do="read")
    assert page.says("Zet 3 kijkpunten in het concept")

    page.press(do="take", **FROM)
    assert len(points(draft)) == 3


def test_the_button_does_what_it_says_and_no_more(page, draft):
    """Something was chosen after the button got its number, and no script made it anew."""
    page.press(list=text(), do="read").press(**{"need-3": "competence"}, do="take", **FROM)
    assert points(draft) == []
    assert page.says("Zet 3 kijkpunten in het concept")

    page.press(do="take")
    assert len(points(draft)) == 3


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"where": "", "may": "own"}, "Waar komt deze lijst vandaan?"), ({"where": "Zorg", "may": "unknown"}, "Vraag het eerst"), ({"where": "Zorg", "may": ""}, "Mag je hem gebruiken?")],
)  # fmt: skip
def test_nothing_comes_along_before_it_is_said_whose_list_it_is(page, draft, sent, said):
    page.press(list=text(), do="read").press(do="take", **sent)

    assert (page.reply.status_code, points(draft)) == (422, [])
    assert page.says(said)
    assert pasted(page.form.fields["list"]) == ROWS


def test_columns_are_what_one_says_they_are(page, draft):
    page.press(list="Groet\tBij de deur\nWacht\tTelt tot drie", do="read")
    page.press(**{"column-0": "look_for_nl", "column-1": "text_nl", "need-all": "safety"}, do="read").press(
        do="take", **FROM
    )

    assert points(draft) == [("Bij de deur", "safety", "Groet"), ("Telt tot drie", "safety", "Wacht")]


def test_two_columns_for_one_thing_and_none_for_the_items_take_over_nothing(page):
    page.press(list=text(), do="read").press(**{"column-3": "text_nl"}, do="read")
    assert page.paste.going == []
    assert page.says("Twee keer gekozen")

    page.press(**{"column-1": "", "column-3": ""}, do="read")
    assert page.paste.going == []
    assert page.says("Kies de kolom met de kijkpunten in het Nederlands.")


def test_what_was_said_of_rows_is_let_go_where_the_text_changes(page):
    page.press(list=text(), do="read").press(leave="1").press(list=text([ROWS[0], ROWS[2]]), do="read")

    assert [line.is_out for line in page.paste.lines] == [False]


def test_a_file_becomes_text_and_another_table_of_it_can_be_chosen(page, draft):
    between = "<w:p><w:r><w:t>Bijlage</w:t></w:r></w:p>"
    page.file(
        docx(tbl(*ROWS) + between + tbl(["Kijkpunt", "Behoefte"], ["Zet rustige muziek aan", "relatie"]))
    )
    assert pasted(page.form.fields["list"]) == ROWS

    page.press(which="1", do="read")
    assert page.says("Zet 1 kijkpunt in het concept")
    page.press(do="take", **FROM)
    assert points(draft) == [("Zet rustige muziek aan", "relatedness", "")]


def test_a_file_that_cannot_be_read_says_so_beside_it(page):
    page.file(b"%PDF-1.7")

    assert page.reply.status_code == 422
    assert page.says("Dit bestand is geen tabel die hier te lezen is.")


@pytest.mark.parametrize(("name", "content"), [("lijst.yaml", b"points: []"), ("lijst.xlsx", form())])
def test_a_checklist_or_a_form_is_led_to_its_own_page(page, draft, name, content):
    page.file(content, name)

    assert page.reply.status_code == 422
    assert page.says("Dit bestand is een kijkwijzer of een formulier")
    assert page.tree.xpath("//main//a[@href=$to]", to=reverse("draft_file", args=[draft.pk]))


def test_a_file_whose_tables_could_not_go_along_with_each_press_is_refused(page):
    page.file(f"Kijkpunt;Toelichting\nGroet;{'x' * 500_000}".encode())

    assert page.reply.status_code == 422
    assert page.says("In dit bestand staat meer dan hier past.")
    assert page.form.fields["list"] == ""


def test_how_much_fits_is_said_before_and_after(page):
    assert page.says(
        "Hoogstens 300 regels en 60 kolommen tegelijk, een bestand van 2 MB, en 300 tekens voor een kijkpunt."
    )
    page.press(list="Groet\n" * 301, do="read")
    assert page.reply.status_code == 422
    assert page.says("Dit zijn meer dan 300 regels.")


def test_a_draft_that_is_full_says_so_and_takes_nothing(page, draft, monkeypatch):
    page.press(list=text(), do="read")
    monkeypatch.setattr("studio.ordering.MOST", draft.items.count() + 1)
    page.press(do="take", **FROM)

    assert (page.reply.status_code, points(draft)) == (422, [])
    assert page.says("Een kijkwijzer heeft hoogstens")
    assert pasted(page.form.fields["list"]) == ROWS


def test_a_draft_in_use_meanwhile_is_no_draft(page, draft):
    sent = page.press(list=text(), do="read").filled(do="take", **FROM)
    Edition.objects.get(pk=draft.pk).publish()

    assert page.client.post(page.address, sent).status_code == 404
    assert not draft.items.filter(key__startswith="own.").exists()


def test_nobody_else_finds_it(client, draft, team):
    address = reverse("draft_paste", args=[draft.pk])
    client.force_login(factories.make_person("Tess Leest", team=team, role="teacher"))
    assert client.get(address).status_code == 404
    assert client.post(address, {"list": text(), "do": "take", **FROM}).status_code == 404


def test_looking_asks_the_same_of_the_database_for_many_rows(page, django_assert_num_queries):
    for rows in (5, 250):
        sent = {
            "do": "read",
            "list": "\n".join(f"Doet ding nummer {number}\trelatie" for number in range(rows)),
        }
        with django_assert_num_queries(QUERIES):
            page.client.post(page.address, sent)


QUERIES = 3


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["list", "which", "which_was", "table", "table_name", "of", "head", "head_was", "column-0", "need-1", "need-all", "out", "leave", "back", "do", "draft-shown", "where", "may"]),
        st.text(max_size=30) | st.sampled_from(["take", "read", "text_nl", "theme", "safety", "own", "1", "-1", "0", "\t\n", text()]),
    )
)  # fmt: skip
def test_whatever_is_sent_it_is_a_page(fuzzed, sent):
    client, address = fuzzed
    assert client.post(address, sent).status_code in (200, 302, 422)


@pytest.fixture
def fuzzed(client, editor, draft):
    client.force_login(editor)
    return client, reverse("draft_paste", args=[draft.pk])
