#!/bin/sh
# WeasyPrint writes a picture into PDF/A in a way that PDF/A forbids: with /Interpolate true, where ISO 19005-3, 6.2.8 (and 19005-1, 6.2.4;
# 19005-2, 6.2.8) want false. It comes from image-rendering: auto, which is what every picture has unless a style sheet says otherwise;
# crisp-edges and pixelated write false. The mask of a picture that one can see through has the same.
#
# So a page with any PNG or JPEG is called PDF/A in its metadata and is none; a validator (veraPDF) says 6.2.8-3. Who prints an archive
# file writes `html { image-rendering: crisp-edges }` (static/css/paper.css), and gives small pictures more dots (people/logos.py).
#
# Seen on 2026-11-28 with Python 3.11 and 3.13, WeasyPrint 70.0 and Pillow 13.0.0 (and Debian's libpango-1.0-0, libharfbuzz-subset0):
#   auto: picture true, its mask true
#   crisp-edges: picture false, its mask false
#   pixelated: picture false, its mask false
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: weasyprint==70.0 pydyf==0.13.0 pillow==13.0.0 pypdf==7.1.0
cat >look.py <<'PYTHON'
from PIL import Image
from pypdf import PdfReader
from weasyprint import HTML

Image.new("RGBA", (40, 20), (0, 0, 128, 128)).save("picture.png")
seen = {}
for how in ("auto", "crisp-edges", "pixelated"):
    page = f"<html lang=en><title>t</title><img src=picture.png alt=x style='image-rendering: {how}'>"
    HTML(string=page, base_url=".").write_pdf("page.pdf", pdf_variant="pdf/a-3a")
    [picture] = PdfReader("page.pdf").pages[0]["/Resources"]["/XObject"].values()
    picture = picture.get_object()
    seen[how] = picture["/Interpolate"].value, picture["/SMask"].get_object()["/Interpolate"].value
    print("{}: picture {}, its mask {}".format(how, *(str(value).lower() for value in seen[how])))
assert seen == {"auto": (True, True), "crisp-edges": (False, False), "pixelated": (False, False)}, "this has changed"
PYTHON
here/bin/python look.py
