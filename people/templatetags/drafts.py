from django import template

from people.views import drafts

register = template.Library()


@register.simple_tag(takes_context=True)
def words_of_refused(context):
    """What a form of ours was sent with, sealed for the way back to it, where its sender could not be made
    sure of (403)."""
    request = context["request"]
    if not drafts.is_from_here(request):
        return ""
    if drafts.is_form(request):
        return drafts.sealed(request) if drafts.is_theirs(request) else ""
    return request.POST.get(
        drafts.KEPT, ""
    )  # of the sign-in page, where somebody signed in in another tab meanwhile


@register.inclusion_tag("components/draft.html", takes_context=True)
def draft(context, place="", at="", was="", has_queue=False):
    """Makes the form that it stands in one whose words are kept. `place` (#…) where a page has several forms,
    or one that leads to it elsewhere; `at` where the form stands, if that is not the address of this page;
    `was` the place of one that is part of it by now; `has_queue` where the page keeps every row itself
    (js/queue.js)."""
    request = context["request"]
    page = at or drafts.address(request)
    fresh = f"{page}{'&' if '?' in page else '?'}{drafts.FRESH}{place}"
    is_back = getattr(request, "put_back", None) == page + place
    return {
        "by": request.user.pk,
        "at": page + place,
        "was": page + was if was else "",
        "fresh": fresh,
        "number": drafts.number(request, page + place),
        "is_back": is_back,
        "has_queue": has_queue,
    }
