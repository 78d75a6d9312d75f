"""The students' voice on pages of other rooms."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import override

from people.models import Language
from pulse import access

register = template.Library()


@register.inclusion_tag("pulse/row.html", takes_context=True)
def students_row(context, lesson):
    """The row of the pulse on the page of a visit: where it stands, and the way there. Nothing for who may
    not ask."""
    user, pulse = context["request"].user, access.pulse_of(lesson)
    shown = access.may_ask(user, lesson, pulse) and (pulse.is_opened or not lesson.opened_at)
    is_teacher = user.pk == lesson.teacher_id
    return {"lesson": lesson, "pulse": pulse, "is_shown": shown, "is_teacher": is_teacher}


@register.simple_tag
def both(words):
    """A lazy text of the app in both languages, each in its own; the page shows one of them
    (static/css/pulse.css)."""
    return spans({language: told(language, words) for language in Language.values})


def told(language, words):
    with override(language):
        return str(words)


@register.simple_tag
def both_of(row, field="text"):
    """The same for a line of the checklist: an item, or a row of its words with `nl` and `en`. Where a school
    has no English, English has the Dutch."""
    if isinstance(row, dict):
        return spans({language: row[language] for language in Language.values})
    dutch = getattr(row, f"{field}_nl")
    return spans({language: getattr(row, f"{field}_{language}") or dutch for language in Language.values})


def spans(texts):
    return SafeString(
        "".join(f'<span lang="{language}">{escape(text)}</span>' for language, text in texts.items())
    )
