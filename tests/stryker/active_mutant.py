"""Tell the page which mutant is active: in a browser, figure.js as Stryker wrote it cannot read the environment."""

import os

import pytest


@pytest.fixture(autouse=True)
def active_mutant(page):
    page.evaluate("activeMutant => { globalThis.__stryker__ = {activeMutant} }", os.getenv("__STRYKER_ACTIVE_MUTANT__"))
