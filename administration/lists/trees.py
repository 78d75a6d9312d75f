"""Files in XML and JSON, made into rows under a head: teachers of UWLR and EDEXML, people of the Open
Education API."""

import json

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from administration.lists.bounds import MOST_COLUMNS, MOST_ROWS

TEACHER, STUDENT = "leerkracht", "leerling"
SOMETHING = "…"  # stands there, and is not read


def is_xml(text):
    return text.lstrip()[:1] == "<" and text.rstrip()[-1:] == ">" and "</" in text


def is_json(text):
    return text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]")


def rows_of_xml(content):
    """(rows, whether there are students beside them), or None where it is another kind."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    people = [(local(element), element) for element in root.iter()]
    teachers = [fields(element) for name, element in people if name == TEACHER and len(element)]
    return (rows(teachers), any(name == STUDENT for name, _element in people)) if teachers else None


def local(element):
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def fields(element):
    return {local(child): SOMETHING if len(child) else (child.text or "").strip() for child in element}


def rows_of_json(text):
    """Rows of a page of people, a list of them or one; None where it is something else."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    people = data.get("items", [data]) if isinstance(data, dict) else data
    if not isinstance(people, list) or not people or not all(isinstance(person, dict) for person in people):
        return None
    return rows([{key: cell(value) for key, value in person.items()} for person in people])


def cell(value):
    match value:
        case None | "" | [] | {}:
            return ""
        case bool() | int():
            return str(value).lower()
        case str():
            return " ".join(value.split())
        case list() if all(isinstance(one, str) for one in value):
            return ", ".join(value)
    return SOMETHING


def rows(people):
    """One more than fit, where there are more: then they are refused."""
    people = people[: MOST_ROWS + 1]
    head = list(dict.fromkeys(key for person in people for key in person))[: MOST_COLUMNS + 1]
    return [head, *([person.get(key, "") for key in head] for person in people)]
