"""A school's logo: whatever picture comes in, a small PNG of our own making is kept, so that nothing else is ever printed."""

import uuid
import warnings
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LARGEST = 2_000_000  # bytes that are looked at
KINDS = ("PNG", "JPEG", "WEBP", "GIF")  # no SVG, which is a program
BOX = (800, 240)  # pixels: sharp at 50 × 14 mm on paper
MOST_PIXELS = 8_000_000
DARKEST = 0.04045  # below it sRGB is a straight line


def as_png(upload):
    """The uploaded picture as a PNG that fits the place on paper. ValidationError for what is too large or no such picture."""
    if upload.size > LARGEST:
        raise ValidationError(_("This file is larger than 2 MB. Choose a smaller one."))
    picture = opened(upload)
    picture.thumbnail(BOX)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True, icc_profile=None)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4()}.png")


def opened(upload):
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            picture = Image.open(upload, formats=KINDS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("This picture has too many dots. Choose a smaller one."))
        if picture.mode.startswith("I"):  # 16 bits of grey, which come out white
            raise ValueError(picture.mode)
        return ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise ValidationError(
            _("This is not a picture that can be printed. Choose a PNG, JPEG, WebP or GIF.")
        ) from fault


def contrast_with_white(colour):
    """WCAG 2.2 contrast of #rrggbb on white paper."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= DARKEST else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
