"""Names of people, teams, schools and lessons: one line that says something one can see."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.lengths import Line

# Unicode's categories of line ends, tabs and other signs of control, and of half a character pair
CONTROL = {"Cc", "Cs", "Zl", "Zp"}
# Signs that turn the direction of what stands after them: a name could look like another one
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and drawings that show nothing
# What may stand before a name, in Dutch or English, with or without a dot
TITLES = {
    "dhr", "hr", "heer", "meneer", "mijnheer", "mevr", "mw", "mevrouw", "mej", "juf", "juffrouw", "meester", "prof", "professor", "dr", "drs", "ir",
    "ing", "mr", "mrs", "ms", "miss", "mx", "bc", "ds", "de", "den", "van", "von", "der", "ter", "ten", "la", "le",
}  # fmt: skip
EMPTY = set("\u115f\u1160\u3164\uffa0\u2800")


def one_line(text):
    """A tab or line end that came along with the paste is a space."""
    signs = (" " if unicodedata.category(sign) in CONTROL else sign for sign in text if sign not in TURNING)
    return " ".join("".join(signs).split())


def says_something(name):
    """A letter, a figure or a sign that can be seen."""
    if not any(unicodedata.category(sign)[0] in "LNPS" and sign not in EMPTY for sign in name):
        raise ValidationError(_("Write something that can be read."), code="unseen")


def called(name):
    """The first name; a name that begins with a title or an initial is used whole."""
    first, *rest = name.split() or [""]
    begins_otherwise = first.endswith(".") or first.casefold() in TITLES
    return name if rest and begins_otherwise else first


class Name(Line):
    """A name in a form."""

    default_validators = [says_something]

    def to_python(self, value):
        return one_line(super().to_python(value)) if value else super().to_python(value)


class NameField(models.CharField):
    """A name in a row; every form that writes it keeps the rule. For the database it is a CharField."""

    default_validators = [says_something]

    def to_python(self, value):
        return one_line(value) if isinstance(value, str) else super().to_python(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": Name} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
