"""The words of a PDF, as a reader copies them out of it."""

import re
from io import BytesIO

import pypdf


def pages_of(file):
    """The text of each page, with single spaces."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(BytesIO(file)).pages]


def words_of(file):
    return " ".join(pages_of(file))
