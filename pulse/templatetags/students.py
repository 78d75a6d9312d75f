"""The students' voice on pages of other rooms."""

from django import template

from pulse import access

register = template.Library()


@register.inclusion_tag("pulse/row.html", takes_context=True)
def students_row(context, lesson):
    """The row of the pulse on the page of a visit: where it stands, and the way there. Nothing for who may not ask."""
    user, pulse = context["request"].user, access.pulse_of(lesson)
    shown = access.may_ask(user, lesson, pulse) and (pulse.is_opened or not lesson.opened_at)
    is_teacher = user.pk == lesson.teacher_id
    return {"lesson": lesson, "pulse": pulse, "is_shown": shown, "is_teacher": is_teacher}
