"""Whether a tree is a checklist, by the published schema. Every fault, in the order of the file, with words
for who wrote it.

Of JSON Schema 2020-12 this knows what schema.json uses, and no more; jsonschema finds the same ones
(tests/checklists/test_schema.py). A pattern holds for the whole text, also where that ends with a line end.
"""

import json
import re
import unicodedata
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists.strict_yaml import shown

SCHEMA = json.loads((Path(__file__).parent / "schema.json").read_text())
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
MOST = 30  # faults that are told at once


def faults(tree):
    """[(path, which rule, what to do)], the first of them."""
    return list(islice(every_fault(tree), MOST))


def every_fault(tree):
    return found(tree, SCHEMA, ())


def found(value, rule, path):
    if "$ref" in rule:
        rule = SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]]
    if "enum" in rule and not (isinstance(value, str | None) and value in rule["enum"]):
        yield path, "enum", one_of(value, rule["enum"])
    if "type" not in rule:
        return
    if not isinstance(value, TYPES[rule["type"]]):
        yield path, "type", another_type(rule["type"])
    elif rule["type"] in LOOKS:
        yield from LOOKS[rule["type"]](value, rule, path)


def in_object(value, rule, path):
    known = rule.get("properties", {})
    for key in rule.get("required", []):
        if key not in value:
            yield path, "required", _("‘%(key)s’ is missing.") % {"key": key}
    for key, inner in value.items():
        if key in known:
            yield from found(inner, known[key], (*path, key))
        elif rule.get("additionalProperties") is False:
            yield (*path, key), "additionalProperties", unknown(key, known)


def in_array(value, rule, path):
    if len(value) > rule["maxItems"]:
        yield path, "maxItems", _("No more than %(most)d fit here.") % {"most": rule["maxItems"]}
    for at, inner in enumerate(value):
        yield from found(inner, rule["items"], (*path, at))


def in_string(value, rule, path):
    most = rule.get("maxLength", len(value))
    if len(value) > most:
        said = ngettext(
            "Make it shorter: no more than %(most)d sign.",
            "Make it shorter: no more than %(most)d signs.",
            most,
        )
        yield path, "maxLength", said % {"most": most}
    if "pattern" in rule and not re.fullmatch(rule["pattern"].strip("^$"), value):
        yield (
            path,
            "pattern",
            _(
                "Write it with small letters a to z, figures, dots, - and _, as ‘own.questions’; minutes as ‘5’ or ‘2-5’."
            ),
        )
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t" for sign in value):
        yield path, "sign", _("There is a sign in it that no page can show. Type the text anew.")


LOOKS = {"object": in_object, "array": in_array, "string": in_string}


def another_type(wanted):
    return {
        "string": _("A text belongs here. Put it between quotes."), "boolean": _("This is true or false."),
        "array": _("A list belongs here: each line begins with a -."), "object": _("Here belong names, each with what it is."),
    }[wanted]  # fmt: skip


def one_of(value, known):
    names = [name for name in known if name]
    if close := get_close_matches(shown(value), names, 1):
        return _("‘%(value)s’ is not known. Do you mean ‘%(close)s’?") % {
            "value": shown(value),
            "close": close[0],
        }
    return _("This can be: %(names)s.") % {"names": ", ".join(names)}


def unknown(key, known):
    if close := get_close_matches(shown(key), known, 1):
        return _("‘%(value)s’ is not known. Do you mean ‘%(close)s’?") % {
            "value": shown(key),
            "close": close[0],
        }
    return _("‘%(key)s’ is not known here. Take it out.") % {"key": shown(key)}
