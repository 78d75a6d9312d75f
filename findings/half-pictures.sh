#!/bin/sh
# `import weasyprint` changes what Pillow does in the whole process: it sets ImageFile.LOAD_TRUNCATED_IMAGES, and from then on a JPEG
# or PNG that broke off half-way opens as a whole picture, with grey or nothing where it ended. Before, Pillow raises OSError, on which a check of an
# upload may rely. Nothing has to be printed for it, and the order of imports decides: a test that imports no WeasyPrint sees the refusal, the
# server does not.
#
# Who takes pictures in beside WeasyPrint sets it back before it opens one (people/logos.py); WeasyPrint then leaves a broken picture out.
#
# Seen on 2026-11-28 with Python 3.11 and 3.13, WeasyPrint 70.0 and Pillow 13.0.0 (and Debian's libpango-1.0-0, libharfbuzz-subset0):
#   before: JPEG refused, PNG refused
#   after import weasyprint: JPEG taken, PNG taken
#   set back: JPEG refused, PNG refused
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: weasyprint==70.0 pydyf==0.13.0 pillow==13.0.0
cat >look.py <<'PYTHON'
from io import BytesIO

from PIL import Image, ImageFile

NOISE = Image.effect_noise((200, 200), 80)


def half(kind):
    NOISE.save(whole := BytesIO(), kind)
    return BytesIO(whole.getvalue()[: len(whole.getvalue()) // 2])


def answers():
    found = []
    for kind in ("JPEG", "PNG"):
        try:
            Image.open(half(kind)).load()
            found.append(f"{kind} taken")
        except OSError:
            found.append(f"{kind} refused")
    return ", ".join(found)


seen = {"before": answers()}
import weasyprint  # noqa: E402, F401

seen["after import weasyprint"] = answers()
ImageFile.LOAD_TRUNCATED_IMAGES = False
seen["set back"] = answers()
for when, what in seen.items():
    print(f"{when}: {what}")
refused, taken = "JPEG refused, PNG refused", "JPEG taken, PNG taken"
assert list(seen.values()) == [refused, taken, refused], "this has changed"
PYTHON
here/bin/python look.py
