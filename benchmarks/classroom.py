"""A class on one machine: what a learner waits for, and what a learner weighs.

    make classroom                                                   # everything: about forty minutes
    make classroom ARGS="--learners 3 5 --lessons 03 --over 0"       # a part of it

One run is one class: a real JupyterHub with its proxy, on loopback, and learners who each start a server, open a
lesson, start a kernel and run all its cells.  They come *at once* (everybody clicks at the same second: the worst case)
or *over two minutes*, evenly spread (the usual case).  Everything runs on this one machine: hub, proxy, servers,
kernels, and the learners too.  Each run has a new hub and new homes, so that every learner comes for the first time.

*Learners.*  All but one are thin: they speak to the hub's REST API, to their server's and to their kernel's websocket
as JupyterLab does, but they load no scripts and draw nothing.  One is a real Chromium, in the middle of the class, that
signs in and opens JupyterLab.  Its outputs are cleared before its cells run, so that no stored figure counts.

*Waiting.*  The clock of a learner starts with the click that asks for the server.  It is read when the server is up,
when the first figure that lives has come (lesson 08 has none: the first bar that follows the training), and when the
last cell is done.  In the browser it starts with "sign in" and is read when the lesson is on the screen with its kernel
ready, when that figure is drawn, and when the last cell is done.

*Memory.*  Read when all are done and all kernels still live.  PSS: what is shared between processes is divided among
them, so that the sum is what the class takes on one machine.  RSS counts shared pages in each process: what a learner
alone in a container takes.

*The machine* is named above the table, and how busy other work kept it in the three seconds before each class, in the
last column: figures taken on a busy machine are too high.

The hub lives in an environment of its own, ``.venv-hub``, which ``make classroom`` makes (it needs npm, for the proxy).
``make bench`` runs this script too, and is told so kindly where that environment is missing.
"""

import argparse
import asyncio
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

import numpy as np
import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from real_jupyterlab import ERRORS, NOTEBOOK_IS_READY, NOTEBOOK_IS_SHOWN, Lesson, chromium, free_port, stop

ROOT = Path(__file__).parents[1]
HUB = ROOT / ".venv-hub"
MISSING = (
    "A class needs a JupyterHub, which is not here yet. To make one, in .venv-hub, and hold the class: make classroom"
)
PATIENCE = 300  # seconds for one learner, from the click to the last cell
SETTINGS = {
    "JupyterHub.db_url": "sqlite:///:memory:",
    "JupyterHub.authenticator_class": "dummy",
    "JupyterHub.spawner_class": "simple",
    "JupyterHub.load_roles": [{"name": "class", "services": ["class"], "scopes": ["admin:servers", "access:servers"]}],
    "ConfigurableHTTPProxy.command": [str(HUB / "node_modules/.bin/configurable-http-proxy")],
    "Spawner.cmd": [str(HUB / "bin/jupyterhub-singleuser")],
    "Spawner.args": [
        "--allow-root",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ],
    "Spawner.start_timeout": PATIENCE,
    "Spawner.http_timeout": PATIENCE,
}
LIVING = "application/vnd.jupyter.widget-view+json"

RUN_FROM_EMPTY = """() => {
    const run = name => window.jupyterapp.commands.execute(name);
    run("notebook:clear-all-cell-outputs")
        .then(() => run("notebook:run-all-cells"))
        .then(() => { window.allIsDone = true; });
}"""
FIGURE_IS_SHOWN = """type => {
    const notebook = window.jupyterapp.shell.currentWidget;
    const cells = notebook.context.model.toJSON().cells;
    const index = cells.findIndex(cell => cell.outputs?.some(output => output.data?.[type]));
    if (index >= 0) notebook.content.scrollToItem(index, "center");
    return window.allIsDone || document.querySelector(".jp-OutputArea :is(svg[role=img], .widget-hprogress)");
}"""


# --- the hub ----------------------------------------------------------------------------------------------------------


@contextmanager
def jupyterhub(names):
    """Start a JupyterHub in which each of ``names`` has a home with the lessons; stop it and all it started."""
    with tempfile.TemporaryDirectory(prefix="lossedu-class-", ignore_cleanup_errors=True) as home:
        hub = Hub(Path(home), names)
        hub.prepare()
        with (hub.home / "hub.log").open("w") as log:
            process = subprocess.Popen(hub.command, cwd=home, stdout=log, stderr=log, start_new_session=True)
            try:
                hub.wait_until_up(process)
                yield hub
            finally:
                stop(process)
                end_all_in(home)


def end_all_in(folder):
    """End by force what is left: servers and kernels that work in that folder, and the browser."""
    ours = psutil.Process().children(recursive=True)
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process in ours or Path(process.cwd()).is_relative_to(folder):
                process.kill()


@dataclass
class Hub:
    """A running JupyterHub: where it is, who may come, and how much its processes weigh."""

    home: Path
    names: list
    port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    process: subprocess.Popen = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def command(self):
        return [HUB / "bin/python", "-m", "jupyterhub", "--config", self.home / "config.py"]

    @property
    def settings(self):
        return SETTINGS | {
            "JupyterHub.bind_url": self.url,
            "JupyterHub.hub_bind_url": f"http://127.0.0.1:{free_port()}",
            "ConfigurableHTTPProxy.api_url": f"http://127.0.0.1:{free_port()}",
            "JupyterHub.cookie_secret": secrets.token_bytes(32),
            "JupyterHub.services": [{"name": "class", "api_token": self.token}],
            "Authenticator.allowed_users": set(self.names),
            "DummyAuthenticator.password": self.token,
            "SimpleLocalProcessSpawner.home_dir_template": str(self.home / "{username}"),
        }

    def prepare(self):
        """Write the settings, and give each learner a home with the lessons."""
        lines = [f"c.{name} = {value!r}\n" for name, value in self.settings.items()]
        (self.home / "config.py").write_text("".join(lines))
        for name in self.names:
            shutil.copytree(ROOT / "notebooks", self.home / name, ignore=shutil.ignore_patterns(".*"))

    def wait_until_up(self, process, seconds=60):
        self.process = process
        deadline = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(URLError, ConnectionError, TimeoutError):
                return urlopen(f"{self.url}/hub/health", timeout=10).close()
            time.sleep(0.1)
        raise RuntimeError("JupyterHub did not start:\n" + (self.home / "hub.log").read_text())

    async def ask(self, path, method="GET", body=None):
        """Ask the hub, or through it a learner's server, and return what it says."""
        data = json.dumps(body) if body is not None else "" if method == "POST" else None
        request = HTTPRequest(self.url + path, method, self.headers, data, request_timeout=PATIENCE)
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        if answer.error:
            raise RuntimeError(f"{method} {path}: {answer.code} {answer.body[:200]!r}") from answer.error
        return answer.body

    @property
    def headers(self):
        return {"Authorization": f"token {self.token}"}

    def weigh(self):
        """Return the memory of each learner, as (server, kernels), and of hub and proxy together."""
        hub = psutil.Process(self.process.pid)
        servers = [child for child in hub.children() if any("singleuser" in part for part in child.cmdline())]
        others = [hub, *(child for child in hub.children() if child not in servers)]
        learners = [(weight([server]), weight(server.children(recursive=True))) for server in servers]
        return learners, weight(others)


def weight(processes):
    """Return PSS and RSS of these processes together, in MB."""
    memories = [process.memory_full_info() for process in processes]
    return np.array([sum(memory.pss for memory in memories), sum(memory.rss for memory in memories)]) / 1e6


# --- a learner who speaks as JupyterLab does --------------------------------------------------------------------------


@dataclass
class Visit:
    """What one learner saw: seconds from the click to each event, and what went wrong."""

    seconds: dict = field(default_factory=dict)
    error: str = ""
    start: float = 0

    def begin(self):
        self.start = time.monotonic()

    def mark(self, event):
        self.seconds.setdefault(event, time.monotonic() - self.start)


async def learn(hub, name, lesson, opens):
    """Come at the time ``opens``, run all cells of the lesson, and return the ``Visit``."""
    await asyncio.sleep(opens - time.monotonic())
    visit = Visit()
    with noted(visit):
        async with asyncio.timeout(PATIENCE):
            visit.begin()
            await start_server(hub, name)
            visit.mark("server")
            await run_all(hub, name, lesson, visit)
            visit.mark("end")
    return visit


@contextmanager
def noted(visit):
    """Write down an error and go on: one learner's trouble is a result, not the end of the class."""
    try:
        yield
    except Exception as error:
        visit.error = f"{type(error).__name__}: {error}"


async def start_server(hub, name):
    """Ask for the server and follow its progress, as the hub's own waiting page does."""
    await hub.ask(f"/hub/api/users/{name}/server", "POST")
    progress = await hub.ask(f"/hub/api/users/{name}/server/progress")
    if b'"ready": true' not in progress:
        raise RuntimeError(f"no server: {progress[-300:].decode()}")


async def run_all(hub, name, lesson, visit):
    notebook = json.loads(await hub.ask(f"/user/{name}/api/contents/{lesson}?type=notebook"))["content"]
    opened = {"path": lesson, "name": lesson, "type": "notebook", "kernel": {"name": "python3"}}
    kernel = json.loads(await hub.ask(f"/user/{name}/api/sessions", "POST", opened))["kernel"]["id"]
    address = f"{hub.url.replace('http', 'ws', 1)}/user/{name}/api/kernels/{kernel}/channels"
    request = HTTPRequest(address, headers=hub.headers, request_timeout=PATIENCE)
    wire = await websocket_connect(request, max_message_size=2**28)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            await run(wire, cell["source"], visit)


async def run(wire, code, visit):
    """Run one cell and hear its messages to the end; the first figure is marked, an error is an error here."""
    asked = request_to_run(code)
    await wire.write_message(json.dumps(asked))
    async for message in answers(wire, asked["header"]["msg_id"]):
        content = message["content"]
        if message["msg_type"] == "error":
            raise RuntimeError(f"{content['ename']}: {content['evalue']}")
        if LIVING in content.get("data", ()):
            visit.mark("figure")


def request_to_run(code):
    header = {"msg_id": uuid4().hex, "msg_type": "execute_request", "username": "", "session": "", "version": "5.4"}
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    return {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}


async def answers(wire, asked):
    """Yield the messages that answer one request, until the kernel is idle again and has replied."""
    awaited = {"status", "execute_reply"}
    while awaited:
        frame = await wire.read_message()
        if frame is None:
            raise ConnectionError("the kernel's connection was closed")
        message = json.loads(frame) if isinstance(frame, str) else {}  # a frame of bytes brings a widget's tables
        if message.get("parent_header", {}).get("msg_id") == asked:
            if message["content"].get("execution_state") != "busy":
                awaited.discard(message["msg_type"])
            yield message


# --- a learner with a real browser ------------------------------------------------------------------------------------


def look(hub, name, lesson, opens):
    """Sign in at the time ``opens``, run the lesson in JupyterLab, and return the ``Visit``."""
    visit = Visit()
    with noted(visit), chromium() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(f"{hub.url}/hub/login?next=/hub/user-redirect/lab/tree/{lesson}")
        page.fill("#username_input", name)
        page.fill("#password_input", hub.token)
        time.sleep(max(0, opens - time.monotonic()))
        visit.begin()
        page.click("#login_submit")
        page.wait_for_function(NOTEBOOK_IS_SHOWN)
        Lesson(hub, page, page.url).finish(NOTEBOOK_IS_READY, seconds=PATIENCE)
        visit.mark("lesson")
        page.evaluate(RUN_FROM_EMPTY)
        page.wait_for_function(FIGURE_IS_SHOWN, arg=LIVING)
        visit.mark("figure")
        page.wait_for_function("window.allIsDone")
        visit.mark("end")
        visit.error = "; ".join(page.evaluate(ERRORS))
    return visit


# --- a class ----------------------------------------------------------------------------------------------------------


async def hold_class(hub, lesson, over):
    """Let all learners come within so many seconds; return the visits of the thin ones and of the browser."""
    opens = time.monotonic() + 10  # the browser is open by then
    times = opens + np.linspace(0, over, len(hub.names))
    (*thin, seen), (*coming, last) = hub.names, np.roll(times, len(times) // 2)
    browser = asyncio.to_thread(look, hub, seen, lesson, last)
    *visits, looked = await asyncio.gather(
        *(learn(hub, name, lesson, moment) for name, moment in zip(thin, coming, strict=True)), browser
    )
    return visits, looked


async def measure(lesson, learners, over):
    """Hold one class and return its row of the table."""
    busy = psutil.cpu_percent(interval=3)
    with jupyterhub([f"learner{number:02}" for number in range(1, learners + 1)]) as hub:
        visits, looked = await hold_class(hub, lesson, over)
        weights, others = hub.weigh()
        log = shutil.copy(hub.home / "hub.log", Path(tempfile.gettempdir()) / "lossedu-class.log")
    failed = [visit.error for visit in [*visits, looked] if visit.error]
    if failed:
        print(*sorted(set(failed)), f"The hub's log was kept: {log}", sep="\n", file=sys.stderr)
    waits = [percentiles(visits, event) for event in ("server", "figure", "end")]
    browser = " · ".join(seconds(looked, event) for event in ("lesson", "figure", "end"))
    come = f"over {over} s" if over else "at once"
    return [lesson[:2], learners, come, *waits, browser, *memory(weights, others), len(failed), f"{busy:.0f}"]


def seconds(visit, event):
    return f"{visit.seconds[event]:.0f}" if event in visit.seconds else "–"


def percentiles(visits, event):
    waits = [visit.seconds[event] for visit in visits if event in visit.seconds]
    return " · ".join(f"{wait:.0f}" for wait in np.percentile(waits, [50, 95])) if waits else "–"


def memory(learners, others):
    """Return server and kernel of the median learner by PSS, both by RSS, and the sum of all by PSS."""
    if not learners:
        return ["–"] * 3
    (servers, server_rss), (kernels, kernel_rss) = np.array(learners).transpose(1, 2, 0)
    together = (servers.sum() + kernels.sum() + others[0]) / 1000
    return [
        f"{median(servers):.0f} + {median(kernels):.0f}",
        f"{median(server_rss + kernel_rss):.0f}",
        f"{together:.1f}",
    ]


HEAD = [
    "lesson",
    "learners",
    "come",
    "server up, s: p50 · p95",
    "first figure, s: p50 · p95",
    "all cells done, s: p50 · p95",
    "in a browser, s: lesson · first figure · done",
    "memory a learner, MB PSS: server + kernel",
    "both, MB RSS",
    "all together, GB PSS",
    "errors",
    "CPU busy before, %",
]


def main():
    options = arguments()
    if not (HUB / "ready").exists():
        return print(MISSING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that everything is stopped then too
    AsyncHTTPClient.configure(None, max_clients=1000)
    lessons = [next((ROOT / "notebooks").glob(f"{number}_*.ipynb")).name for number in options.lessons]
    memory = psutil.virtual_memory().total / 1e9
    print(f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {time.strftime('%Y-%m-%d')}\n")
    print(row(HEAD), row(["---"] * len(HEAD)), sep="\n", flush=True)
    for lesson in lessons:
        for over in options.over:
            for learners in options.learners:
                print(row(asyncio.run(measure(lesson, learners, over))), flush=True)


def row(cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, nargs="+", default=[10, 20, 30])
    parser.add_argument("--lessons", nargs="+", default=["03", "08"], help="the numbers of lessons, two digits each")
    parser.add_argument("--over", type=int, nargs="+", default=[0, 120], help="seconds within which the learners come")
    return parser.parse_args()


if __name__ == "__main__":
    main()
