"""A published edition in memory: its items, its small choices, and its words in the language of the page."""

import json
from functools import lru_cache

from django.utils.functional import cached_property

from checklists.models import ON_QUESTION, Edition, Kind, language_now


class Content:
    """A published edition in memory: read once per process, because it cannot change any more."""

    def __init__(self, edition):
        self.edition = edition
        self.items = list(edition.items.filter(is_off=False))
        self.suggestions = list(edition.suggestions.filter(is_off=False))
        self.by_id = {item.pk: item for item in self.items}
        self.by_key = {item.key: item for item in self.items}
        self.bank = {row.pk: row for row in self.suggestions}
        edition.words, self._words = words_once(json.dumps(edition.words))

    @property
    def words(self):
        """The edition's words as a tree in the active language, keyed as in the content file."""
        return self._words[language_now()]

    @property
    def themes(self):
        """The four needs as dicts (key, name, question, intro), in their fixed order."""
        return self.words["themes"]

    def of(self, kind, when=""):
        return [item for item in self.items if item.kind == kind and item.when == when]

    @cached_property
    def points(self):
        return self.of(Kind.POINT)

    def theme_of(self, moment):
        """The need it belongs to: that of its point, else its own."""
        return self.by_id[moment.item_id].theme if moment.item_id else moment.theme

    def on_question(self, voice):
        """The item that asks this voice about the learning question; None where an edition has none."""
        return self.by_key.get(ON_QUESTION[voice])


class WithOwn(Content):
    """An edition with the points of one visit after its own; `read` gives these when they are first asked
    for."""

    def __init__(self, shared, read):
        self.shared, self.read = shared, read
        self.edition, self.suggestions, self.bank = shared.edition, shared.suggestions, shared.bank
        self._words = shared._words

    @cached_property
    def items(self):
        return [*self.shared.items, *self.read()]

    @cached_property
    def by_id(self):
        return {item.pk: item for item in self.items}

    @cached_property
    def by_key(self):
        return {item.key: item for item in self.items}


@lru_cache(maxsize=16)
def words_once(words):
    """The tree of this text, as it is and in each language: one for all lists that were copied of one."""
    tree = json.loads(words)
    return tree, {lang: localized(tree, lang) for lang in ("nl", "en")}


def localized(tree, lang):
    """The same tree with every {nl, en} leaf replaced by the text (or list) in one language."""
    if isinstance(tree, list):
        return [localized(branch, lang) for branch in tree]
    if not isinstance(tree, dict):
        return tree
    if "nl" in tree and not isinstance(tree["nl"], dict):
        own = tree.get(lang) or tree["nl"]
        rest = {key: localized(branch, lang) for key, branch in tree.items() if key not in ("nl", "en")}
        return rest | {"text": own} if rest else own
    return {key: localized(branch, lang) for key, branch in tree.items()}


@lru_cache(maxsize=128)
def content_of(edition_id):
    """The Content of a published edition; Edition.DoesNotExist for any other. One takes 150 kB: what a
    thousand schools do not ask for at the same time is read again."""
    return Content(Edition.objects.select_related("checklist").get(pk=edition_id, published_at__isnull=False))
