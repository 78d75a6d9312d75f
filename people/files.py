"""One way for the name of every file that leaves the app: what a header, a disk and an archive take, whatever
stands in the rows."""

import re
import unicodedata
from urllib.parse import quote
from zlib import crc32

OTHER_SIGNS = "._&()+-–'’"  # besides letters, figures and the comma between parts
MOST_BYTES = 200  # of the 255 that a name may take on most disks
# Letters of Latin that have no plain letter within them
PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "\u0131": "i", "ß": "ss"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "–": "-", "’": "'"}
)
# What Windows keeps for itself, with whatever ending
TAKEN = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)


def on_disk(name, most=MOST_BYTES):
    """A name without its ending. Its parts stand between commas; one that has no sign to keep becomes a mark,
    and the longest gives way, so that two names stay two."""
    parts = [part for part in unicodedata.normalize("NFC", name).split(",") if part.strip()]
    parts = [tidy(part) or mark(part.strip()) for part in parts]
    while len(", ".join(parts).encode()) > most:
        place = parts.index(max(parts, key=len))
        parts[place] = parts[place][:-1].rstrip(" .")
        parts = [part for part in parts if part]  # or a name of commas would never be short enough
    tidied = ", ".join(parts)
    return f"Meekijken {tidied}" if TAKEN.match(tidied) else tidied


def tidy(part):
    signs = (sign if unicodedata.category(sign)[0] in "LMN" or sign in OTHER_SIGNS else " " for sign in part)
    return " ".join("".join(signs).split()).strip(" .")


def mark(words):
    """Short, and the same for the same words."""
    return f"{crc32(words.encode()):08x}"[:6]


def in_plain_letters(name):
    """For a program that reads no others; a word in another script becomes a mark."""
    words = name.translate(PLAIN).split()
    return on_disk(" ".join(plain_word(word) for word in words))


def plain_word(word):
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    says_as_much = re.search(r"\w", plain) or not re.search(r"\w", word)
    return plain if says_as_much else mark(word.strip(",")) + "," * word.endswith(",")


def disposition(name, how="inline"):
    """The header: plain letters for old programs, all letters for the others (RFC 6266)."""
    stem, dot, ending = name.rpartition(".")
    stem = on_disk(stem)
    plain, full = f"{in_plain_letters(stem)}{dot}{ending}", quote(f"{stem}{dot}{ending}", safe="")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{full}"
