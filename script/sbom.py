"""Prints the bill of materials: what cyclonedx-bom reads in the lock, and what lies in static/ from
elsewhere. Where a package is fetched from is left out: whoever installs chooses that."""

import json
import re
import subprocess
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

HERE = Path(__file__).parent.parent
FONT = re.compile(r"^\| ([^|]+?) \d{3}[^|]* \| ([\d.]+) \| .*`(OFL[^`]+)`", re.M)
COPIED = re.compile(r"^\| `([\w-]+)/` \| [^|]+ \| ([\d.]+) \| npm package [^|]+ \| (\w+) \|", re.M)


def bill():
    command = [
        "-m",
        "cyclonedx_py",
        "requirements",
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
        "requirements.txt",
    ]
    read = subprocess.run(  # noqa: S603 -- our own
        [sys.executable, "-W", "ignore", *command], cwd=HERE, check=True, capture_output=True
    )
    found = json.loads(read.stdout)
    found["components"] = [*map(tidied, found["components"]), *copied(), *fonts()]
    below = sorted(part["bom-ref"] for part in found["components"])
    root = found["metadata"]["component"]["bom-ref"]
    found["dependencies"] = [{"ref": root, "dependsOn": below}, *({"ref": ref} for ref in below)]
    return found


def tidied(part):
    """Named by package and version, with the sums that the lock allows, and no line of the lock."""
    sums = [one for reference in part.pop("externalReferences", []) for one in reference.get("hashes", [])]
    part.pop("description", None)
    where = {"type": "distribution", "url": f"pypi:{part['name']}", "hashes": sums}
    return part | {"bom-ref": part["purl"], "externalReferences": [where]}


def copied():
    said = (HERE / "static/vendor/README.md").read_text()
    for name, version, licence in COPIED.findall(said):
        purl = f"pkg:npm/{name}@{version}"
        yield part(name, version, licence) | {"bom-ref": purl, "purl": purl}


def fonts():
    for name, version, _text in FONT.findall((HERE / "static/fonts/README.md").read_text()):
        yield part(name, version, "OFL-1.1") | {"bom-ref": f"font:{name}@{version}"}


def part(name, version, licence):
    return {"type": "library", "name": name, "version": version, "licenses": [{"license": {"id": licence}}]}


if __name__ == "__main__":
    text = json.dumps(bill(), indent=2, sort_keys=True)
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        sys.exit(f"not valid: {fault}")
    print(text)
