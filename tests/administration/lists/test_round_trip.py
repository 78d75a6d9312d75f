"""What is written in the field is read back as the same lines, whatever it was."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from administration.lists import as_text, read_file, read_text
from tests.administration.lists.test_workbooks import workbook

SCHOOL = {"school.example"}
WORDS = [
    "Fleur", "Hof", "van ’t", "d'", "de", "Zoë", "F.M. (Fleur)", "zoe@school.example", "olaf@school", "ties@thuis.example", "a@b@c.example", "@",
    "Zorg", "docent", "coach", "tovenaar", "leerling", "team lead", "1-2", "1-feb", "1-2-2026", "12-03-1980", "0612345678", "Naam", "E-mail",
    '"', "'", "<", ">", ";", ",", "\t", "|", "(", ")", "[", "]", " ", "\n", "\r\n", "Van:", "Datum:", "1.", "-", "•", "F.", "mailto:", "sep=;", "/", "en", "\u202e", "\u2028", "İ", "ß",
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


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_file_is_read_or_refused(content):
    read = read_file(content)
    assert bool(read.refused) != bool(read.lines or read.skipped)


WORKBOOK = workbook([["Naam", "E-mail"], ["Zoë van ’t Hof", "zoe@school.example"]])


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=6))
def test_a_damaged_workbook_is_read_or_refused(damage):
    content = bytearray(WORKBOOK)
    for place, value in damage:
        content[place] = value
    read = read_file(bytes(content))
    assert bool(read.refused) != bool(read.lines or read.skipped)
