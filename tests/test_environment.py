"""One environment, told four times: pyproject.toml, the locks, environment.yml, and what Binder would build from it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from audit import NPM_LOCKS
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from versions import PYTHONS

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text())
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
CONDA_CALLS_IT = {"matplotlib": "matplotlib-base"}
MADE_FOR = {
    "requirements.lock": ["lab", "test", "bench"],
    "requirements-frameworks.lock": ["lab", "test", "frameworks"],
    "requirements-site.lock": ["lab", "site"],
    "requirements-trust.lock": ["lab", "test", "trust"],
}
LOCKS = [*MADE_FOR, "requirements-torch.lock"]
NPM = json.loads((ROOT / "site" / "package.json").read_text())


def asked(*extras):
    """Return what pyproject.toml asks for: package name → admitted versions."""
    lines = PYPROJECT["project"]["dependencies"] + [line for extra in extras for line in EXTRAS[extra]]
    wanted = [Requirement(line) for line in lines]
    return {canonicalize_name(item.name): item.specifier for item in wanted if item.name != "lossedu"}


def conda_asks():
    """Return what environment.yml asks for: ``name=1.2`` admits the series 1.2."""
    pairs = [re.match(r"([\w-]+)(.*)", line).groups() for line in ENVIRONMENT["dependencies"]]
    return {name: SpecifierSet(re.sub(r"^=([\d.]+)$", r"==\1.*", versions)) for name, versions in pairs}


def entries(lock):
    """Yield each requirement of a lock, with its hashes."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text(), flags=re.M)
    for entry in text.replace("\\\n", " ").strip().split("\n"):
        requirement, *hashes = re.split(r"\s+--hash=", entry.strip())
        yield Requirement(requirement), hashes


def locked(lock, python):
    """Return the versions that a lock chooses on Linux for one Python: package name → version."""
    full = {**default_environment(), "python_version": python, "python_full_version": f"{python}.1",
            "sys_platform": "linux", "platform_system": "Linux", "extra": ""}  # fmt: skip
    chosen = [item for item, _ in entries(lock) if item.marker is None or item.marker.evaluate(full)]
    return {canonicalize_name(item.name): next(iter(item.specifier)).version for item in chosen}


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    """What Binder would build, written by repo2docker's own code and built by nobody."""
    copy = tmp_path_factory.mktemp("binder") / "lossedu"
    copy.mkdir()
    for name in ("pyproject.toml", "environment.yml"):
        shutil.copy(ROOT / name, copy)
    shutil.copytree(ROOT / "binder", copy / "binder", symlinks=True)
    command = [
        sys.executable,
        "-m",
        "repo2docker",
        "--no-build",
        "--debug",
        "--user-id=1000",
        "--user-name=jovyan",
        copy,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_environment_yml_names_the_packages_of_pyproject():
    wanted = {CONDA_CALLS_IT.get(name, name) for name in asked("lab")}
    assert set(conda_asks()) == wanted | {"python", "pip"}


@pytest.mark.parametrize("python", PYTHONS)
def test_conda_admits_the_versions_of_the_lock(python):
    versions = locked("requirements.lock", python)
    for name in asked("lab"):
        assert versions[name] in conda_asks()[CONDA_CALLS_IT.get(name, name)], name


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", MADE_FOR)
def test_the_locks_choose_what_pyproject_admits(lock, python):
    versions = locked(lock, python) | locked("requirements-torch.lock", python)
    for name, admitted in asked(*MADE_FOR[lock]).items():
        assert versions[name] in admitted, name


@pytest.mark.parametrize("python", PYTHONS)
def test_lesson_09_runs_on_the_versions_of_the_other_lessons(python):
    course, frameworks = locked("requirements.lock", python), locked("requirements-frameworks.lock", python)
    shared = course.keys() & frameworks.keys()
    assert {"numpy", "matplotlib", "sympy", "nbval"} <= shared
    assert {name: frameworks[name] for name in shared} == {name: course[name] for name in shared}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_of_a_lock_is_one_version_with_its_hashes(lock):
    for requirement, hashes in entries(lock):
        assert [item.operator for item in requirement.specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_brings_libraries_for_a_gpu(lock):
    assert [item.name for item, _ in entries(lock) if re.match("nvidia|cuda|triton", item.name)] == []


def test_every_lock_is_known_here():
    assert sorted(path.name for path in ROOT.glob("requirements*.lock")) == sorted(LOCKS)


def test_pyproject_gives_a_reason_for_each_dependency():
    text = (ROOT / "pyproject.toml").read_text()
    lines = PYPROJECT["build-system"]["requires"] + sum(EXTRAS.values(), PYPROJECT["project"]["dependencies"])
    others = [line for line in lines if not line.startswith("lossedu[")]
    assert [line for line in others if not re.search(rf'"{re.escape(line)}".* # \S', text)] == []


def test_the_page_on_the_site_gives_a_reason_for_each_package_of_npm():
    rows = re.findall(r"^\| `(\S+)` \| (?:\S+ )+\|$", (ROOT / "docs" / "site.md").read_text(), re.M)
    assert {*NPM["dependencies"], *NPM["devDependencies"]} <= {*rows}


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda path: path.parent.name)
def test_npm_fetches_one_version_of_each_package_with_its_hash(lock):
    asked_for = json.loads(lock.with_name("package.json").read_text())
    versions = asked_for.get("dependencies", {}) | asked_for["devDependencies"]
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    entries = {path: entry for path, entry in json.loads(lock.read_text())["packages"].items() if path}
    assert {name: entries[f"node_modules/{name}"]["version"] for name in versions} == versions
    assert [path for path, entry in entries.items() if not entry.get("integrity", "").startswith("sha512-")] == []


def test_binder_reads_the_environment_of_the_project():
    assert os.readlink(ROOT / "binder" / "environment.yml") == "../environment.yml"
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)
    assert sorted(path.name for path in (ROOT / "binder").iterdir()) == ["environment.yml", "postBuild"]


def test_binder_would_build_on_the_python_of_environment_yml(dockerfile):
    (python,) = conda_asks()["python"]
    assert python.version.removesuffix(".*") in PYTHONS
    assert f"environment-2epy-2d{python.version.removesuffix('.*').replace('.', '-2e')}-2d" in dockerfile


def test_binder_would_install_environment_yml_and_then_the_package(dockerfile):
    update = re.search(r"MAMBA_EXE\} env update .*--file \"?binder/environment\.yml", dockerfile)
    assert update.start() < dockerfile.index("RUN ./binder/postBuild")
    assert "pip install --no-deps -e ." in (ROOT / "binder" / "postBuild").read_text()


def test_binder_would_install_nothing_else(dockerfile):
    assert "requirements" not in dockerfile
    assert dockerfile.count("apt-get -qq install") == 2  # repo2docker's own
