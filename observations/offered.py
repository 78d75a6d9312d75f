"""What a writing page offers to choose: marks, extents, kinds of moment and what a moment is about, ready to
print."""

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checklists import judging
from checklists.models import JudgingWord
from observations.models import Voice
from people.compiled import compiled


def marks(content, voice):
    """The four marks: `words` in sight, short on the coach's page, and what is `said` of them, which begins
    with these."""
    return [mark(words, voice) for words in content.words["scales"]["mark"]]


def mark(words, voice):
    label = words["self" if voice == Voice.TEACHER else "coach"]
    short = label if voice == Voice.TEACHER else words["short"]
    said = label if label.startswith(short) else f"{short} ({label})"
    return {"key": words["key"], "label": label, "when": words["when"], "words": short, "said": said}


def extents(content):
    """With how many students: none, few, more; likewise."""
    students = _("students")
    shorts = {"none": (_("Not seen"), ""), "few": (_("1 or 2"), students), "more": (_("More"), students)}
    return [extent(row, *shorts[row["key"]]) for row in content.words["scales"]["extent"]]


def extent(row, short, rest):
    return {"key": row["key"], "label": row["text"], "words": short, "said": f"{short} {rest}".strip()}


def kinds(content):
    """The kinds of moment in the edition's words, and shorter for a phone; what is `said` has the words that
    stand on either."""
    shorts = {"saw": _("I saw"), "students": _("They did"), "wonder": _("I wonder"), "told": _("Told")}
    words = content.words["labels"]["moment"]
    return [kind(key, words[key], short) for key, short in shorts.items()]


def kind(key, label, short):
    said = label if f" {short} ".casefold() in f" {label} ".casefold() else f"{label} ({short})"
    return {"key": key, "label": label, "short": short, "said": said}


def places(content):
    """The options for what a moment is about: nothing, a need, or a point; a page may print them sixty
    times."""
    nothing = option("", _("Nothing in particular"))
    return SafeString(nothing + "".join(group(theme, content) for theme in content.themes))


def group(theme, content):
    whole = option(f"theme:{theme['key']}", _("The whole need"))
    points = [option(f"item:{i.key}", i.short) for i in content.points if i.theme == theme["key"]]
    return f'<optgroup label="{escape(theme["name"])}">{whole}{"".join(points)}</optgroup>'


def option(value, label):
    return f'<option value="{escape(value)}">{escape(label)}</option>'


def judging_rules(content, school_id):
    """What finds the words that can sound like a judgment, in the active language: the edition's and the
    school's, with their forms."""
    own = own_words(school_id, get_language())
    return judging.rules([*content.words["judging_words"], *own], get_language())


@compiled
def own_words(school: int, language: str):
    return JudgingWord.objects.for_school(school, language).values_list("word", flat=True)
