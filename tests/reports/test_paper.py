"""Paper: the engine below a report, with a report as it looks in `report_example.html`."""

import logging
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from PIL import Image
from pypdf import PdfReader

from reports import paper
from reports.paper import static_file, write_pdf
from tests.pdf_structure import fonts, problems, tags
from tests.pdf_words import pages_of as pages

EXAMPLE = Path(__file__).with_name("report_example.html").read_text()
PURPOSE = "Een lesbezoek hoort bij coaching. Het is bedoeld om samen te leren en niet om te beoordelen."


def page(body, head="<title>Title</title>"):
    return f'<!doctype html><html lang="nl"><head>{head}</head><body><h1>Report</h1>{body}</body></html>'


def pictures(pdf):
    return [name for page in PdfReader(BytesIO(pdf)).pages for name in page.images]


@pytest.fixture(scope="module")
def example():
    return write_pdf(EXAMPLE)


# --- the example ----------------------------------------------------------------------------------


def test_example_is_an_accessible_pdf_that_lasts(example):
    assert problems(example) == []


def test_rendering_leaves_nothing_in_the_log(caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        write_pdf(EXAMPLE)

    assert caplog.messages == []


def test_example_has_only_bundled_fonts(example):
    assert fonts(example) == {
        "Atkinson-Hyperlegible-Next",
        "Atkinson-Hyperlegible-Next-Semi-Bold",
        "Literata",
    }


def test_example_is_small(example):
    assert len(example) <= 45_000


def test_every_page_says_its_number_and_the_purpose(example):
    sheets = pages(example)

    assert len(sheets) > 2
    for number, words in enumerate(sheets, start=1):
        assert f"{number} van {len(sheets)}" in words
        assert PURPOSE in words


def test_footer_takes_its_words_from_the_page():
    pdf = write_pdf(page('<p class="r-purpose" data-of="of">For learning together.</p>'))

    [words] = pages(pdf)
    assert "1 of 1" in words


def test_the_purpose_stands_under_its_heading_and_at_the_foot_of_the_pages_after_it():
    purpose = '<p class="r-purpose" data-of="of" data-for="for Tijn">For learning together.</p>'
    first, second = pages(write_pdf(page(f'{purpose}<div class="r-page">More</div>')))

    assert [words.count("For learning together.") for words in (first, second)] == [1, 1]
    assert [words.count("for Tijn") for words in (first, second)] == [1, 1]


def test_footer_is_decoration_and_the_purpose_is_read_once(example):
    """The number and the reader on each page, and after the first the purpose."""
    footer = b"/Artifact\n<</Type /Pagination /Subtype /Footer>>\nBDC"
    with pikepdf.open(BytesIO(example)) as pdf:
        first, *others = [page.Contents.read_bytes().count(footer) for page in pdf.pages]

    assert (first, set(others)) == (2, {3})


def test_a_person_reads_text_without_fragments(example):
    assert set(tags(write_pdf(page("<p>Plain <b>words</b></p>")))) == {"Document", "H1", "P", "NonStruct"}


def test_same_html_gives_the_same_bytes(example):
    paper._press.cache_clear()

    assert write_pdf(EXAMPLE) == example


def test_threads_do_not_mix_their_reports(example):
    other = page("<p>Another report</p>")
    expected = [example, write_pdf(other), write_pdf(other)]

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(write_pdf, [EXAMPLE, other, other])) == expected


# --- drawings -------------------------------------------------------------------------------------


def test_drawing_without_title_is_decoration():
    pdf = write_pdf(page('<p><svg viewBox="0 0 9 9"><path d="M0 0h9v9Z"/></svg>word</p>'))

    assert "Figure" not in tags(pdf)
    assert problems(pdf) == []


def test_drawing_with_title_is_read():
    pdf = write_pdf(page('<p><svg viewBox="0 0 9 9"><title>An arch</title><path d="M0 0h9v9Z"/></svg></p>'))

    assert "Figure" in tags(pdf)
    assert problems(pdf) == []


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "/etc/passwd",
        "../manage.py",
        "%2e%2e/manage.py",
        "css/../../manage.py",
        "css/%00",
        "nothing-here.png",
        "school-logo",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "//127.0.0.1/picture.png",
        "ftp://127.0.0.1/picture.png",
        "gopher:x",
    ],
)
def test_what_is_not_a_static_file_is_replaced_by_its_text(address):
    pdf = write_pdf(page(f'<p><img src="{address}" alt="not shown"></p>'))

    assert "not shown" in pages(pdf)[0]
    assert pictures(pdf) == []
    assert problems(pdf) == []


@pytest.mark.parametrize(
    "html", ['<img src="{}" alt="x">', '<link rel="stylesheet" href="{}">', '<object data="{}">x</object>']
)
def test_remote_address_is_never_called(html):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        write_pdf(page(html.format(f"http://127.0.0.1:{server.getsockname()[1]}/x")))

        with pytest.raises(BlockingIOError):
            server.accept()


def test_static_file_is_found_by_its_relative_address(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "a b.png").touch()

    assert static_file(f"{tmp_path.as_uri()}/a%20b.png?v=1") == tmp_path / "a b.png"


@pytest.mark.parametrize("name", ["link.png", "folder/passwd", "../beside.png"])
def test_way_out_of_the_static_folder_is_refused(settings, tmp_path, name):
    settings.STATICFILES_DIRS = [static := tmp_path / "static"]
    static.mkdir()
    (static / "link.png").symlink_to("/etc/passwd")
    (static / "folder").symlink_to("/etc")
    (tmp_path / "beside.png").touch()

    with pytest.raises(ValueError, match="Not in the static folder"):
        static_file(f"{static.as_uri()}/{name}")


def test_logo_is_printed_in_the_report_it_was_given_for_and_in_no_other():
    Image.new("RGB", (30, 10), "navy").save(logo := BytesIO(), "PNG")
    html = page('<img class="r-school" src="school-logo" alt="ROC Voorbeeld">')

    with_logo, without = write_pdf(html, logo=logo.getvalue()), write_pdf(html)

    assert len(pictures(with_logo)) == 1
    assert problems(with_logo) == []
    assert pictures(without) == []
    assert "ROC Voorbeeld" in pages(without)[0]


def test_logo_that_is_not_a_picture_does_not_stop_the_report():
    pdf = write_pdf(page('<img src="school-logo" alt="ROC Voorbeeld">'), logo=b"no picture")

    assert "ROC Voorbeeld" in pages(pdf)[0]


def test_a_server_is_ready_for_paper_before_anybody_asks():
    """What is there then stays in memory for good, so it may hold nothing of a person (reports/paper.py)."""
    asked = "import gc, config.wsgi; from reports import paper; print(paper._press.cache_info().currsize, gc.get_freeze_count() > 0)"

    run = subprocess.run([sys.executable, "-c", asked], cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert run.stdout.split() == ["1", "True"], run.stderr
