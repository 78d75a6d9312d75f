"""What is written in the field is read back as the same lines, whatever it was."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from administration.lists import as_text, read_text

SCHOOL = {"school.example"}
WORDS = [
    "Fleur", "Hof", "van ’t", "d'", "de", "Zoë", "F.M. (Fleur)", "zoe@school.example", "olaf@school", "ties@thuis.example", "a@b@c.example", "@",
    "Zorg", "docent", "coach", "tovenaar", "leerling", "team lead", "1-2", "1-feb", "1-2-2026", "12-03-1980", "0612345678", "Naam", "E-mail",
    '"', "'", "<", ">", ";", ",", "\t", "|", "(", ")", "[", "]", " ", "\n", "\r\n", "Van:", "mailto:", "sep=;", "/", "en", "\u202e", "\u2028", "İ", "ß",
]  # fmt: skip
pasted = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=14).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(pasted)
@example("'\"' 'x'")
def test_what_was_pasted_is_read_the_same_from_then_on(text):
    lines = read_text(text, domains=SCHOOL).lines
    assert read_text(as_text(lines), domains=SCHOOL).lines == lines


rows = st.lists(st.lists(st.sampled_from([*WORDS, ""]), min_size=4, max_size=4), min_size=1, max_size=4)


@settings(deadline=None, max_examples=300)
@given(rows)
def test_so_is_a_table(rows):
    cells = ['"{}"'.format(cell.replace('"', '""')) for row in rows for cell in row]
    body = "\n".join(";".join(cells[place : place + 4]) for place in range(0, len(cells), 4))
    lines = read_text("naam;e-mail;team;functie\n" + body, domains=SCHOOL).lines
    assert read_text(as_text(lines), domains=SCHOOL).lines == lines
