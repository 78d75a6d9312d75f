"""For functional administrators: schools, teams and people. Nothing is ever deleted here, and visits do not
exist here."""

from functools import partial
from http import HTTPStatus

from allauth.account.admin import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from people import addresses
from people.models import Holiday, Membership, School, Team, User
from people.own_school import OfOwnSchool, knock


@login_not_required
def to_our_own_sign_in(request, extra_context=None):
    """Instead of the admin's own page: one way in, with its limits on guessing."""
    if knock(request):
        return redirect("admin:index")
    return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))


def to_our_own_sign_out(request, extra_context=None):
    """It leaves nothing of a visit on the device (static/js/device.js)."""
    return redirect("account_logout")


def nothing_here(request, *args, **kwargs):
    """No form of ours completes what one types, and the view that would takes the name of any model."""
    raise Http404


admin.site.has_permission = knock
admin.site.autocomplete_view = nothing_here
admin.site.login, admin.site.logout = to_our_own_sign_in, to_our_own_sign_out
admin.site.site_title = admin.site.site_header = _("Meekijken: people, teams and checklists")
admin.site.index_title = _("People, teams and checklists")
for model in (Group, EmailAddress):
    admin.site.unregister(model)


@admin.register(School)
class SchoolAdmin(OfOwnSchool, admin.ModelAdmin):
    school_path = "pk"
    fields = ["name", "time_zone", "leads_look_along"]

    def is_own(self, request, row):
        return request.user.is_superuser or row.pk == request.user.school_id

    def has_add_permission(self, request, obj=None):
        return knock(request) and request.user.is_superuser


@admin.register(Team)
class TeamAdmin(OfOwnSchool, admin.ModelAdmin):
    fields = ["name", "school"]
    list_display = ["name", "school"]
    search_fields = ["name"]
    ordering = ["school__name", "name"]

    def get_form(self, request, obj=None, **kwargs):
        """Teams, like people, stay with their school: visits point to them. The form knows it, to tell a name
        that exists."""
        form = super().get_form(request, obj, **kwargs)
        form.base_fields["school"].disabled = obj is not None
        return form


CLOSED = _(
    "In a holiday nobody of the school gets letters. They come on the first working day after it. Only of a lesson within two days people hear at once."
)


@admin.register(Holiday)
class HolidayAdmin(OfOwnSchool, admin.ModelAdmin):
    fieldsets = [(None, {"fields": ["school", "name", "first", "last"], "description": CLOSED})]
    list_display = ["name", "first", "last"]
    ordering = ["-first"]


class MembershipForm(forms.ModelForm):
    """What was given stays: only the end of a role can be set, and the model says so too
    (people/models.py)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("team", "role", "since"):
                self.fields[name].disabled = True
            self.fields["team"].widget = self.fields[
                "team"
            ].widget.widget  # without the ways to another team, and to today
            self.fields["since"].widget = forms.DateInput()


class Memberships(forms.BaseInlineFormSet):
    """Refuses, beside the field: any new role of an administrator, a team of another school, the same role in
    the same team twice."""

    def clean(self):
        super().clean()
        running = set()
        for form in self.forms:
            team, role = form.cleaned_data.get("team"), form.cleaned_data.get("role")
            if not form.instance.pk and form.has_changed() and self.instance.is_administrator:
                form.add_error(
                    "role", _("An administrator takes part in no visit, so has no role in a team.")
                )
            if team and team.school_id != self.instance.school_id:
                form.add_error("team", _("Choose a team of the school where this person works."))
            if team and not form.cleaned_data.get("until"):
                if (team, role) in running:
                    form.add_error("role", _("The same role in the same team is here twice."))
                running.add((team, role))


class MembershipInline(OfOwnSchool, admin.StackedInline):  # a table leaves its fields without labels
    model = Membership
    form = MembershipForm
    formset = Memberships
    fields = ["team", "role", "since", "until"]
    school_path = "user__school"
    extra = 1

    def has_view_permission(self, request, obj=None):
        """Asked with the person as `obj`; whose page it is was already decided there."""
        return knock(request)

    def has_add_permission(self, request, obj=None):
        """Nobody gives a role to oneself."""
        return knock(request) and obj != request.user


class DoubleRole(admin.SimpleListFilter):
    """Administrators with a role from before administrators took part in no visit."""

    title = _("a role beside administrator")
    parameter_name = "double_role"

    def lookups(self, request, model_admin):
        return [("yes", _("Administrators with a role in a team"))]

    def queryset(self, request, queryset):
        return queryset.double_roles() if self.value() == "yes" else queryset


class PersonForm(forms.ModelForm):
    """Address and name are never empty here; addresses are kept in small letters, so that one person has one
    login."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"email", "name"} & set(self.fields):
            self.fields[name].required = True
        self.address_before = self.instance.email

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_waiting_email(self):
        """Whether somebody else has it is not told: that could be a person of another school."""
        email = self.cleaned_data["waiting_email"].lower()
        if email and email == self.instance.email:
            raise ValidationError(_("This person has this address already."))
        return email


class NewPersonForm(PersonForm, BaseUserCreationForm):
    def save(self, commit=True):
        self.instance.must_choose_password = True
        return super().save(commit)

    class Meta:
        model = User
        fields = ["email", "name", "language", "is_administrator", "school"]
        field_classes = {}


DOUBLE = _(
    "This person looks after people and teams, and has a role in a team from before. An administrator takes part in no visit: "
    "this role lets nobody read anything any more, and no new visit can be planned with this person. Visits and stories of "
    "their own stay readable to them. Choose together what fits: end the roles below as of today, or let somebody else "
    "take away the mark of administrator."
)


def tell_addresses(form, person, change):
    """Both, of another address: one that was put right before the first sign-in, or one that waits."""
    if change and form.address_before != person.email:
        addresses.tell_changed(person, form.address_before)
    if "waiting_email" in form.changed_data and person.waiting_email:
        addresses.tell_waiting(person)


@admin.register(User)
class PersonAdmin(OfOwnSchool, UserAdmin):
    """Inviting is adding a person with a first password, which that person has to replace before anything
    else.

    Address and password stay the administrator's to correct until the person has signed in; from then on they
    are the person's own, and another address waits until that person says yes (docs/adr/0016). Otherwise an
    administrator could become somebody else, and read their visits.
    """

    form, add_form = PersonForm, NewPersonForm
    inlines = [MembershipInline]
    list_display = ["name", "email", "is_active", "is_administrator"]
    list_filter = ["is_active", DoubleRole, ("memberships__team", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "email"]
    ordering = ["name"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["name", "email", "password_link", "language"]}),
        (None, {"fields": ["is_active", "is_administrator", "school"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["name", "email", "language", "password1", "password2"]}),
        (None, {"fields": ["is_administrator", "school"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(left_at=None)

    def get_fieldsets(self, request, obj=None):
        """On the page of an administrator with a role from before stands what that means and what to do."""
        found = super().get_fieldsets(request, obj)
        if obj is not None and not self.may_correct(request, obj) and obj != request.user:
            found = [*found, (_("Another address"), {"fields": ["waiting_email"]})]
        is_double = obj is not None and User.objects.double_roles().filter(pk=obj.pk).exists()
        return (
            [(_("Administrator, and a role in a team"), {"fields": [], "description": DOUBLE}), *found]
            if is_double
            else found
        )

    def save_model(self, request, obj, form, change):
        """Only what was changed here: another password or address that the person chooses at that moment
        stays."""
        obj.save(update_fields=form.changed_data if change else None)
        if change and {"is_administrator", "is_active"} & set(form.changed_data):
            obj.reads_again()
        request.tell = partial(tell_addresses, form, obj, change)

    def changeform_view(self, request, *args, **kwargs):
        """Letters go after the transaction: while a mail server takes its time others save, and none tells of
        what was not kept."""
        response = super().changeform_view(request, *args, **kwargs)
        if hasattr(request, "tell"):
            request.tell()
        return response

    def has_change_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        fixed = ["school", "password_link"]
        fixed += ["is_active", "is_administrator"] if obj == request.user else []
        return fixed if self.may_correct(request, obj) else [*fixed, "email"]

    def user_change_password(self, request, id, form_url=""):
        person = self.get_object(request, unquote(id))
        if person is None or not self.may_correct(request, person):
            raise Http404
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND and person != request.user:
            User.objects.filter(pk=person.pk).update(must_choose_password=True)
        return response

    def may_correct(self, request, person):
        """Address and password: until the first sign-in, also for a superuser."""
        return person.last_login is None and (request.user.is_superuser or not person.is_superuser)

    @admin.display(description=_("password"))
    def password_link(self, person):
        if person.last_login:
            return _("chosen by this person")
        return format_html('<a href="../password/">{}</a>', _("Choose another first password"))
