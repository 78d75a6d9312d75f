"""Before somebody does a thing: whether the other one hears of it by letter, as is said after it."""

from django import template

from observations import letting_know

register = template.Library()


@register.simple_tag
def lets_know(kind, person):
    """What is true of a letter of this kind to this person; nothing where none would come."""
    return letting_know.said(kind, person) if person else ""
