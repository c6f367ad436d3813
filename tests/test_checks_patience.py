"""A check survives whatever an attempt does: it hangs, prints, raises, warns, or writes into its arguments."""

import itertools
import statistics
import sys
import threading
import time
import warnings

import numpy as np
import pytest
from attempts_at_exercises import ARGUMENTS, attempt
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from right_answers import RIGHT

from lossedu import checks
from lossedu.checks import diagnosis


def right_cost(y, p):
    return np.where(y == 1, -np.log(p), -np.log(1 - p)).mean()


def endless(y, p):
    n = 0
    while True:
        n += 1


def endless_for_one_input(y, p):
    while len(y) == 5:
        pass
    return right_cost(y, p)


def endless_and_deaf_to_errors(y, p):
    while True:
        try:
            sum(itertools.repeat(1, 1000))
        except Exception:
            continue


def endless_and_deaf_three_times(y, p):
    for _ in range(3):
        try:
            endless(y, p)
        except BaseException:
            continue
    endless(y, p)


def endless_only_at_the_ends(y, p):
    while 0 in p:
        pass
    return right_cost(y, p)


def asleep(y, p):
    time.sleep(30)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(diagnosis, "SECONDS", 0.3)


ENDLESS = [
    endless,
    endless_for_one_input,
    endless_and_deaf_to_errors,
    endless_and_deaf_three_times,
    endless_only_at_the_ends,
]


@pytest.mark.parametrize("function", ENDLESS)
def test_a_function_that_never_ends_is_stopped_with_a_kind_word(function, impatient):
    begin, threads = time.monotonic(), threading.enumerate()
    verdict = checks.check_binary_cross_entropy(function)
    assert time.monotonic() - begin < 5
    assert verdict.status == "wrong"
    assert "was stopped" in verdict.message
    assert verdict.case.came == "nothing yet"
    assert not set(threading.enumerate()).difference(threads)


def test_the_case_of_an_endless_function_is_the_input_that_it_was_busy_with(impatient):
    assert len(checks.check_binary_cross_entropy(endless_for_one_input).case.inputs["y"]) == 5


def test_a_function_that_sleeps_does_not_hold_the_check(impatient):
    begin = time.monotonic()
    assert "was stopped" in checks.check_binary_cross_entropy(asleep).message
    assert time.monotonic() - begin < 5


def test_an_attempt_runs_in_a_thread_that_nothing_slows_and_that_does_not_keep_python_from_ending():
    seen = []
    checks.check_binary_cross_entropy(lambda y, p: seen.append((threading.current_thread().daemon, sys.gettrace())))
    assert set(seen) == {(True, None)}


def test_a_check_waits_for_each_call_two_seconds():
    begin = time.monotonic()
    checks.check_binary_cross_entropy(endless)
    assert 2 <= time.monotonic() - begin < 6


def test_a_function_may_take_its_time():
    def slow(y, p):
        time.sleep(0.2)
        return right_cost(y, p)

    assert checks.check_binary_cross_entropy(slow).status == "right"


def test_a_check_works_in_a_thread_that_is_not_the_first(impatient):
    verdicts = []
    functions = (right_cost, endless)
    worker = threading.Thread(target=lambda: verdicts.extend(map(checks.check_binary_cross_entropy, functions)))
    worker.start()
    worker.join(10)
    assert [verdict.status for verdict in verdicts] == ["right", "wrong"]


@pytest.fixture
def no_threads(monkeypatch):
    def cannot_start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", cannot_start)


@pytest.mark.parametrize(
    ("function", "status"), [(right_cost, "right"), (endless, "wrong"), (endless_and_deaf_to_errors, "wrong")]
)
def test_a_browser_without_threads_checks_as_well(function, status, no_threads, impatient):
    tracer = sys.gettrace()
    assert checks.check_binary_cross_entropy(function).status == status
    assert sys.gettrace() is tracer


def a_cost_near_the_largest_float(y, p):
    return 1e308 * p[0]


@pytest.mark.parametrize(
    "function",
    [lambda y, p: 2.5 * right_cost(y, p), lambda y, p: -np.mean(p * np.log(y)), a_cost_near_the_largest_float],
)
def test_a_browser_whose_reader_lets_numpy_raise_gets_the_same_verdict(function, no_threads):
    with np.errstate(all="raise"):
        strict = checks.check_binary_cross_entropy(function)
    assert repr(strict) == repr(checks.check_binary_cross_entropy(function))


def test_a_debugger_goes_on_tracing_after_a_check_without_threads(no_threads):
    def debugger(frame, event, argument):
        return None

    before = sys.gettrace()
    sys.settrace(debugger)
    try:
        checks.check_binary_cross_entropy(right_cost)
        assert sys.gettrace() is debugger
    finally:
        sys.settrace(before)


# ── prints, warnings, exceptions, changed arguments ──────────────────────────────────────────────────────────────────


def test_what_an_attempt_prints_is_printed(capsys):
    def talking(y, p):
        print("N is", len(y))
        return right_cost(y, p)

    assert checks.check_binary_cross_entropy(talking).status == "right"
    assert "N is 4\n" in capsys.readouterr().out


def test_warnings_of_an_attempt_do_not_leak():
    def warning(y, p):
        warnings.warn("look out", stacklevel=1)
        np.log(np.zeros(3))
        return right_cost(y, p)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert checks.check_binary_cross_entropy(warning).status == "right"
    assert caught == []


def test_a_check_leaves_the_settings_of_the_reader_alone():
    filters, errors = list(warnings.filters), np.geterr()
    checks.check_binary_cross_entropy(lambda y, p: np.seterr(all="raise") and right_cost(y, p))
    assert (warnings.filters, np.geterr()) == (filters, errors)


class Oops(BaseException):
    """An exception that ``except Exception`` does not catch."""


@pytest.mark.parametrize("error", [ValueError("no such label"), Oops("no such label"), SystemExit("no such label")])
def test_an_exception_is_shown_as_the_learners_with_the_input_that_caused_it(error):
    def raising(y, p):
        if len(y) == 5:
            raise error
        return right_cost(y, p)

    verdict = checks.check_binary_cross_entropy(raising)
    assert (verdict.status, verdict.mistake) == ("wrong", "raises")
    assert f"{type(error).__name__}: no such label" in verdict.message
    assert len(verdict.case.inputs["y"]) == 5
    with pytest.raises(type(error)):
        raising(*verdict.case.inputs.values())


def test_the_case_can_be_tried_again():
    def sums(y, p):
        return right_cost(y, p) * len(y)

    case = checks.check_binary_cross_entropy(sums).case
    assert sums(*case.inputs.values()) == case.came
    assert right_cost(*case.inputs.values()) == pytest.approx(case.expected)


def test_inputs_stay_the_same_for_the_next_attempt():
    def spoiling(y, p):
        y[:], p[:] = 7, 7
        return 0.0

    assert checks.check_binary_cross_entropy(spoiling).mistake == "mutates-input"
    assert checks.check_binary_cross_entropy(right_cost).status == "right"


def test_changing_arguments_at_the_ends_alone_is_told_too():
    def mending(y, p):
        p[p == 0] = 1e-12
        return right_cost(y, p)

    assert checks.check_binary_cross_entropy(mending).mistake == "mutates-input"


# ── in a kernel ──────────────────────────────────────────────────────────────────────────────────────────────────────

IN_A_KERNEL = """
from lossedu.checks import check_sigmoid, diagnosis
diagnosis.SECONDS = 0.5

def talking(z):
    print("asked")
    raise ValueError("not yet")

def endless(z):
    while True:
        pass

check_sigmoid(talking), check_sigmoid(endless)
"""


def test_prints_and_endless_loops_are_handled_in_a_kernel():
    notebook = new_notebook(cells=[new_code_cell(IN_A_KERNEL), new_code_cell("print('next cell')")])
    NotebookClient(notebook, timeout=60).execute()
    outputs = notebook.cells[0].outputs
    assert "asked" in "".join(output.text for output in outputs if output.output_type == "stream")
    shown = outputs[-1].data["text/plain"]
    assert "ValueError: not yet" in shown
    assert "was stopped" in shown
    assert notebook.cells[1].outputs[0].text == "next cell\n"


ENDLESS_FUNCTION = """
def endless(x):
    print("busy", flush=True)
    while True:
        pass
"""
ENDLESS_HERE = {
    "a check": """
from lossedu import checks
checks.diagnosis.SECONDS = 60
checks.check_sigmoid(endless)""",
    "a figure": """
from matplotlib.figure import Figure
from lossedu.live import LiveFigure
ax = Figure().add_subplot()
LiveFigure(ax.figure, {ax.plot([], [])[0]: lambda x: endless(x)}, x=[0, 1])""",
}


NOTHING_IS_LEFT = """
import threading
assert not [thread for thread in threading.enumerate() if thread.name.startswith("Thread") and "fulfil" in thread.name]
"""


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel()
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("where", ENDLESS_HERE)
def test_the_stop_button_ends_an_endless_function_at_once_and_the_next_cell_runs(where, kernel):
    manager, client = kernel
    busy = client.execute(ENDLESS_FUNCTION + ENDLESS_HERE[where], stop_on_error=False)  # nor refuse the next cell
    answer(client.get_iopub_msg, busy, "stream")
    begin = time.monotonic()
    manager.interrupt_kernel()
    assert answer(client.get_shell_msg, busy, "execute_reply")["ename"] == "KeyboardInterrupt"
    assert time.monotonic() - begin < 5
    after = client.execute(NOTHING_IS_LEFT)
    done = answer(client.get_shell_msg, after, "execute_reply")
    assert done["status"] == "ok", done


def answer(get, request, kind):
    """Return the first message of that kind that answers the request."""
    while True:
        message = get(timeout=30)
        if (message["msg_type"], message["parent_header"].get("msg_id")) == (kind, request):
            return message["content"]


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("check", ARGUMENTS, ids=lambda check: check.__name__)
def test_an_ordinary_attempt_is_checked_in_less_than_50_milliseconds(check):
    functions = [attempt(check, RIGHT[check][0]), attempt(check, RIGHT[check][4])]
    assert statistics.median(seconds_for(check, function) for function in functions * 5) < 0.05


def seconds_for(check, function):
    begin = time.process_time()
    check(function)
    return time.process_time() - begin
