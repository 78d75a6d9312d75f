"""What is too long comes in whole and is answered beside its field, with how much to take away. No browser is
told a maximum, at which it would cut what is pasted without a word; and none is told to judge a field itself:
the server does, once the form is sent."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from people.mailboxes import is_plain


class Wanted(forms.BoundField):
    """A field that must be filled in says so and no more: Firefox calls an empty `required` field invalid
    before anybody typed, also on a form that is `novalidate`, and a screen reader says it aloud. A group of
    radio buttons says it on its fieldset."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        if attrs.pop("required", None) and not self.use_fieldset:
            attrs["aria-required"] = "true"
        return attrs


class Uncut(DjangoTemplates):
    """Renders every form of the app, those of others too, without the maximum of its fields."""

    bound_field_class = Wanted

    def render(self, template_name, context, request=None):
        for widget in parts(context.get("widget")):
            widget["attrs"].pop("maxlength", None)
        return super().render(template_name, context, request)


def parts(widget):
    return [widget, *widget.get("subwidgets", [])] if widget else []


class Fits(MaxLengthValidator):
    message = _("%(length)d characters, and %(limit)d fit: take %(over)d away.")

    def __call__(self, value):
        length, limit = len(value), self.limit_value
        if length > limit:
            said = {"length": length, "limit": limit, "over": length - limit}
            raise ValidationError(self.message, code=self.code, params=said)


class Line(forms.CharField):
    """Text in a form, of which the answer says how much is too much."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.validators = [fits(validator) for validator in self.validators]


class AddressLine(forms.EmailField):
    """The same for an e-mail address."""

    default_validators = [*forms.EmailField.default_validators, is_plain]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.validators = [fits(validator) for validator in self.validators]


class AddressField(models.EmailField):
    """The same in a row; every form that writes it keeps the rule. For the database it is an EmailField."""

    default_validators = AddressLine.default_validators

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": AddressLine} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


def fits(validator):
    return Fits(validator.limit_value) if isinstance(validator, MaxLengthValidator) else validator
