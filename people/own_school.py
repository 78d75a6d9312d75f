"""What every list of the admin has in common: who comes in, whose rows they see, and what they may ask of
them."""

from django import forms
from django.contrib.admin.views.main import ChangeList
from django.http import Http404

from people.models import School
from people.sorting import in_order


def knock(request):
    """The admin's own door: for anyone signed in who is no administrator there is no admin."""
    user = request.user
    if user.is_authenticated and not (user.is_active and user.is_administrator):
        raise Http404
    return user.is_authenticated


class Declared:
    """A list is filtered by what it declares and by nothing else: Django also takes any field that stands in
    the address, over relations too, and so tells step by step who takes part in which visit."""

    def lookup_allowed(self, lookup, value, request):
        return lookup in {name for entry in self.get_list_filter(request) for name in parameters(entry)}

    def to_field_allowed(self, request, to_field):
        return to_field == self.opts.pk.name


def parameters(entry):
    """The names by which one entry of `list_filter` stands in the address."""
    if isinstance(entry, type):
        return [entry.parameter_name]
    path = entry[0] if isinstance(entry, tuple) else entry
    return [f"{path}__{end}" for end in ("exact", "isnull", "id__exact")]


class InOrderOfNames(ChangeList):
    """Also where somebody presses the head of a column."""

    def get_ordering(self, request, queryset):
        return in_order(*super().get_ordering(request, queryset))


class OfOwnSchool(Declared):
    """An administrator sees and changes rows of the own school only, a superuser of every school; nobody
    deletes.

    `school_path` leads from a row to its school.
    """

    school_path = "school"

    def is_own(self, request, row):
        for name in self.school_path.split("__"):
            row = getattr(row, name)
        return request.user.is_superuser or (row.pk if row else None) == request.user.school_id

    def has_module_permission(self, request):
        return knock(request)

    def has_view_permission(self, request, obj=None):
        return knock(request) and (obj is None or self.is_own(request, obj))

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return knock(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        own = {} if request.user.is_superuser else {self.school_path: request.user.school_id}
        return super().get_queryset(request).filter(**own)

    def get_ordering(self, request):
        return in_order(*super().get_ordering(request))

    def get_changelist(self, request, **kwargs):
        return InOrderOfNames

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only the own school, and what belongs to it, can be chosen."""
        if not request.user.is_superuser:
            path = "pk" if db_field.related_model is School else "school"
            own = db_field.related_model.objects.filter(**{path: request.user.school_id})
            kwargs["queryset"] = own.order_by(*in_order("name"))
        if db_field.related_model is School:
            kwargs |= {"initial": request.user.school_id, "empty_label": None}
            if not request.user.is_superuser:
                kwargs["widget"] = forms.HiddenInput
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
