"""A real JupyterLab and a real Chromium, for tests and benchmarks.

    with jupyterlab(folder) as lab, chromium() as browser:
        with lab.open("00_start_here.ipynb", browser) as lesson:
            lesson.run_all()
            lesson.page.locator("svg")

The folder is copied, so that nothing here can change the repository.  The server keeps its settings to itself, the
browser speaks to loopback and to nothing else, and both are gone when the ``with`` ends, whatever happened inside.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import nbformat
import psutil
from packaging.version import Version
from playwright.sync_api import sync_playwright

SERVER_OPTIONS = [
    "--no-browser",
    "--allow-root",
    "--ServerApp.port_retries=0",
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True},
}
if Version(version("jupyterlab")) < Version("4.5"):  # it hides cells that are scrolled away: a reader scrolls back
    SETTINGS["@jupyterlab/notebook-extension/tracker"] = {"windowingMode": "none"}
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome"]
DEAD_PROXY = "http://127.0.0.1:9"  # whatever is not on loopback is sent here, where nobody answers
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--proxy-server={DEAD_PROXY}",
]

NOTEBOOK_IS_SHOWN = "() => Boolean(window.jupyterapp?.shell?.currentWidget?.context?.sessionContext)"
NOTEBOOK_IS_READY = """async () => {
    await window.jupyterapp.restored;
    const context = window.jupyterapp.shell.currentWidget.context;
    await context.ready;
    await context.sessionContext.ready;
    await context.sessionContext.session.kernel.info;
}"""
WITHIN = """([promised, argument, seconds]) => Promise.race([
    eval(promised)(argument),
    new Promise((_, fail) => setTimeout(() => fail(`not done in ${seconds} s: ${promised}`), 1000 * seconds)),
])"""
COMMAND = "name => window.jupyterapp.commands.execute(name).then(() => null)"
KERNEL_ID = "() => window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.id"
ERRORS = """() => window.jupyterapp.shell.currentWidget.context.model.toJSON().cells
    .flatMap(cell => cell.outputs ?? [])
    .filter(output => output.output_type === "error")
    .map(output => `${output.ename}: ${output.evalue}`)"""


# --- the server -------------------------------------------------------------------------------------------------------


@contextmanager
def jupyterlab(notebooks=None):
    """Start JupyterLab on a copy of the folder ``notebooks`` and give a ``Lab``; stop it and its kernels at the end."""
    with tempfile.TemporaryDirectory(prefix="lossedu-lab-", ignore_cleanup_errors=True) as home:
        lab = Lab(Path(home), port=free_port(), token=secrets.token_hex(16))
        copy_notebooks(notebooks, lab.root)
        write_settings(lab.home)
        with (lab.home / "server.log").open("w") as log:
            server = subprocess.Popen(lab.command, env=lab.environment, stdout=log, stderr=log, start_new_session=True)
            try:
                lab.wait_until_up(server)
                yield lab
            finally:
                stop(server)


@dataclass
class Lab:
    """A running JupyterLab: where it is, what is in its folder, and how to open a notebook in it."""

    home: Path
    port: int
    token: str

    @property
    def root(self):
        return self.home / "notebooks"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self):
        own = [f"--ServerApp.root_dir={self.root}", f"--ServerApp.port={self.port}"]
        return [sys.executable, "-m", "jupyterlab", *SERVER_OPTIONS, *own, f"--IdentityProvider.token={self.token}"]

    @property
    def environment(self):
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        return os.environ | {name: str(self.home / folder) for name, folder in folders.items()}

    def request(self, path, method="GET"):
        """Ask the server's REST API, and return what it says."""
        request = Request(f"{self.url}/{path}", method=method, headers={"Authorization": f"token {self.token}"})
        with urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def wait_until_up(self, server, seconds=60):
        deadline = time.monotonic() + seconds
        while server.poll() is None and time.monotonic() < deadline:
            with suppress(URLError, ConnectionError, TimeoutError):
                return self.request("api/status")
            time.sleep(0.1)
        raise RuntimeError("JupyterLab did not start:\n" + (self.home / "server.log").read_text())

    def write(self, name, *cells):
        """Write a notebook with one code cell for each text in ``cells``, and return its name."""
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        code = [nbformat.v4.new_code_cell(cell) for cell in cells]
        nbformat.write(nbformat.v4.new_notebook(metadata=kernel, cells=code), self.root / name)
        return name

    def kill_kernel(self, kernel_id):
        """Kill a kernel's process outright, as a crash or an exhausted memory would."""
        for process in psutil.process_iter(["cmdline"]):
            if any(f"kernel-{kernel_id}" in part for part in process.info["cmdline"] or []):
                process.kill()
                return process.wait(10)
        raise LookupError(f"no process runs kernel {kernel_id}")

    def open(self, name, browser, port=None):
        """Open a notebook in a fresh browser profile and return the ``Lesson``, ready to run; ``port``: of a proxy."""
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
        url = f"http://127.0.0.1:{port or self.port}/lab/tree/{name}?reset&token={self.token}"
        lesson = Lesson(self, context.new_page(), url)
        lesson.load()
        return lesson


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def copy_notebooks(notebooks, root):
    root.mkdir()
    if notebooks:
        shutil.copytree(notebooks, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))


def write_settings(home):
    for plugin, settings in SETTINGS.items():
        file = home / "settings" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings))


def stop(server):
    """End the server, which ends its kernels; end by force whatever is left."""
    family = [server, *psutil.Process(server.pid).children(recursive=True)] if server.poll() is None else [server]
    server.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        server.wait(10)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    server.wait()


# --- the browser ------------------------------------------------------------------------------------------------------


def find_chromium():
    """Return the path of a Chromium: the one that the variable CHROMIUM names, or the first that is installed."""
    wanted = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else CHROMIUM_NAMES
    found = [path for name in wanted if (path := shutil.which(name))]
    if not found:
        raise FileNotFoundError(
            f"These tests move sliders in a real browser, and found none (looked for: {', '.join(wanted)}).\n"
            "Install one (Debian, Ubuntu: apt install chromium), or put its path in the variable CHROMIUM."
        )
    return found[0]


@contextmanager
def chromium(*options):
    """Start a headless Chromium, with these options besides, that can reach loopback and nothing else."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*CHROMIUM_OPTIONS, *options])
        try:
            yield browser
        finally:
            browser.close()


def on_loopback(url):
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about", "chrome"} or parts.hostname in {"127.0.0.1", "localhost", "::1"}


def as_bytes(frame):
    return frame.encode() if isinstance(frame, str) else frame


@dataclass
class Lesson:
    """A notebook open in the browser, with everything it complained of and every address outside that it asked for."""

    lab: Lab
    page: object
    url: str
    complaints: list = field(default_factory=list)
    asked_outside: list = field(default_factory=list)
    received: list = field(default_factory=list)  # what came through websockets

    def __post_init__(self):
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        self.page.on("console", self._hear)
        self.page.on("websocket", self._listen)
        self.page.context.on("request", lambda request: self._note(request.url))

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _listen(self, websocket):
        self._note(websocket.url)
        websocket.on("framereceived", lambda frame: self.received.append(as_bytes(frame)))

    def _note(self, url):
        if not on_loopback(url):
            self.asked_outside.append(url)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.page.context.close()

    def load(self):
        """Load the page, again or for the first time, and wait for the notebook, its session and its kernel."""
        self.page.goto(self.url)
        self.page.wait_for_function(NOTEBOOK_IS_SHOWN, timeout=60_000)
        self.finish(NOTEBOOK_IS_READY)

    def finish(self, promised, argument=None, seconds=60):
        """Wait for an asynchronous JavaScript function to end, for so many seconds at most."""
        return self.page.evaluate(WITHIN, [promised, argument, seconds])

    def command(self, name):
        """Run a command of JupyterLab, such as ``"docmanager:save"``, and wait for its end."""
        self.finish(COMMAND, name)

    def run_all(self):
        """Run every cell and wait for the end; an error in a cell is an error here."""
        self.command("notebook:run-all-cells")
        errors = self.page.evaluate(ERRORS)
        assert not errors, "\n".join(errors)

    def save(self):
        self.command("docmanager:save")

    @property
    def kernel_id(self):
        return self.page.evaluate(KERNEL_ID)

    def kill_kernel(self):
        self.lab.kill_kernel(self.kernel_id)

    def cell(self, number):
        """Return the cell with that number, counted from 0."""
        return self.page.locator(".jp-Notebook-cell").nth(number)
