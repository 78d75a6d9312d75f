"""Whatever picture a school's logo may be: it comes out in its own colours, and the paper it stands on stays
an archive file."""

import struct
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageFile

from people.logos import BOX, LARGER, as_png, for_paper
from reports.paper import write_pdf
from tests.pdf_structure import problems

SIZE = (64, 24)
NAVY, GREY = (0, 0, 128), (78, 78, 78)
PAGE = '<html lang="nl"><title>T</title><p class="r-school"><img src="school-logo" alt="Fictief College"></p><h1>Verslag</h1>'
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
RED_IS_BLUE = SRGB.replace(b"rXYZ", b"none").replace(b"bXYZ", b"rXYZ").replace(b"none", b"bXYZ")


def saved(kind, mode="RGB", colour=NAVY, size=SIZE, **how):
    picture = Image.new(mode, size, colour)
    picture.save(out := BytesIO(), kind, **how)
    return out.getvalue()


def palette(**how):
    Image.new("RGB", SIZE, NAVY).convert("P", palette=Image.Palette.ADAPTIVE).save(
        out := BytesIO(), "PNG", **how
    )
    return out.getvalue()


def turned():
    """Taken with the camera on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved("JPEG", size=SIZE[::-1], exif=exif)


def png(depth=8, passes=((0, 0, 1, 1),)):
    """A PNG in a way that Pillow does not write: with 16 bits, or in passes from coarse to fine (Adam7)."""
    width, height = SIZE
    dot = b"".join(value.to_bytes(1) * (depth // 8) for value in NAVY)
    drawn = b""
    for left, top, across, down in passes:
        row = b"\0" + dot * len(range(left, width, across))
        drawn += row * len(range(top, height, down))
    chunks = (b"IHDR", struct.pack("!2I5B", width, height, depth, 2, 0, 0, len(passes) > 1)), (b"IDAT", zlib.compress(drawn)), (b"IEND", b"")  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))
        for name, data in chunks
    )


ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
PICTURES = {
    "PNG": (saved("PNG"), NAVY),
    "PNG, see-through": (saved("PNG", "RGBA", (*NAVY, 128)), (127, 127, 191)),
    "PNG, nothing to see": (saved("PNG", "RGBA", (*NAVY, 0)), (255, 255, 255)),
    "PNG, palette": (palette(), NAVY),
    "PNG, palette with a see-through colour": (palette(transparency=0), (255, 255, 255)),
    "PNG, grey": (saved("PNG", "L", 78), GREY),
    "PNG, grey and see-through": (saved("PNG", "LA", (78, 255)), GREY),
    "PNG, black and white": (saved("PNG", "1", 0), (0, 0, 0)),
    "PNG, 16 bits of grey": (saved("PNG", "I;16", 20_000), GREY),
    "PNG, 16 bits": (png(depth=16), NAVY),
    "PNG, in passes": (png(passes=ADAM7), NAVY),
    "PNG, with a profile": (saved("PNG", icc_profile=RED_IS_BLUE), (128, 0, 0)),
    "PNG, see-through, with a profile": (saved("PNG", "RGBA", (*NAVY, 255), icc_profile=RED_IS_BLUE), (128, 0, 0)),
    "PNG, with a profile of something else": (saved("PNG", "L", 78, icc_profile=SRGB), GREY),
    "PNG, with a broken profile": (saved("PNG", icc_profile=b"no profile"), NAVY),
    "JPEG": (saved("JPEG"), NAVY),
    "JPEG, grey": (saved("JPEG", "L", 78), GREY),
    "JPEG, inks": (saved("JPEG", "CMYK", (255, 255, 0, 127)), (0, 0, 128)),
    "JPEG, in passes": (saved("JPEG", progressive=True), NAVY),
    "JPEG, turned": (turned(), NAVY),
    "JPEG, with a profile": (saved("JPEG", icc_profile=RED_IS_BLUE), (128, 0, 0)),
    "WebP": (saved("WEBP", lossless=True), NAVY),
    "WebP, see-through": (saved("WEBP", "RGBA", (*NAVY, 128), lossless=True), (127, 127, 191)),
    "GIF": (saved("GIF"), NAVY),
    "GIF, that moves": (saved("GIF", save_all=True, append_images=[Image.new("RGB", SIZE, "red")]), NAVY),
}  # fmt: skip


def upload(content):
    return SimpleUploadedFile("logo", content)


def printed(content):
    """The paper with this picture as the school's logo."""
    return write_pdf(PAGE, logo=as_png(upload(content)).read())


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_any_kind_is_printed_in_its_colours_on_an_archive_file(name):
    content, colour = PICTURES[name]
    pdf = printed(content)

    assert problems(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as document:
        [found] = document.pages[0].get_images().values()
        picture = pikepdf.PdfImage(found).as_pil_image()
    assert picture.width > picture.height
    dot = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert all(abs(one - other) <= 3 for one, other in zip(dot, colour, strict=True)), (dot, colour)


@pytest.mark.parametrize(
    ("size", "printed_size"),
    [((64, 24), (256, 96)), ((400, 120), (800, 240)), ((800, 240), (800, 240)), ((30, 200), (36, 240)), ((1, 1), (4, 4))],
)  # fmt: skip
def test_a_small_picture_has_more_dots_on_paper_so_that_no_steps_show(size, printed_size):
    with Image.open(BytesIO(for_paper(saved("PNG", size=size)))) as picture:
        assert (picture.size, picture.mode) == (printed_size, "RGB")


@pytest.mark.parametrize(
    ("size", "millimetres"), [((64, 24), (16.9, 6.4)), ((400, 120), (40, 12)), ((800, 100), (50, 6.25)), (BOX, (40, 12))]
)  # fmt: skip
def test_it_is_as_large_on_paper_as_its_dots_are_on_screen_and_never_larger_than_its_place(size, millimetres):
    assert LARGER == 4
    pdf = printed(saved("PNG", size=size))
    with pikepdf.open(BytesIO(pdf)) as document:
        steps = pikepdf.parse_content_stream(document.pages[0])
    scale = [operands for operands, operator in steps if str(operator) == "cm"][-1]
    points = [abs(float(scale[0])) * 0.75, abs(float(scale[3])) * 0.75]
    assert [round(point / 72 * 25.4, 1) for point in points] == pytest.approx(millimetres, abs=0.15)


def test_half_a_picture_is_refused_also_once_the_press_is_loaded(monkeypatch):
    """WeasyPrint tells Pillow to let them in."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = Image.effect_noise((300, 200), 80)
    for kind in ("PNG", "JPEG", "WEBP"):
        noise.save(out := BytesIO(), kind)
        with pytest.raises(ValidationError):
            as_png(upload(out.getvalue()[: len(out.getvalue()) * 2 // 3]))
