#!/bin/sh
# What is copied from a PDF, or read aloud from it, is not what is drawn but what the file says each shape of a font stands for.
#
#   WeasyPrint 70.0   says for each shape what it was drawn for the first time in this file. Noto Emoji in one colour draws no tones
#                     of skin and mostly no sex, so a second thumb is read with the skin of the first, and an astronaut who is a man
#                     as a woman. Where one sign becomes several shapes (a keycap), its shape stands for nothing, and is not read.
#
# So reports/paper.py says itself what each shape is, from the font (`_name_shapes`), and prints a keycap as its digit.
#
# Needs Pango, as WeasyPrint does, and npm, which brings the font. Seen on 2026-11-28 with Python 3.11 and Pango 1.50:
#   typed: 👍🏿 👍🏻, read: 👍🏿 👍🏿
#   typed: 👩‍🚀 👨‍🚀, read: 👩‍🚀 👩‍🚀
#   typed: 😀 1️⃣ 2️⃣, read: 😀
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent @expo-google-fonts/noto-emoji@0.4.7 >/dev/null
tar -xzf expo-google-fonts-noto-emoji-0.4.7.tgz package/400Regular/NotoEmoji_400Regular.ttf
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: weasyprint==70.0 pyphen==0.18.1 pypdf==7.1.0
cat >look.py <<'PYTHON'
from io import BytesIO

from pypdf import PdfReader
from weasyprint import HTML

FACE = "@font-face { font-family: E; src: url(package/400Regular/NotoEmoji_400Regular.ttf) } p { font-family: E }"
EXPECTED = {"👍🏿 👍🏻": "👍🏿 👍🏿", "👩‍🚀 👨‍🚀": "👩‍🚀 👩‍🚀", "😀 1️⃣ 2️⃣": "😀"}

seen = {}
for typed in EXPECTED:
    pdf = HTML(string=f"<style>{FACE}</style><p>{typed}</p>", base_url=".").write_pdf()
    [page] = PdfReader(BytesIO(pdf)).pages
    seen[typed] = " ".join(page.extract_text().split())
    print(f"typed: {typed}, read: {seen[typed]}")
assert seen == EXPECTED, "this has changed"
PYTHON
here/bin/python look.py
