"""The workflows, and the tools that the scheduled one runs: what they call is there, and silence is no success."""

import re
import shlex
import subprocess
from pathlib import Path
from types import SimpleNamespace

import audit
import pytest
import versions
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = {path.stem: yaml.load(path.read_text(), yaml.BaseLoader) for path in ROOT.glob(".github/workflows/*.yml")}
JOBS = {f"{name}: {job}": steps for name, workflow in WORKFLOWS.items() for job, steps in workflow["jobs"].items()}
COMMANDS = {job: [step["run"] for step in body["steps"] if "run" in step] for job, body in JOBS.items()}

REPORT = '<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10"/></testsuites>'


def each_job(test):
    return pytest.mark.parametrize("job", JOBS)(test)


# --- the workflows ----------------------------------------------------------------------------------------------------


@each_job
def test_a_workflow_runs_make_and_nothing_that_cannot_be_run_at_home(job):
    assert COMMANDS[job]
    assert [shlex.split(command)[0] for command in COMMANDS[job]] == ["make"] * len(COMMANDS[job])


@each_job
def test_the_makefile_has_each_target_that_a_workflow_calls(job):
    for command in COMMANDS[job]:
        targets = [word for word in shlex.split(command)[1:] if "=" not in word]
        assert targets, command
        subprocess.run(["make", "--dry-run", "--silent", *targets], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@each_job
def test_each_action_of_a_workflow_is_of_a_named_version(job):
    actions = [step["uses"] for step in JOBS[job]["steps"] if "uses" in step]
    assert "actions/checkout@v4" in actions
    assert [action for action in actions if not re.fullmatch(r"actions/[\w-]+@v\d+", action)] == []


def test_every_week_all_of_it_is_asked():
    assert WORKFLOWS["trust"]["on"].keys() == {"schedule", "workflow_dispatch"}
    assert re.fullmatch(r"\d+ \d+ \* \* \d", WORKFLOWS["trust"]["on"]["schedule"][0]["cron"])
    assert WORKFLOWS["trust"]["jobs"].keys() == {"versions", "mutants", "audit"}


def test_the_workflow_tries_both_ends_on_every_python_that_is_admitted():
    strategy = WORKFLOWS["trust"]["jobs"]["versions"]["strategy"]
    assert strategy["matrix"] == {"python": versions.PYTHONS, "versions": list(versions.ENDS)}
    assert strategy["fail-fast"] == "false"


# --- make versions ----------------------------------------------------------------------------------------------------


@pytest.fixture
def tried(monkeypatch):
    """What would be tried where only Python 3.12 is found, and every test passes but with the lowest versions."""
    tries = []

    def row(python, program, end):
        tries.append((python, program, end))
        return [python, end, *["1"] * (len(versions.HEADINGS) - 2)], end == "newest"

    monkeypatch.setattr(versions, "find", lambda python: "/a/python" if python == "3.12" else "")
    monkeypatch.setattr(versions, "row", row)
    return tries


def test_each_python_that_is_found_is_tried_with_both_ends(tried):
    versions.main([])
    assert tried == [("3.12", "/a/python", "lowest"), ("3.12", "/a/python", "newest")]


def test_a_word_limits_the_tries(tried):
    assert versions.main(["newest", "3.12"])
    assert tried == [("3.12", "/a/python", "newest")]


def test_one_failure_fails_the_whole(tried, capsys):
    assert not versions.main(["3.12"])
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["Python", "versions"],
        ["3.12", "lowest"],
        ["3.12", "newest"],
    ]


def test_a_python_that_is_not_found_is_named_and_fails_if_it_was_asked_for(tried, capsys):
    assert versions.main(["newest"])
    assert "Python 3.14 is admitted, but was not found here" in capsys.readouterr().out
    assert not versions.main(["newest", "3.12", "3.14"])
    assert not versions.main(["newest", "3.14"])


def test_a_word_that_is_neither_a_python_nor_an_end_is_refused(tried):
    with pytest.raises(SystemExit, match=r"3\.10: not one of 3\.11, "):
        versions.main(["3.10"])
    assert tried == []


def test_the_table_counts_what_passed_failed_and_was_left_out(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    assert versions.counts(tmp_path / "report.xml") == [4, 3, 3]
    assert versions.counts(tmp_path / "none.xml") == ["not run"] * 3


def test_what_follows_a_step_that_failed_is_not_run(tmp_path):
    assert versions.done(["true"], ["touch", tmp_path / "first"])
    assert not versions.done(["false"], ["touch", tmp_path / "second"])
    assert [path.name for path in tmp_path.iterdir()] == ["first"]


# --- make audit -------------------------------------------------------------------------------------------------------


def reply(known):
    """What pip-audit says: of an old Jinja if it can be asked at all, and of NumPy."""

    def asked(service, pins, *options):
        weak = [pin for pin in pins if pin in known.get(service, []) and "--ignore-vuln=CVE-1" not in options]
        said = [{"name": pin, "vulns": [{"id": "CVE-1", "fix_versions": []}]} for pin in weak]
        return SimpleNamespace(returncode=1 if weak else 0, stdout=str(said).replace("'", '"'), stderr="")

    return asked


def test_every_version_in_every_lock_is_asked_about_once():
    pins, rounds = audit.pins(), audit.rounds(audit.pins())
    assert sorted(pin for turn in rounds for pin in turn) == pins
    assert len({pin for pin in pins if pin.startswith("scipy==")}) == 2  # one for Python 3.11, one for those after it
    assert any(pin.startswith("torch==") for pin in pins)
    for turn in rounds:
        assert len({pin.split("==")[0] for pin in turn}) == len(turn)


@pytest.mark.parametrize("service", audit.SERVICES)
def test_the_audit_is_well_where_the_old_weakness_is_known_and_no_other(monkeypatch, capsys, service):
    monkeypatch.setattr(audit, "asked", reply({service: audit.WEAK}))
    assert audit.audit_python()
    assert f"asked of {service}." in capsys.readouterr().out


def test_the_audit_fails_where_no_service_knows_the_old_weakness(monkeypatch, capsys):
    monkeypatch.setattr(audit, "asked", reply({}))
    assert not audit.audit_python()
    assert capsys.readouterr().out.startswith("Nothing is known: neither osv nor pypi could be asked")


def test_the_audit_fails_at_a_weakness_until_a_sentence_says_why_it_is_lived_with(monkeypatch):
    monkeypatch.setattr(audit, "asked", reply({"osv": [*audit.WEAK, audit.pins()[-1]]}))
    assert not audit.audit_python()
    monkeypatch.setitem(audit.LIVED_WITH, "CVE-1", "Nobody calls it.")
    assert audit.audit_python()


def test_each_weakness_that_is_lived_with_has_a_sentence():
    assert [name for name, why in audit.LIVED_WITH.items() if not re.fullmatch(r"[A-Z].+\.", why)] == []
