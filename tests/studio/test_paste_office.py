"""Tables as an office program of today writes them, brought into a draft."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from checklists.models import Item
from studio import drafts
from tests import factories
from tests.studio.office_tables import DOCX, KINDS, WRITER, converted, made_by_office
from tests.studio.tables import ROWS

pytestmark = [pytest.mark.office, pytest.mark.slow]

# As such lists often look: a need over several rows, a heading over all columns, boxes to tick
MERGED = """<html><head><meta charset="utf-8"></head><body><table border="1">
  <tr><td colspan="3">Kijkwijzer afdeling Techniek</td></tr>
  <tr><td>Domein</td><td>Indicator</td><td>Gezien</td></tr>
  <tr><td rowspan="2">Competentie</td><td>De docent tekent het schema.</td><td>☐ ja ☒ nee</td></tr>
  <tr><td><p>De docent deelt kaartjes uit.</p><p>Ook aan wie later komt.</p></td><td>☐ ja ☐ nee</td></tr>
  <tr><td colspan="3">Veiligheid</td></tr>
  <tr><td></td><td>De docent zet muziek aan.</td><td></td></tr>
</table></body></html>"""


@pytest.fixture
def looked_over(client, team, edition):
    """What the page makes of this file."""
    editor = factories.make_person("Ed Maker", team=team, role="coach", is_editor=True)
    address = reverse("draft_paste", args=[drafts.copy(by=editor, edition=edition, name="Onze lijst").pk])
    client.force_login(editor)

    def look(file):
        sent = SimpleUploadedFile(file.name, file.read_bytes())
        return client.post(address, {"do": "read", "file": sent}).context["paste"]

    return look


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_an_office_program_comes_into_the_draft(kind, looked_over, tmp_path):
    paste = looked_over(made_by_office(tmp_path, kind))

    assert paste.fields == ["", "text_nl", "theme", "look_for_nl"]
    assert [row[1:] for row in paste.rows] == [row[1:] for row in ROWS]
    assert [line.number for line in paste.going] == [2, 4]
    assert not Item.objects.filter(key__startswith="own.").exists()


def test_merged_cells_and_headings_of_word(looked_over, tmp_path):
    (tmp_path / "lijst.html").write_text(MERGED)
    paste = looked_over(converted(tmp_path / "lijst.html", WRITER, DOCX))

    assert paste.has_ticks
    assert [(line.values["text_nl"], line.values["theme"]) for line in paste.going] == [
        ("De docent tekent het schema.", "competence"),
        ("De docent deelt kaartjes uit.\nOok aan wie later komt.", "competence"),
        ("De docent zet muziek aan.", "safety"),
    ]
