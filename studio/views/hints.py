"""The hints about a line while somebody types: asked for, and nothing is kept."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from studio import access, hints, lines
from studio.line_forms import LENGTHS


@require_POST
def draft_hints(request, edition_id, key):
    draft = access.draft(request.user, edition_id)
    line = get_object_or_404(draft.items, key=lines.as_key(key))
    for name in ("text_nl", "text_en"):
        setattr(line, name, request.POST.get(name, "")[: LENGTHS["text"]])
    return render(request, "studio/_hints.html#said", {"found": hints.of_line(line), "line": line})
