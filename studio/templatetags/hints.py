from django import template

from studio import hints

register = template.Library()


@register.simple_tag
def hints_of(line):
    """The hints of an item as it is kept; a small choice has none."""
    return hints.of_line(line)


@register.simple_tag
def hints_of_list(draft):
    """About all of a draft; one query."""
    return hints.of_draft(draft)
