"""The coach of a visit, as pages, papers and letters name one: who is gone has no name, but looked along."""

from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor


class CoachOfAVisit(ForwardManyToOneDescriptor):
    def __get__(self, instance, cls=None):
        person = super().__get__(instance, cls)
        if instance is not None and person is not None:
            person.looked_along = True
        return person


class CoachKey(models.ForeignKey):
    """For the database it is a ForeignKey."""

    forward_related_accessor_class = CoachOfAVisit

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
