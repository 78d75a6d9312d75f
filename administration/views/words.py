"""Words that can sound like a judgment at this school, beside those of the checklist."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.access import school_of, word_of
from administration.school_forms import WordForm
from administration.views import saving
from checklists.models import JudgingWord
from people.audit import Done
from people.sorting import in_order
from people.views import drafts


def words(request):
    school = school_of(request.user)
    new = JudgingWord(school=school, language=request.user.language)
    form = WordForm(drafts.posted(request), instance=new)
    if saving.saved(request, form, Done.WORDS):
        messages.success(request, _("‘%(word)s’ is in the list.") % {"word": form.instance.word})
        return redirect("words")
    found = list(school.judging_words.order_by("-language", *in_order("word")))
    return drafts.page(request, "administration/words.html", form, words=found)


@require_POST
def word_remove(request, pk):
    """Nothing points to it: what was written stays as it was written."""
    try:
        word = word_of(request.user, pk)
    except Http404:
        return saving.second_click(request.user, Done.WORDS, leads_to="words")
    saving.remove(request.user, word, Done.WORDS)
    messages.success(request, _("‘%(word)s’ is out of the list.") % {"word": word.word})
    return redirect("words")
