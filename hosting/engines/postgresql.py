"""PostgreSQL: `pg_dump` in a snapshot that this process exports; the tables that go along in part are copied
in the same snapshot."""

import os
import shutil
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from hosting import left_out
from hosting.engines import Refused

FILE = "database.dump"
NAMES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE", "password": "PGPASSWORD",
    "passfile": "PGPASSFILE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT", "target_session_attrs": "PGTARGETSESSIONATTRS", "service": "PGSERVICE",
}  # fmt: skip


def program(name):
    """The newest that is installed here: one of a version before the server's makes no dump."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    found = next(
        (path for folder in folders if os.access(path := folder / name, os.X_OK)), shutil.which(name)
    )
    if not found:
        raise Refused(
            f"The program {name} is not here: install postgresql-client, of the version of the server."
        )
    return str(found)


def given(dbname=None):
    """How to connect, as this process does."""
    params = {
        name: value for name, value in connection.get_connection_params().items() if name in NAMES and value
    }
    return params | ({"dbname": dbname} if dbname else {})


def run(*command, dbname=None, **more):
    env = os.environ | {NAMES[name]: str(value) for name, value in given(dbname).items()}
    done = subprocess.run(command, env=env, check=False, stderr=subprocess.PIPE, **more)  # noqa: S603 -- our own
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [""]
        raise Refused(f"{Path(command[0]).name} failed: {said[0]}")


@contextmanager
def snapshot():
    with psycopg.connect(**given()) as database, database.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET LOCAL {limit} = 0")
        yield cursor


def copied(folder):
    dump = program("pg_dump")
    without = [f"--exclude-table-data={table}" for table in (*left_out.WHOLE, *left_out.PARTLY)]
    without += [f"--exclude-table-data={table}_id_seq" for table in left_out.COUNTED]
    with snapshot() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        of_now = f"--snapshot={cursor.fetchone()[0]}"
        how = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s"]
        run(dump, *how, of_now, *without, f"--file={folder / FILE}")
        files = [copy_of(cursor, table, folder) for table in left_out.PARTLY]
    return [folder / FILE, *files]


def copy_of(cursor, table, folder):
    path = folder / f"{table}.copy"
    cursor.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(table)))
    names = [column.name for column in cursor.description]
    columns = sql.SQL(", ").join(said(table, name) for name in names)
    # in the order of keys: in that of the file a row that was written to comes later
    rows = sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY id").format(
        columns, sql.Identifier(table), sql.SQL(left_out.PARTLY[table])
    )
    with path.open("wb") as file, cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(rows)) as copy:
        file.write(("\t".join(names) + "\n").encode())
        file.writelines(copy)
    return path


def said(table, name):
    """A column, as it was or as in a pulse that nobody opened yet."""
    column = sql.Identifier(name)
    if table != "pulse_pulse" or name not in left_out.UNOPENED:
        return column
    to = sql.SQL(left_out.UNOPENED[name].replace("{", "{{").replace("}", "}}")).format()
    return sql.SQL("CASE WHEN {} THEN {} ELSE {} END").format(sql.SQL(left_out.RUNS), to, column)


def counted(folder):
    """Read from the first byte to the last, as it would be put back."""
    counts, table = {}, None
    command = [program("pg_restore"), "--data-only", "--file=-", str(folder / FILE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reading:  # noqa: S603 -- our own
        for line in reading.stdout:
            if table is None and line.startswith(b"COPY "):
                table = line.split()[1].decode().rpartition(".")[2].strip('"')
                counts[table] = 0
            elif line == b"\\.\n":
                table = None
            elif table is not None:
                counts[table] += 1
    if reading.returncode:
        raise Refused("The dump of the database cannot be read as a whole.")
    for name in left_out.PARTLY:
        with (folder / f"{name}.copy").open("rb") as file:
            counts[name] = sum(1 for _line in file) - 1
    return counts


class Aside:
    """A database of another name on the same server."""

    def __init__(self, folder):
        self.folder = folder
        self.served = connection.settings_dict["NAME"] or given()["dbname"]
        self.name = f"{self.served}_restoring_{os.getpid()}"

    def administering(self):
        return psycopg.connect(**given("postgres"), autocommit=True)

    @staticmethod
    def is_taken():
        try:
            with psycopg.connect(**given()) as database, database.cursor() as cursor:
                cursor.execute("SELECT to_regclass('people_user')")
                return bool(
                    cursor.fetchone()[0] and cursor.execute("SELECT 1 FROM people_user LIMIT 1").fetchone()
                )
        except psycopg.OperationalError as error:
            if "does not exist" in str(error):
                return False
            raise

    def require_still(self):
        self.look_here(self.served)  # not even this process
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        with self.administering() as server:
            if server.execute(asked, [self.served]).fetchone()[0]:
                raise Refused("Somebody works in the database: stop all servers and workers first.")

    def fill(self):
        with self.administering() as server:
            self.clear(server)
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(self.name)))
        how = ["--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={self.name}"]
        run(program("pg_restore"), *how, str(self.folder / FILE), dbname=self.name)
        with psycopg.connect(**given(self.name)) as database, database.cursor() as cursor:
            for table in left_out.PARTLY:
                self.put_back(cursor, table)
            cursor.execute("ANALYZE")

    def clear(self, server):
        """What a restore that was killed left."""
        asked = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        for (name,) in server.execute(asked, [f"{self.served}_restoring_"]).fetchall():
            with suppress(psycopg.errors.ObjectInUse):
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))

    def put_back(self, cursor, table):
        with (self.folder / f"{table}.copy").open("rb") as file:
            names = file.readline().decode().strip().split("\t")
            columns = sql.SQL(", ").join(map(sql.Identifier, names))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
            with cursor.copy(into) as copy:
                while piece := file.read(1 << 16):
                    copy.write(piece)
        if table in left_out.COUNTED:
            cursor.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({}, 'id'), coalesce(max(id), 0) + 1, false) FROM {}"
                ).format(table, sql.Identifier(table))
            )

    def look_here(self, name=None):
        connection.close()
        if connection.pool:
            connection.close_pool()
        connection.settings_dict["NAME"] = name or self.name

    def take_its_place(self, stamp):
        self.look_here(self.served)
        before = f"{self.served}_before_{stamp}".replace("-", "_").lower()
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self.administering() as server:
            is_there = server.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [self.served]
            ).fetchone()
            try:
                with server.transaction():  # both or none
                    if is_there:
                        server.execute(rename.format(sql.Identifier(self.served), sql.Identifier(before)))
                    server.execute(rename.format(sql.Identifier(self.name), sql.Identifier(self.served)))
            except psycopg.errors.ObjectInUse:
                raise Refused("Somebody works in the database: stop all servers and workers first.") from None
        return before if is_there else None

    def throw_away(self):
        self.look_here(self.served)
        with self.administering() as server:
            server.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name))
            )
        shutil.rmtree(self.folder, ignore_errors=True)
