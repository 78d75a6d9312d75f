"""A school's logo: whatever picture comes in, a small PNG of our own making is kept, so that nothing else is
ever printed."""

import uuid
import warnings
from contextlib import suppress
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageFile, ImageOps

LARGEST = 2_000_000  # bytes that are looked at
KINDS = ("PNG", "JPEG", "WEBP", "GIF")  # no SVG, which is a program
BOX = (800, 240)  # pixels: sharp at 50 × 12 mm on paper
# as many dots, each way, in the picture on paper as on screen: `image-resolution` of paper.css says 4 × 96
# dpi
LARGER = 4
MOST_PIXELS = 8_000_000
SRGB = ImageCms.createProfile("sRGB")
DARKEST = 0.04045  # below it sRGB is a straight line


def as_png(upload):
    """The uploaded picture as a PNG that fits the place on paper. ValidationError for what is too large or no
    such picture."""
    if upload.size > LARGEST:
        raise ValidationError(_("This file is larger than 2 MB. Choose a smaller one."))
    picture = opened(upload)
    picture.thumbnail(BOX)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True, icc_profile=None)
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4()}.png")


def opened(upload):
    # WeasyPrint lets half pictures in, for the whole process (findings/half-pictures.sh).
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            picture = Image.open(upload, formats=KINDS)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("This picture has too many dots. Choose a smaller one."))
        return in_srgb(ImageOps.exif_transpose(picture))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        raise ValidationError(
            _("This is not a picture that can be printed. Choose a PNG, JPEG, WebP or GIF.")
        ) from fault


def in_srgb(picture):
    """With the colours that its own profile means, which is left out; one that does not fit the picture is
    passed over."""
    if picture.mode.startswith("I"):  # 16 bits of grey, of which Pillow makes white
        picture = picture.point(lambda value: value / 256).convert("L")
    profile, seen = picture.info.get("icc_profile"), picture
    if picture.mode not in ("L", "CMYK"):
        seen = picture.convert("RGBA")
    with suppress(ImageCms.PyCMSError):
        mode = "RGBA" if seen.mode == "RGBA" else "RGB"
        seen = ImageCms.profileToProfile(seen, BytesIO(profile or b""), SRGB, outputMode=mode)
    return seen.convert("RGBA")


def for_paper(content):
    """The kept picture as it is printed, as a PNG: on white, and a small one in more dots. PDF/A forbids a
    reader to smooth a picture (6.2.8), so the dots of a small one would show as steps."""
    with Image.open(BytesIO(content), formats=["PNG"]) as kept:
        picture = Image.alpha_composite(Image.new("RGBA", kept.size, "white"), kept.convert("RGBA")).convert(
            "RGB"
        )
    larger = min(LARGER, BOX[0] / picture.width, BOX[1] / picture.height)
    if larger > 1:
        picture = ImageOps.scale(picture, larger, Image.Resampling.LANCZOS)
    picture.save(out := BytesIO(), "PNG")
    return out.getvalue()


def contrast_with_white(colour):
    """WCAG 2.2 contrast of #rrggbb on white paper."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= DARKEST else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
