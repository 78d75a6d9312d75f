"""Whether a row says what a point of the draft says already. It is shown beside the row, and whoever looks
decides."""

import re

from people.folding import fold

# What most points say, and so no likeness
COMMON = {
    "docent", "leraar", "leerkracht", "teacher", "student", "studenten", "students", "leerling", "leerlingen", "pupils", "learners", "deze", "dit",
    "dat", "die", "wat", "wie", "hoe", "als", "ook", "van", "voor", "met", "naar", "bij", "tot", "uit", "over", "een", "het", "zijn", "haar", "hun",
    "wordt", "worden", "heeft", "hebben", "kan", "kunnen", "laat", "laten", "geeft", "geven", "maakt", "maken", "doet", "doen", "stelt", "zegt",
    "gaat", "the", "and", "that", "this", "what", "who", "how", "with", "for", "from", "into", "their", "them", "has", "have", "can", "lets", "gives",
    "makes", "does", "says", "goes", "are",
}  # fmt: skip
ENOUGH = 0.75  # of the words of the row
A_FEW = 2
A_STEM = 4  # letters


def words(text):
    found = re.findall(r"[a-z]{3,}", fold(text))
    return {word for word in found if word not in COMMON}


def is_like(row, point):
    """Sets of `words`: most of the row's stand in the point, also as part of a longer one."""
    if len(row) < A_FEW:
        return False
    return sum(any(is_part(one, other) for other in point) for one in row) >= ENOUGH * len(row)


def is_part(one, other):
    return one == other or (len(one) >= A_STEM and one in other) or (len(other) >= A_STEM and other in one)


def same(text):
    """What is equal is the same, whoever typed it."""
    return " ".join(re.findall(r"\w+", fold(text)))
