"""What a writing page offers to choose: marks, extents, kinds of moment and what a moment is about, ready to print."""

from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from checklists import judging
from checklists.models import JudgingWord
from observations.models import Voice


def marks(content, voice):
    """The four marks: on the coach's page a short word in sight and the rest for the ear, else the whole words."""
    return [mark(words, voice) for words in content.words["scales"]["mark"]]


def mark(words, voice):
    label = words["self" if voice == Voice.TEACHER else "coach"]
    print_as = label if voice == Voice.TEACHER else shortened(words["short"], label)
    return {"key": words["key"], "label": label, "when": words["when"], "words": print_as}


def shortened(short, label):
    rest = label.removeprefix(short)
    return spoken(short, f"({label})" if rest == label else rest.strip())


def spoken(short, rest):
    """A short word in sight, completed for those who hear the page."""
    return format_html('{}<span class="mk-hidden"> {}</span>', short, rest) if rest else short


def extents(content):
    """With how many students: none, few, more; likewise."""
    shorts = {
        "none": _("Not seen"),
        "few": spoken(_("1 or 2"), _("students")),
        "more": spoken(_("More"), _("students")),
    }
    scale = content.words["scales"]["extent"]
    return [{"key": e["key"], "label": e["text"], "words": shorts[e["key"]]} for e in scale]


def kinds(content):
    """The kinds of moment in the edition's words, and shorter for a phone."""
    shorts = {"saw": _("I saw"), "students": _("They did"), "wonder": _("I wonder"), "told": _("Told")}
    words = content.words["labels"]["moment"]
    return [{"key": key, "label": words[key], "short": short} for key, short in shorts.items()]


def places(content):
    """The options for what a moment is about: nothing, a need, or a point; a page may print them sixty times."""
    nothing = option("", _("Nothing in particular"))
    return SafeString(nothing + "".join(group(theme, content) for theme in content.themes))


def group(theme, content):
    whole = option(f"theme:{theme['key']}", _("The whole need"))
    points = [option(f"item:{i.key}", i.short) for i in content.points if i.theme == theme["key"]]
    return f'<optgroup label="{escape(theme["name"])}">{whole}{"".join(points)}</optgroup>'


def option(value, label):
    return f'<option value="{escape(value)}">{escape(label)}</option>'


def judging_rules(content, school_id):
    """What finds the words that can sound like a judgment, in the active language: the edition's and the school's, with their forms."""
    own = JudgingWord.objects.for_school(school_id, get_language()).values_list("word", flat=True)
    return judging.rules([*content.words["judging_words"], *own], get_language())
