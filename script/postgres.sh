# shellcheck shell=sh
# Sourced after setup.sh by what needs a throw-away PostgreSQL: `start_postgres`, then PGHOST=$cluster PGUSER=tests
# DATABASE_URL=postgres:///postgres in front of a command, and `stop_postgres` at the end, whether it started or not.

find_postgres() { # prints the folder of its programs; the last one found is the newest
    found=
    for folder in "$(dirname "$(command -v initdb || echo none)")" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
        if works "$folder/initdb" --version; then found=$folder; fi
    done
    [ -n "$found" ] && printf '%s\n' "$found"
}

missing_postgres() { works find_postgres || echo postgresql; }

cluster=
as_owner() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; } # root may not own one
pg_ctl() { quietly as_owner "$(find_postgres)/pg_ctl" --pgdata "$cluster/data" --wait --timeout 300 "$@"; }

start_postgres() { # start_postgres [on]: `on` waits for the disk, as it must be where words are kept (docs/adr/0018)
    cluster=$(as_owner mktemp -d /tmp/meekijken.XXXXXX) # a short name, for its socket lies there
    [ "$(uname)" = Darwin ] && locale=en_US.UTF-8 || locale=C.UTF-8
    quietly as_owner "$(find_postgres)/initdb" --pgdata "$cluster/data" --username tests --auth trust \
        --encoding UTF8 --locale "$locale" --no-sync || return 1
    # 1.1: what a disk without moving parts asks for (docs/running.md)
    pg_ctl start --log "$cluster/log" --options "-k $cluster -c listen_addresses= -c fsync=${1:-off} -c random_page_cost=1.1" ||
        { cat "$cluster/log" && return 1; }
}

stop_postgres() {
    [ -n "$cluster" ] || return 0
    pg_ctl stop --mode immediate || true
    rm -rf "$cluster"
}
