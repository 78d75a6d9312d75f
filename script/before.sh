# shellcheck shell=sh
# Sourced after setup.sh by what measures ours against a build of before: `set_up_before` sets BEFORE to its folder, in $scratch.
# It has the Python packages of its own lock and the Python of ours: another one (with PGO, docs/installing.md) would say
# nothing of the code.
before=5d017c3
set_up_before() { # once
    [ -z "${BEFORE:-}" ] || return 0
    BEFORE=$scratch/$before
    export BEFORE
    mkdir "$BEFORE"
    git archive "$before" | tar -x -C "$BEFORE" || die "this copy has no commit $before; fetch the whole history"
    PYTHON=$(.venv/bin/python -c 'import sys; print(sys._base_executable)')
    (cd "$BEFORE" && . script/setup.sh && setup requirements-test.txt)
}
