"""The form of one line: the fields of its kind, each text in Dutch and in English, beside each other."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from checklists.editions import localized
from checklists.models import Kind, Theme, When, language_now
from observations.entry_forms import Text
from studio import lines, refused
from together.offers import duration

# Twice the longest of the shipped list and more: an item is read in the seconds that a lesson leaves.
LENGTHS = {"text": 300, "self": 300, "short": 120, "look_for": 600, "source": 300}
ROWS = {"short": 2, "source": 1}
MINUTES = ("0", "1", "1-2", "2", "2-5", "3", "5", "10")
NAMES = {"nl": _("Dutch"), "en": _("English")}

LABELS = {
    "self": _("As the teacher reads it, of oneself"),
    "short": _("In short, for lists and tables"),
    "look_for": _("What do you look for?"),
}
TEXT_LABELS = {
    Kind.POINT: _("As the coach reads it"),
    Kind.SIGNAL: _("As coach and teacher read it"),
    Kind.GROWTH: _("As coach and teacher read it"),
    Kind.RESPONSE: _("As the coach reads it"),
    Kind.PULSE: _("As students read it, about this lesson"),
    None: _("What one can try"),
}
PROMPT_LABELS = {
    When.BEFORE: _("As the teacher reads it, before the lesson"),
    When.VISIT: _("As the coach reads it, during the visit"),
    When.AFTER: _("As the teacher reads it, after the lesson"),
}
CORE_LABELS = {
    Kind.POINT: _("Core item: in sight at once when somebody looks"),
    Kind.PULSE: _("Core sentence: asked in every poll of students"),
    Kind.PROMPT: _("Open without being asked for"),
}


@dataclass
class Pair:
    """One text in both languages."""

    label: str
    nl: BoundField
    en: BoundField

    @property
    def lacks_english(self):
        return bool((self.nl.value() or "").strip() and not (self.en.value() or "").strip())


class Several(forms.MultipleChoiceField):
    """What is chosen, in the order in which it stood, what is new last. The page's script sends it as one
    text with blanks between."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        chosen = super().to_python(value.split() if isinstance(value, str) else value)
        stood = (self.initial or "").split()
        return [each for each in stood if each in chosen] + [each for each in chosen if each not in stood]

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value


class LineForm(forms.Form):
    """`line` is the row; `points` the items of its draft, which a small choice can go with."""

    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, line, points=()):
        super().__init__(data, initial=lines.content(line) | {"revision": line.revision})
        self.line, self.points = line, points
        for name in lines.texts_of(line):
            for lang in lines.LANGUAGES:
                self.fields[f"{name}_{lang}"] = words(self, name, lang)
        for name in lines.choices_of(line):
            self.fields[name] = MAKE[name](self)

    @property
    def pairs(self):
        return [
            Pair(self.label_of(name), self[f"{name}_nl"], self[f"{name}_en"])
            for name in lines.texts_of(self.line)
        ]

    @property
    def single(self):
        return [self[name] for name in lines.choices_of(self.line) if name not in lines.LISTS]

    @property
    def several(self):
        return [self[name] for name in lines.choices_of(self.line) if name in lines.LISTS]

    @property
    def lacking(self):
        """How many of its texts lack English, as it is filled in now."""
        return sum(pair.lacks_english for pair in self.pairs)

    def label_of(self, name):
        if name != "text":
            return LABELS[name]
        kind = lines.kind_of(self.line)
        return PROMPT_LABELS[self.line.when] if kind == Kind.PROMPT else TEXT_LABELS[kind]

    def labels(self, group):
        """[(key, its words in the language of the page)] of what the edition names."""
        return list(
            localized(self.line.edition.words.get("labels", {}).get(group, {}), language_now()).items()
        )

    def clean_text_nl(self):
        return self.asked_of_students(self.cleaned_data["text_nl"])

    def clean_text_en(self):
        return self.asked_of_students(self.cleaned_data["text_en"])

    def asked_of_students(self, text):
        """The sentence; of a pulse it may be no verdict on the teacher."""
        if lines.kind_of(self.line) == Kind.PULSE and (why := refused.of_pulse(text)):
            raise forms.ValidationError(why, code="verdict")
        return text

    def clean_revision(self):
        return self.cleaned_data["revision"] or 0

    def changed(self):
        """Names of the fields that say something else than what stands there."""
        self.full_clean()
        said = self.cleaned_data
        return [
            name
            for name in lines.fields_of(self.line)
            if name in said and getattr(self.line, name) != said[name]
        ]

    def in_words(self, name):
        """What stands there, as people read it."""
        value, named = getattr(self.line, name), dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        words = [str(named.get(each, each)) for each in (value if isinstance(value, list) else [value])]
        return ", ".join(filter(None, words)) or gettext("(empty)")


def words(form, name, lang):
    widget = forms.Textarea(attrs={"lang": lang, "rows": ROWS.get(name, 3)})
    whole = format_lazy("{label} ({language})", label=form.label_of(name), language=NAMES[lang])
    return Text(max_length=longest(form, name, f"{name}_{lang}"), label=whole, widget=widget)


def longest(form, name, field):
    """What stands there, can stay: a file or a proposal may have brought more, and it hinders no other
    field."""
    return max(LENGTHS[name], len(getattr(form.line, field)))


def theme(form):
    """An item and a sentence for students are about a need; a question can be about the whole lesson."""
    is_free = form.line.kind == Kind.PROMPT
    choices = [("", _("For the whole lesson"))] * is_free + needs(form.line.edition)
    return forms.ChoiceField(label=_("Need"), choices=choices, required=not is_free)


def needs(edition):
    named = localized(edition.words.get("themes", []), language_now())
    return [(each["key"], each["name"]) for each in named] or list(Theme.choices)


def tags(form):
    known = form.labels("tags")
    more = [(tag, tag) for tag in form.line.tags if tag not in dict(known)]
    return several(form, "tags", known + more, label=_("What it also belongs to"))


def themes(form):
    needed = {"required": _("Choose at least one need.")}
    return several(
        form, "themes", needs(form.line.edition), label=_("Needs"), required=True, error_messages=needed
    )


def points(form):
    """Of this draft; one that was taken out of it meanwhile stays named."""
    known = [(item.key, item.short or item.text or item.key) for item in form.points]
    more = [(key, key) for key in form.line.points if key not in dict(known)]
    return several(form, "points", known + more, label=_("Goes with these items"))


def several(form, name, choices, *, required=False, **more):
    return Several(choices=choices, required=required, initial=lines.said(getattr(form.line, name)), **more)


def when(form):
    if lines.kind_of(form.line) == Kind.PROMPT:
        return forms.ChoiceField(label=_("When it is asked"), choices=When.choices)
    return one_of(form, "when", _("When"), form.labels("when"))


def phase(form):
    return one_of(
        form, "phase", _("Step of looking back"), [("", _("none")), *form.labels("phase")], required=False
    )


def minutes(form):
    return one_of(
        form, "minutes", _("How many minutes it takes"), [(each, duration(each)) for each in MINUTES]
    )


def pattern(form):
    titles = localized(form.line.edition.words.get("patterns", {}), language_now())
    named = [(key, each["title"]) for key, each in titles.items()]
    return one_of(form, "pattern", _("Pattern it helps with"), [("", _("none")), *named], required=False)


def one_of(form, name, label, choices, *, required=True):
    """What stands there, can stay: also what an imported list called otherwise."""
    now = getattr(form.line, name)
    more = [(now, now)] if now and now not in dict(choices) else []
    return forms.ChoiceField(label=label, choices=choices + more, required=required)


def core(form):
    return forms.BooleanField(label=CORE_LABELS[form.line.kind], required=False)


def source(form):
    widget = forms.Textarea(attrs={"rows": ROWS["source"]})
    return Text(
        max_length=longest(form, "source", "source"), label=_("Where does it come from?"), widget=widget
    )


MAKE = {
    "theme": theme, "default": core, "tags": tags, "source": source, "when": when, "phase": phase,
    "themes": themes, "points": points, "minutes": minutes, "pattern": pattern,
}  # fmt: skip
