"""Pictures and colours in a PDF, beside the colour space that it is meant for. The numbers are clauses of
PDF/A-3 (ISO 19005-3)."""

import pikepdf

ANY_SCREEN = {"/DeviceGray", "/CalGray", "/CalRGB", "/Lab"}  # say what they mean, with any output intent
FOR = {"/DeviceRGB": 3, "/DeviceCMYK": 4}  # mean what the output intent with so many colours says
SETS_CMYK = {"k", "K"}


def problems(pdf):
    intent = _intent(pdf)
    if not intent:
        yield "A 6.2.3: no output intent, so its colours mean nothing"
    for picture in pictures(pdf):
        yield from (f"A {problem}" for problem in _picture(picture, intent))
    for page in pdf.pages:
        if intent != FOR["/DeviceCMYK"] and any(
            str(op) in SETS_CMYK for _, op in pikepdf.parse_content_stream(page)
        ):
            yield "A 6.2.4.3: inks of a press, on paper meant for another colour space"


def pictures(pdf):
    """All of them, the masks that make them transparent too."""
    streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    return [stream for stream in streams if stream.get("/Subtype") == "/Image"]


def _intent(pdf):
    """How many colours the paper is meant for; 0 where it does not say so."""
    profiles = [intent.get("/DestOutputProfile") for intent in pdf.Root.get("/OutputIntents", [])]
    return next((int(profile.N) for profile in profiles if profile is not None), 0)


def _picture(picture, intent):
    if picture.get("/Interpolate"):
        yield "6.2.8-3: a picture that asks to be smoothed (Interpolate)"
    if "/Alternates" in picture or "/OPI" in picture:
        yield "6.2.8: a picture that stands in for another one"
    if not picture.get("/ImageMask") and not _fits(picture.get("/ColorSpace"), intent):
        yield f"6.2.4.3: a picture in {_name(picture.get('/ColorSpace'))}, on paper meant for {intent} colours"
    if mask := picture.get("/SMask"):
        if mask.get("/ColorSpace") != "/DeviceGray" or "/SMask" in mask:
            yield "6.2.10: a mask that is no plain grey"
        if "/Matte" not in mask and not intent:
            yield "6.2.10: transparency without a colour space to mix in"
    if set(_filters(picture)) - {"/FlateDecode", "/DCTDecode"}:
        yield f"6.1.7.2: a picture packed as {', '.join(_filters(picture))}"
    yield from _opened(picture)


def _opened(picture):
    try:
        pikepdf.PdfImage(picture).as_pil_image()
    except Exception as fault:
        yield f"6.2.8: a picture that does not open: {type(fault).__name__}"


def _fits(space, intent):
    name = _name(space)
    if name == "/Indexed":
        return _fits(space[1], intent)
    if name == "/ICCBased":
        return int(space[1].get("/N", 0)) in (1, 3, 4)
    return name in ANY_SCREEN or FOR.get(name) == intent


def _name(space):
    return str(space[0] if isinstance(space, pikepdf.Array) else space)


def _filters(picture):
    filters = picture.get("/Filter", [])
    return [str(name) for name in (filters if isinstance(filters, pikepdf.Array) else [filters])]
