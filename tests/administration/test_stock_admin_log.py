"""The log of Django's own admin, in which names stood, is taken away by the upgrade, where there is one."""

import importlib

from django.db import connection

THE = "administration.migrations.0001_the_log_of_the_stock_admin_goes"


def test_it_goes_with_its_names_and_a_second_time_there_is_nothing_to_take(db):
    forget = importlib.import_module(THE).FORGET
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE django_admin_log (object_repr varchar(200))")
        cursor.execute("INSERT INTO django_admin_log VALUES ('Tijn Verzonnen')")
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS django_migrations (app varchar(255), name varchar(255), applied timestamp)"
        )
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('admin', '0001_initial', '2026-01-01')"
        )
        for _time in range(2):
            for statement in forget:
                cursor.execute(statement)
        assert "django_admin_log" not in connection.introspection.table_names(cursor)
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'admin'")
        assert cursor.fetchone() == (0,)
