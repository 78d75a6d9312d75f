# shellcheck shell=sh
# Sourced by the commands beside it, from the top of the project. `setup LOCK` sees to a Python, uv, the
# libraries that WeasyPrint opens and a .venv as LOCK says. Safe to repeat, quick when all is there, asks nothing.
# Debian, Ubuntu (apt, as root or with sudo that asks no password), macOS (Homebrew); elsewhere it says what to install.

UV_VERSION=0.13.9
me=script/${0##*/}
stamp=.venv/.synced # the Python and folder that .venv was made for, then the locks that are in it

say() { printf '%s\n' "$me: $*" >&2; }
die() { say "$*" && exit 1; }
works() { "$@" >/dev/null 2>&1; }
quietly() { # what it prints is shown only when it fails
    output=$("$@" 2>&1 </dev/null) || { printf '%s\n' "$output" >&2 && return 1; }
}

if [ "$(uname)" = Darwin ]; then # Homebrew's libraries are outside the loader's own path
    homebrew=$(brew --prefix 2>/dev/null || echo /opt/homebrew)
    export DYLD_FALLBACK_LIBRARY_PATH="$homebrew/lib:${DYLD_FALLBACK_LIBRARY_PATH:-/usr/local/lib:/usr/lib}"
    pango="libpango-1.0.dylib libpangoft2-1.0.dylib" subset=libharfbuzz-subset.0.dylib
else
    pango="libpango-1.0.so.0 libpangoft2-1.0.so.0" subset=libharfbuzz-subset.so.0
fi

# --- Python and uv ---------------------------------------------------------------------------------------

system_folders="/opt/homebrew/bin /usr/local/bin /usr/bin"

# Prints 3.13 or the like for a Python that will do: it starts (a pyenv shim may not), is new enough, and lacks
# no module (one built by hand may).
version() {
    "$1" -c 'import ctypes, sqlite3, ssl, sys
if not (3, 12) <= sys.version_info < (3, 15): sys.exit(1)
print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

# Built with profile-guided optimisation: a fifth less of the CPU (docs/installing.md). Debian leaves the flag empty in
# what it built so; a flag that is filled says nothing, for it stands in every build.
has_pgo() {
    works "$1" -c 'import sys
from sysconfig import get_config_var as var
sys.exit("--enable-optimizations" not in (var("CONFIG_ARGS") or "") and var("PGO_PROF_USE_FLAG") != "")'
}

find_python() { # the one that was asked for; else the first with PGO; else the first that will do
    if works version "${PYTHON:-}"; then set -- "$PYTHON"; else
        set -- python3.13 python3.14 python3.12 python3 \
            "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python3 \
            "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[24].*/bin/python3
        for folder in $system_folders; do set -- "$@" "$folder"/python3.1[234]; done
    fi
    found=
    for candidate; do
        works version "$candidate" || continue
        found=${found:-$candidate}
        if has_pgo "$candidate"; then found=$candidate && break; fi
    done
    [ -n "$found" ] && "$found" -c 'import sys; print(sys.executable)'
}

# Any Python that can make a virtual environment will do to get uv, an older one too.
find_venv_maker() {
    for candidate in "$(find_python)" python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3 /usr/bin/python3; do
        if works "$candidate" -c 'import ensurepip, venv'; then printf '%s\n' "$candidate" && return; fi
    done
    return 1
}

find_uv() {
    for candidate in .tools/bin/uv "$(command -v uv)"; do
        if works "$candidate" --version; then printf '%s\n' "$candidate" && return; fi
    done
    return 1
}

get_uv() {
    if find_uv; then return; fi
    say "getting uv $UV_VERSION, for this folder only"
    quietly "$(find_venv_maker)" -m venv --clear .tools &&
        quietly .tools/bin/python -m pip install --only-binary :all: "uv==$UV_VERSION" && find_uv
}

# --- packages of the system ------------------------------------------------------------------------------

loads() { works "$python" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@"; }

# Prints Debian's names for what is not there. Where no Python starts nothing can be tried, so all is named.
missing() {
    works synced "$1" || works find_uv || works find_venv_maker || echo python3-venv
    python=$(works version .venv/bin/python && echo .venv/bin/python || find_python || find_venv_maker)
    # shellcheck disable=SC2086 # a list of names
    loads $pango || echo libpango-1.0-0 libpangoft2-1.0-0
    loads "$subset" || echo libharfbuzz-subset0
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
may_apt() { works apt-get --version && works as_root true; }
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"; }
apt_install() { # the lists of packages are fetched only when those at hand do not do
    set -- install -y --no-install-recommends --no-upgrade "$@"
    works apt "$@" || { quietly apt update; quietly apt "$@"; }
}

brew_install() {
    for package; do
        case $package in
        python3-venv) quietly brew install python@3.13 ;;
        libpango*) quietly brew install pango ;;
        libharfbuzz*) quietly brew install harfbuzz ;;
        chromium*) quietly brew install --cask chromium ;;
        firefox*) quietly brew install --cask firefox ;;
        poppler*) quietly brew install poppler ;;
        libreoffice*) quietly brew install --cask libreoffice ;;
        postgresql) quietly brew install postgresql@17 ;;
        *) quietly brew install "$package" ;;
        esac || return 1
    done
}

install() {
    if may_apt; then with=apt_install
    elif works apt-get --version; then die "something is missing that may not be installed from here. Please have this run, then try again:
    sudo apt-get install -y --no-install-recommends $*"
    elif works brew --version; then with=brew_install
    else die "please install, with the package manager of this machine, what Debian calls: $*"
    fi
    say "installing $*"
    $with "$@" || die "installing did not succeed: $*"
}

# --- a browser, for what drives one --------------------------------------------------------------------------

find_chromium() { # the headless one first: no windows, so less to start
    for candidate in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if works "$candidate" --version; then command -v "$candidate" && return; fi
    done
    return 1
}

missing_chromium() {
    works find_chromium || if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium-headless-shell; fi
}

# --- the other engines, for what drives them all --------------------------------------------------------------

# Ubuntu's command is a few lines that lead to the snap. Only words are read: Firefox's own program has "snapshot" in it.
is_snap() { case $(command -v "$1") in /snap/*) ;; *) grep -qsI snap "$(command -v "$1")" ;; esac; }

find_firefox() { # not a snap: it may not read the folder in which it is to keep what it keeps
    for candidate in "${FIREFOX:-}" firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox"; do
        if works "$candidate" --version && ! is_snap "$candidate"; then command -v "$candidate" && return; fi
    done
    return 1
}

has_engine() { # has_engine NAME: whether its driver can start it here
    case $1 in
    chromium) works chromedriver --version && works chromium --version ;;
    firefox) works find_firefox ;;
    webkit) works command -v WebKitWebDriver && works command -v Xvfb &&
        works /usr/bin/python3 -c 'import gi; gi.require_version("WebKit2", "4.1"); from gi.repository import WebKit2' ;;
    esac
}

# Debian's names for what an engine lacks; nothing where it cannot be had: Ubuntu has Chromium and Firefox as snaps only, macOS has no WebKitGTK.
# Firefox: 80 MB to fetch, 302 MB on the disk. WebKitGTK with a screen of its own: 70 MB and 280 MB. Chromium with its driver: 121 MB and 380 MB.
missing_engine() {
    if has_engine "$1"; then return; fi
    case $1:$(may_install_engines) in
    chromium:debian) echo chromium chromium-driver ;;
    firefox:debian) echo firefox-esr ;;
    firefox:brew) echo firefox ;;
    webkit:debian | webkit:ubuntu) echo webkit2gtk-driver gir1.2-webkit2-4.1 python3-gi xvfb ;;
    esac
}

# choose_engines NAMES: those of them that are here, for the tests; `absent` says what the others are, for the last line.
choose_engines() {
    FIREFOX=$(find_firefox || true) ENGINES='' absent=''
    for engine in $1; do
        if has_engine "$engine"; then ENGINES="$ENGINES${ENGINES:+ }$engine"; else absent="$absent${absent:+ and }$engine"; fi
    done
    [ -z "$absent" ] || [ -z "${CI:-}" ] || die "this machine has no $absent, and every engine must be driven here"
    absent=${absent:+; not run, because this machine cannot have it: $absent}
    export FIREFOX ENGINES
}

may_install_engines() {
    if ! works apt-get --version; then works brew --version && echo brew
    elif grep -qs '^ID=ubuntu' /etc/os-release; then echo ubuntu
    else echo debian
    fi
}

# --- the virtual environment -----------------------------------------------------------------------------

place() { printf '%s %s\n' "$(version .venv/bin/python)" "$PWD"; }
in_place() { works grep -qxF "$(place)" "$stamp"; }
synced() { in_place && works grep -qxF "$(cksum <"$1")" "$stamp"; }

make_venv() {
    [ -z "${PYTHON:-}" ] || works version "$PYTHON" || say "$PYTHON is no complete Python 3.12 to 3.14; looking further"
    rm -rf .venv
    quietly "$1" venv --python "$(find_python || echo 3.13)" .venv ||
        die "no Python 3.12, 3.13 or 3.14 here, and none could be downloaded. Install one, or name it: PYTHON=/path/to/python3.13 $me"
}

sync() {
    uv=$(get_uv) || die "could not get uv (is the network there?); with uv on your PATH, $me uses that"
    # A folder that moved or a Python that went leaves nothing worth keeping.
    if [ -e "$stamp" ]; then in_place; else works version .venv/bin/python; fi || make_venv "$uv"
    say "installing the Python packages of $1"
    rm -f "$stamp"
    quietly "$uv" pip sync --python .venv/bin/python --require-hashes --compile-bytecode "$1" ||
        die "installing the Python packages did not succeed (is the network there?)"
    { place && cksum <requirements.txt && cksum <"$1"; } >"$stamp" # every lock holds what requirements.txt holds
}

# setup LOCK [COMMAND]: COMMAND prints what Debian packages are missing besides.
setup() {
    packages=$({ missing "$1" && ${2:+"$2"}; } | xargs)
    if [ "$packages" = libharfbuzz-subset0 ] && ! may_apt; then
        say "going on without libharfbuzz-subset0; PDF files take a little longer"
    elif [ -n "$packages" ]; then
        # shellcheck disable=SC2086 # a list of names
        install $packages
        packages=$({ missing "$1" && ${2:+"$2"}; } | xargs)
        [ -z "$packages" ] || die "installed, but still not working: $packages"
    fi
    synced "$1" || sync "$1"
}
