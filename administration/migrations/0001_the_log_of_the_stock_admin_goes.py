"""Django's own admin is gone (docs/adr/0050), and with it the table in which it wrote who changed whom: names
of people as text, also of those who have left, which nothing in the app reads or empties any more.

`IF EXISTS`: an installation that began without the admin has no such table; SQLite and PostgreSQL say it
alike. The lines about its migrations go too, so that a version of before that is put back makes the table
anew, empty. What administrators do since then is told by people/audit.py.
"""

from django.db import migrations

FORGET = ["DROP TABLE IF EXISTS django_admin_log", "DELETE FROM django_migrations WHERE app = 'admin'"]


class Migration(migrations.Migration):
    dependencies = []

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
