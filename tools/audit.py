"""Ask which weaknesses are known of every version in every lock; fail where there are some, and where nobody can say.

.venv-trust/bin/python tools/audit.py
"""

import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
PIP_AUDIT = Path(sys.executable).with_name("pip-audit")
SERVICES = ["osv", "pypi"]  # whoever answers first
WEAK = ["jinja2==2.4.1"]  # a service that finds nothing here is no service
NPM_LOCKS = [*ROOT.glob("site/package-lock.json"), *ROOT.glob("tests/*/package-lock.json")]
LIVED_WITH = {}  # the name of a finding that is left open: a sentence that says why


def pins():
    """Return each version of each package that a lock names, whatever the system or the Python it is for."""
    locks = [path.read_text() for path in ROOT.glob("requirements*.lock")]
    return sorted({pin for lock in locks for pin in re.findall(r"^[\w.-]+==[^\s;]+", lock, re.M)})


def rounds(pins):
    """Part the pins into lists in which no package stands twice, as pip-audit wants them."""
    versions = defaultdict(list)
    for pin in pins:
        versions[pin.split("==")[0]].append(pin)
    most = max(map(len, versions.values()))
    return [[all_of_it[turn] for all_of_it in versions.values() if turn < len(all_of_it)] for turn in range(most)]


def asked(service, pins, *options):
    """Ask a service about a list of pins."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        print(*pins, sep="\n", file=file, flush=True)
        ask = [PIP_AUDIT, "--strict", "--no-deps", "--disable-pip", "--progress-spinner=off"]
        return subprocess.run([*ask, *options, "-s", service, "-r", file.name], capture_output=True, text=True)


def answers(service):
    """Say whether a service knows a weakness that everybody knows."""
    reply = asked(service, WEAK, "--format=json")
    return reply.returncode == 1 and '"fix_versions"' in reply.stdout


def audit_python():
    """Print what is known of the packages of Python; return whether all is well."""
    service = next(filter(answers, SERVICES), None)
    if service is None:
        print(f"Nothing is known: neither {' nor '.join(SERVICES)} could be asked for the weaknesses of {WEAK[0]}.")
        return False
    ignored = [f"--ignore-vuln={name}" for name in LIVED_WITH]
    replies = [asked(service, turn, *ignored) for turn in rounds(pins())]
    print(f"{len(pins())} versions, asked of {service}.", *(reply.stdout + reply.stderr for reply in replies), sep="\n")
    return all(reply.returncode == 0 for reply in replies)


def audit_npm(lock):
    """Print what is known of the packages of npm that a lock names; return whether all is well."""
    print(f"{lock.relative_to(ROOT)}, asked of npm:", flush=True)
    return subprocess.run(["npm", "audit"], cwd=lock.parent).returncode == 0


if __name__ == "__main__":
    well = [audit_python(), *map(audit_npm, NPM_LOCKS)]
    sys.exit(0 if all(well) else "The audit failed: see above.")
