"""The checklists of a school as one page shows them: what new visits can take, and what is put away. One
query."""

from dataclasses import dataclass

from checklists.models import Checklist, Edition
from studio import access


@dataclass
class Listed:
    """`editions` are published, the newest first."""

    checklist: Checklist
    editions: list[Edition]
    draft: Edition | None

    @property
    def newest(self):
        return self.editions[0] if self.editions else None

    @property
    def earlier(self):
        return self.editions[1:]


class Shelf:
    """For who makes checklists with drafts. The own lists come first, then what comes with the app."""

    def __init__(self, user):
        found = {}
        for edition in access.readable(user).order_by("checklist__name_nl", "checklist", "-number"):
            listed = found.setdefault(edition.checklist_id, Listed(edition.checklist, [], None))
            if edition.published_at:
                listed.editions.append(edition)
            else:
                listed.draft = edition
        lists = sorted(found.values(), key=lambda each: not each.checklist.school_id)
        self.in_use = [each for each in lists if each.newest and not each.checklist.archived_at]
        self.begun = [each for each in lists if not each.newest]
        self.begin_with = next((each.newest for each in self.in_use if not each.checklist.school_id), None)
        self.put_away = [each for each in lists if each.newest and each.checklist.archived_at]
