"""Running functions that may never end: each call is given some seconds, and then it is stopped."""

import ctypes
import sys
import time
import warnings
from concurrent.futures import Future, wait
from threading import Thread

import numpy as np


class TookTooLong(BaseException):
    """Raised inside a function whose time is over; not an ``Exception``, so that ``except Exception`` lets it pass."""


class Patience:
    """Runs work in a thread of its own, and stops it when one call in it takes too long.

    A thread works on every system and under any kernel.  A browser has none: there each line is watched.  What cannot
    be stopped, a loop inside a C function or one that catches everything, is left behind.
    """

    def __init__(self, seconds):
        self.seconds = seconds
        self.has_thread = True
        self.inputs = ()  # of the call that is running
        self.overflowed = False

    def run(self, work):
        """Return ``work()`` or raise what it raises; raise ``TookTooLong`` when a call in it takes too long."""
        self.wind_up()
        future = Future()
        worker = Thread(target=fulfil, args=(future, work), daemon=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                worker.start()
                self.wait_for(worker, future)
            except RuntimeError:
                self.has_thread = False
                return work()
            finally:  # the reader may interrupt at any time
                stop(worker, future)
        if not future.done():
            raise TookTooLong
        worker.join()
        return future.result()

    def call(self, function, given, inputs):
        """Return ``function(*given)``, within the time for one call; ``inputs`` says what is running."""
        self.inputs = inputs
        self.wind_up()
        with np.errstate(all="ignore", over="call", call=self.note_overflow):
            answer = function(*given) if self.has_thread else self.watched(function, given)
        self.wind_up()
        return answer

    def note_overflow(self, kind, flag):
        """Remember that a number became too large for the computer, though it may not be felt in the answer."""
        self.overflowed = True

    def wind_up(self):
        """Start the seconds anew."""
        self.deadline = time.monotonic() + self.seconds

    def wait_for(self, worker, future):
        """Wait until the work is done, and stop it when it is late."""
        warned = 0
        while not future.done() and warned < 3:
            wait([future], max(self.deadline - time.monotonic(), 0.1))
            if not future.done() and time.monotonic() > self.deadline:
                stop(worker, future)
                warned += 1

    def watched(self, function, given):
        """Call the function without a thread, and look at the clock before each of its lines."""

        def look(frame, event, argument):
            if time.monotonic() > self.deadline:
                raise TookTooLong
            return look

        before = sys.gettrace()
        sys.settrace(look)
        try:
            return function(*given)
        finally:
            sys.settrace(before)


def fulfil(future, work):
    """Put into ``future`` what the work returns or raises."""
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)


def stop(worker, future):
    """Raise ``TookTooLong`` inside the thread, if its work is not done.

    The thread is not asked whether it lives: when a ``join`` is interrupted, Python 3.11 takes it for dead.
    """
    if worker.ident and not future.done():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(TookTooLong))
        wait([future], 0.1)
