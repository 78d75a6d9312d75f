"""What browsers at the floor (docs/browsers.md) do not have, as a list: tests/newer_than_the_floor.txt.

Made from the npm package @mdn/browser-compat-data (CC0), unpacked outside the project, when the floor moves
or now and then: `python -m tests.floor …/package/data.json`. A line is `js Interface.member`, `css property`,
`html <element attribute>` or `syntax …`. A member whose name something older has too (`map` of an iterator)
cannot be told from it in a script, so it is left out.
"""

import json
import re
import sys
from pathlib import Path

FLOOR = {
    "safari_ios": "15.6", "safari": "15.6", "firefox": "121", "firefox_android": "121", "chrome": "105", "chrome_android": "105",
}  # fmt: skip
LIST = Path(__file__).parent / "newer_than_the_floor.txt"
# Interfaces that pages like these meet; of the others only the names of the interfaces themselves are listed.
MET = re.compile(
    r"(Abort\w+|Blob|Cache\w*|Clients?|Clipboard\w*|CSS|CSSStyleSheet|Crypto|CustomEvent|Document|DocumentFragment|DOMTokenList|"
    r"Element|Event|EventTarget|FileReader|FormData|Headers|History|HTML\w*Element|IDB\w+|InputEvent|KeyboardEvent|Location|Lock\w*|"
    r"Navigator\w*|Node|NodeList|Performance|PointerEvent|Range|Request|ResizeObserver\w*|Response|Selection|ServiceWorker\w*|Storage|"
    r"StorageManager|SubmitEvent|ToggleEvent|UIEvent|URL|URLSearchParams|VisualViewport|Window)"
)
NAME = re.compile(r"[A-Za-z]\w*")
# Names of the data that stand for something written otherwise.
WRITTEN = {
    "viewport_percentage_units_dynamic": "dvh", "viewport_percentage_units_small": "svh", "viewport_percentage_units_large": "lvh",
}  # fmt: skip
NOT_CODE = {"Atomics", "Temporal", "SharedArrayBuffer", "DataView", "TypedArray", "ArrayBuffer"}


def number(version):
    return [int(part) for part in version.lstrip("≤").split(".")]


def is_there(support, browser):
    """In full, without a prefix or a switch, at the floor of this browser."""
    told = support.get(browser, [])
    for each in told if isinstance(told, list) else [told]:
        since = each.get("version_added")
        is_whole = not ({"flags", "prefix", "alternative_name", "version_removed"} & each.keys())
        if since and since != "preview" and is_whole and number(since) <= number(FLOOR[browser]):
            return True
    return False


def is_newer(feature):
    compat = feature.get("__compat")
    return bool(compat) and not all(is_there(compat["support"], browser) for browser in FLOOR)


def parts(feature):
    return [(name, part) for name, part in feature.items() if name != "__compat"]


def members(features):
    """{name: is it newer} of every part, by its full name."""
    return {
        f"{interface}.{name}": is_newer(part)
        for interface, feature in features.items()
        for name, part in parts(feature)
        if NAME.fullmatch(name) and name != interface
    }


def scripts(data):
    api = dict(parts(data["api"]))
    builtins = {name: part for name, part in parts(data["javascript"]["builtins"]) if name not in NOT_CODE}
    intl = {f"Intl.{name}": part for name, part in parts(builtins.pop("Intl"))}
    language = builtins | intl
    every = members(api | language)
    older = {name.rpartition(".")[2] for name, newer in every.items() if not newer}
    met = members({name: part for name, part in api.items() if MET.fullmatch(name)} | language)
    found = {name for name, feature in (api | language).items() if is_newer(feature)}
    found |= {name for name, newer in met.items() if newer and name.rpartition(".")[2] not in older}
    return {f"js {name}" for name in found}


def looks(data):
    css = data["css"]
    found = {f"css @{name}" for name, part in parts(css["at-rules"]) if is_newer(part)}
    found |= {"css @media range"} if is_newer(css["at-rules"]["media"]["range_syntax"]) else set()
    found |= {f"css :{name}" for name, part in parts(css["selectors"]) if is_newer(part)}
    for name, part in parts(css["properties"]):
        if is_newer(part):
            found.add(f"css {name}")
        elif name not in ("list-style-type", "cursor"):
            found |= {f"css {name}: {value}" for value, each in parts(part) if is_newer(each)}
    for name, part in parts(css["types"]):
        found |= {f"css {name}()"} if is_newer(part) else set()
        found |= {f"css {name} {WRITTEN.get(each, each)}" for each, one in parts(part) if is_newer(one)}
    return {line for line in found if not line.startswith("css -") and "_" not in line}


def markup(data):
    html = data["html"]
    found = {f"html [{name}]" for name, part in parts(html["global_attributes"]) if is_newer(part)}
    for name, part in parts(html["elements"]):
        found |= {f"html <{name}>"} if is_newer(part) else set()
        found |= {f"html <{name} {each}>" for each, one in parts(part) if is_newer(one)}
    return {line for line in found if "_" not in line}


def syntax(feature, path="syntax"):
    if is_newer(feature):
        return {path}
    return set().union(*(syntax(part, f"{path} {name}") for name, part in parts(feature)))


def main(path):
    data = json.loads(Path(path).read_text())
    language = {name: part for name, part in data["javascript"].items() if name != "builtins"}
    found = scripts(data) | looks(data) | markup(data) | syntax(language)
    LIST.write_text("\n".join(sorted(found)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
