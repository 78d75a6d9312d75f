"""A line that says two things becomes two lines; undo makes one of them again."""

from django.db import transaction
from django.shortcuts import get_object_or_404

from checklists.models import Item, Kind
from studio import access, ordering, refused, undo
from studio.clauses import joint
from studio.hints import ANSWERED_ONCE

TEXTS = {f"{voice}_{lang}": lang for voice in ("text", "self") for lang in ("nl", "en")}
SAME = "kind", "is_off", "theme", "tags", "default", "source", "opens_with_account", "coach_may_read_default"


@transaction.atomic
def split(*, by, edition_id, key):
    """The new line, right after this one; None where there are no two things in it (any more)."""
    draft = access.draft_to_write(by, edition_id)
    line = get_object_or_404(draft.items, key=key, kind__in=ANSWERED_ONCE)
    first, second = parts(line)
    if not second["text_nl"] or is_refused(line.kind, first, second):
        return None
    line.edition = draft
    new = Item(
        edition=draft, key=ordering.new_key(), **{name: getattr(line, name) for name in SAME}, **second
    )
    undo.remember(draft, undo.PARTED, [line, new], by=by)
    for name, text in first.items():
        setattr(line, name, text)
    line.revision += 1
    line.save()
    return ordering.insert(new, after=line)


def is_refused(kind, *halves):
    """Alone it can ask students what it did not ask within the whole sentence."""
    return kind == Kind.PULSE and any(refused.of_pulse(text) for half in halves for text in half.values())


def parts(line):
    """The texts of the first and of the second line. What cannot be cut stays with the first."""
    first, second = {}, {}
    for name, lang in TEXTS.items():
        text = getattr(line, name)
        found = joint(text, lang)
        first[name], second[name] = (found and found.halves) or (text, "")
    return first, second
