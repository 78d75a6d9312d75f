"""For functional administrators: checklists to read, for an edition is frozen, and the own school's judging
words."""

from django.contrib import admin
from django.db.models import Q

from checklists.models import Checklist, Edition, Item, JudgingWord
from people.own_school import Declared, OfOwnSchool, knock


class ReadOnly(Declared):
    """What ships with the program and what belongs to the own school may be read; nothing is changed here."""

    school_path = "school"

    def has_module_permission(self, request):
        return knock(request)

    def has_view_permission(self, request, obj=None):
        return knock(request)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        rows, path = super().get_queryset(request), self.school_path
        if request.user.is_superuser:
            return rows
        return rows.filter(Q(**{path: None}) | Q(**{path: request.user.school_id}))


@admin.register(Checklist)
class ChecklistAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name_nl", "name_en", "school"]
    fields = ["name_nl", "name_en", "school"]


class ItemInline(ReadOnly, admin.TabularInline):
    model = Item
    school_path = "edition__checklist__school"
    fields = ["kind", "theme", "text_nl", "text_en", "default"]


@admin.register(Edition)
class EditionAdmin(ReadOnly, admin.ModelAdmin):
    school_path = "checklist__school"
    list_display = ["__str__", "published_at"]
    list_select_related = ["checklist"]
    fields = ["checklist", "number", "published_at"]
    inlines = [ItemInline]


@admin.register(JudgingWord)
class JudgingWordAdmin(OfOwnSchool, admin.ModelAdmin):
    """Nothing points to these words, so they alone can be deleted."""

    fields = ["word", "language", "school"]
    list_display = ["word", "language", "school"]
    list_filter = ["language"]
    search_fields = ["word"]
    ordering = ["school__name", "language", "word"]

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)
