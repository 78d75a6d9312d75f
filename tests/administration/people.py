"""What the forms on the page of a person send."""

from django.urls import reverse


def page_of(person):
    return reverse("person", args=[person.pk])


def save_roles(client, person, team, *roles, was=(), **more):
    """The ticks of one team, as they were when the page was made and as they are sent."""
    sent = {"team": team.pk, "roles": roles, "was": was} | more
    return client.post(reverse("person_roles", args=[person.pk]), sent)


def make_lead(client, person, team, **more):
    """With what follows from it read."""
    return save_roles(client, person, team, "lead", sure="1", **more)


def change(client, person, **changes):
    """What stood in the fields, but for this. Another address is empty where none waits."""
    sent = {"name": person.name, "email": person.waiting_email, "language": person.language} | changes
    return client.post(reverse("person_change", args=[person.pk]), sent)


def press(client, name, person, **sent):
    return client.post(reverse(name, args=[person.pk]), sent)
