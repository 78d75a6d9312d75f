"""The four sentences about a visit, one of each need, as every edition of the checklist has them under the
same keys (docs/evidence.md 2.11): so that one batch asks one thing, whatever edition a visit has."""

from checklists.models import Kind, Theme


def sentences(content):
    """Items, in the fixed order of the needs."""
    return sorted(content.of(Kind.VISIT_CHECK), key=lambda item: Theme.values.index(item.theme))
