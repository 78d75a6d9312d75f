"""E-mail addresses in text, and which of them are whole."""

import re
import unicodedata

ROUND = "<>()[]{}\"'“”‘’,;:.|"  # signs that come along with a paste
APART = re.compile(r"[\s,;<>()\[\]\"“”|]+")
NOTHING = {"-", "geen", "onbekend", "n.v.t.", "nvt", "none", "leeg", "x", "?", "#n/a", "#n/b"}


def addresses_in(text):
    """What is an address, or wants to be one, once each, in lower case."""
    if "@" not in text:
        return []
    tokens = (clean(token) for token in APART.split(text) if "@" in token)
    return list(dict.fromkeys(filter(None, tokens)))


def clean(token):
    """Without mailto: and the like before it: no address holds a colon. Nor signs that nobody sees."""
    if not token.isascii():
        token = "".join(sign for sign in token if unicodedata.category(sign) != "Cf")
    return token.lower().strip(ROUND).rpartition(":")[2].strip(ROUND)


def without_addresses(text):
    return (
        " ".join(token for token in re.split(r"[\s<>]+", text) if "@" not in token) if "@" in text else text
    )


def of_cell(text):
    """What stands in a column of addresses. One word without an @ is the beginning of an address."""
    found = addresses_in(text)
    if not found and len(text.split()) == 1 and text.lower() not in NOTHING:
        found = addresses_in(text + "@")
    return " ".join(found)


def unfinished(address):
    """The piece after which something is to come: *olaf@school* → school; else empty."""
    local, _at, domain = address.partition("@")
    if not domain:
        return local + "@"
    return "" if "." in domain else domain
