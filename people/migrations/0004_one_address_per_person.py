"""Where a password reset left a row of allauth, an address that was changed later could still sign in."""

from django.db import migrations


def give_each_one(apps, schema_editor):
    """Every person one row, verified, with the address in small letters.

    Where two people have addresses that differ in capitals only, the one in small letters keeps it (else the one who came
    first); the other one, who could never sign in, keeps a row in `User` alone until the address is put right.
    """
    addresses = apps.get_model("account", "EmailAddress")._base_manager
    people = apps.get_model("people", "User")._base_manager
    addresses.all().delete()
    taken = set()
    with_address = people.exclude(email=None).exclude(email="").order_by("joined_at", "pk")
    for person in sorted(with_address, key=lambda each: each.email != each.email.lower()):
        email = person.email.lower()
        if email not in taken:
            taken.add(email)
            people.filter(pk=person.pk).update(email=email)
            addresses.create(user_id=person.pk, email=email, verified=True, primary=True)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_marks_judging_words"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(give_each_one, migrations.RunPython.noop)]
