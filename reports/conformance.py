"""What WeasyPrint's PDF lacks when all pages are drawn: to be PDF/UA-1 besides PDF/A-3a, and the numbers in
its list of contents. See docs/pdf.md."""

import zlib

from reports.characters import faces
from reports.contents import name_links, number_parts

NOTHING = "\u200b"  # the character of a shape that adds none to those of its neighbour
SILENT = " "  # alt text of a picture that is no more than decoration; without any WeasyPrint complains

# PDF/A allows only known schemas in its metadata, so the one of PDF/UA is described as well.
_PDF_UA = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_FOOTER = b"<</Type /Pagination /Subtype /Footer>>"


def finish(document, pdf):
    """WeasyPrint calls this before it writes."""
    drawn = [_at(pdf, pdf.objects[page]["Contents"]).stream for page in pdf.pages["Kids"][::3]]
    _identify(pdf)
    _tidy_tags(pdf, drawn)
    name_links(document, pdf)
    number_parts(document, drawn)
    for font in document.fonts.values():
        _name_shapes(font, pdf)
    for stream in [thing for thing in pdf.objects if getattr(thing, "compress", False)]:
        _pack(stream)


def _identify(pdf):
    [xmp] = [thing.stream for thing in pdf.objects if getattr(thing, "extra", {}).get("Subtype") == "/XML"]
    end = xmp[0].rindex(b"</", 0, xmp[0].rindex(b":RDF>"))
    xmp[0] = xmp[0][:end] + _PDF_UA + xmp[0][end:]


def _tidy_tags(pdf, pages):
    """Leaves what is read in the tags, and makes artifacts of the rest: footers, and drawings without a
    title.

    A screen reader then says "teacher" once where a shape stands beside the word.
    """
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    homes = dict(_homes(pdf, root))
    owners_by_page = _at(pdf, root["ParentTree"])["Nums"][1::2]  # the pages first, then the links
    for drawn, owners in zip(pages, owners_by_page, strict=False):
        marks = {mark["MCID"]: place for place, mark in enumerate(drawn) if isinstance(mark, dict)}
        for mcid, owner in enumerate(owners):
            owners[mcid] = homes.get(owner, b"null")
            if owner not in homes:
                kind = _FOOTER if _at(pdf, owner) else b"<<>>"
                drawn[marks[mcid] - 1 : marks[mcid] + 1] = b"/Artifact", kind


def _at(pdf, reference):
    return pdf.objects[int(reference.split()[0])]


def _homes(pdf, element):
    """Pairs of an element and the one that holds its text: itself, or its parent for a bare run of text."""
    for kid in [kid for kid in element.get("K", ()) if isinstance(kid, bytes)]:
        child, place = _at(pdf, kid), element["K"].index(kid)
        if child.get("S") == "/Figure" and _is_silent(child):
            del element["K"][place]
            child.clear()
        elif child.get("S") == "/Span" and not any(isinstance(part, bytes) for part in child["K"]):
            yield kid, element.reference
            element["K"][place : place + 1] = child["K"]
            child.clear()
        else:
            yield kid, kid
            yield from _homes(pdf, child)


def _is_silent(figure):
    return "Alt" not in figure or figure["Alt"].string == SILENT


def _name_shapes(font, pdf):
    """Says which characters each shape is. WeasyPrint takes what it was first drawn for (see
    characters.Face)."""
    names = faces()[font.family, font.weight].names
    lines = {
        f"<{shape:04x}> <{_hex(drawn_for)}>": f"<{shape:04x}> <{_hex(names.get(shape) or drawn_for or NOTHING)}>"
        for shape, drawn_for in font.to_unicode.items()
    }
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("BaseFont") == font.name and "ToUnicode" in thing:
            written = _at(pdf, thing["ToUnicode"]).stream
            written[:] = [lines.get(line.decode(), line) for line in written]


def _hex(text):
    return text.encode("utf-16-be").hex()


def _pack(stream):
    """Compresses a stream now: left alone it is done twice, once for the checksum, and as small as it goes,
    which takes twice the time for two bytes in a hundred."""
    stream.compress = False
    plain = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    stream.stream = [zlib.compress(plain)]
    stream.extra["Filter"] = "/FlateDecode"
