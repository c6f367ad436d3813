"""How fast a picture follows its slider: ``interact``, ipympl and ``LiveFigure``, at home and far from the server.

    python benchmarks/sliders.py

One run, one real JupyterLab, one headless Chromium.  Each technique draws the same figure, J against ŷ for y = 0 with a
point, a number and one slider of 101 values.  For "far" the browser talks to the server through a proxy on loopback
that holds every byte back for 75 ms each way.

*Key press to picture.*  An arrow key is pressed on the slider's handle, 50 times, with a rest after each picture.  The
clock starts at the time the browser gives to the ``keydown`` event.  At every animation frame the page looks at the
picture: at the address of the ``<img>`` that the inline figure is, at the pixels of ipympl's canvas (made smaller and
summed up), at the moving groups of LiveFigure's SVG.  Two clocks stop: "begun" when the first frame begins whose
picture differs from the last one, "painted" when the frame after it begins, by which time the new picture is on the
screen.  The second is up to a whole frame, 17 ms, too late; the truth lies between them.

*Pictures a second.*  The mouse takes the handle and draws it to and fro for two seconds, a whole way a second, so that
every frame asks for a new picture; like a real mouse it reports 125 times a second and waits for no answer.  Frames
with a picture that differs from the last are counted until the button is let go; all frames too, since a busy machine
or a busy page has fewer than 60 a second and no picture can be quicker.

*Building and sending.*  Each explorer is made in the kernel, in a cell of its own: the seconds that takes, and the
bytes that come through the notebook's websocket while the cell runs: those of the widgets with their tables, and all of
them, which are the still picture and the cell's own messages besides.
"""

import json
import os
import sys
import time
from itertools import count
from pathlib import Path
from urllib.request import urlopen

import numpy as np
from websocket import create_connection

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from far_away import far_away
from real_jupyterlab import chromium, free_port, jupyterlab

PRESSES, REST = 50, 120  # milliseconds
DRAG, WAY, REPORT = 2.0, 1.0, 0.008  # seconds: the whole drag, from one end to the other, between reports of the mouse
ROUND_TRIP = 0.150  # seconds

CURVE = """
import numpy as np
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact
from lossedu import binary_cross_entropy
from lossedu.live import LiveFigure
from lossedu.plots import new_axes, plot_binary_cross_entropy

def J(y_hat):
    return binary_cross_entropy(0, y_hat)

def draw():
    fig, ax = new_axes()
    plot_binary_cross_entropy(0, ax=ax)
    return fig, *ax.plot([], [], "o"), ax.text(0.5, 4.5, "", ha="center")

def words(y_hat):
    return f"J = {J(y_hat):.3f}"
"""
INTERACT = """
%matplotlib inline
@interact(y_hat=FloatSlider(min=0, max=1, step=0.01))
def show(y_hat):
    fig, point, text = draw()
    point.set_data([y_hat], [J(y_hat)])
    text.set_text(words(y_hat))
    plt.show()
"""
IPYMPL = """
%matplotlib ipympl
fig, point, text = draw()

def follow(change):
    point.set_data([change.new], [J(change.new)])
    text.set_text(words(change.new))
    fig.canvas.draw_idle()

slider = FloatSlider(min=0, max=1, step=0.01)
slider.observe(follow, "value")
display(slider)
plt.show()
"""
LIVE = """
%matplotlib inline
fig, point, text = draw()
LiveFigure(fig, {point: lambda y_hat: (y_hat, J(y_hat)), text: words}, y_hat=np.linspace(0, 1, 101))
"""

# Each technique: its cell, and a function of the page that says what picture is there now ("" while there is none).
TECHNIQUES = {
    "interact": (
        INTERACT,
        """() => {
            const image = document.querySelector(".widget-output img");
            return image?.complete ? image.src : "";
        }""",
    ),
    "ipympl": (
        IPYMPL,
        """() => {
            const canvas = document.querySelector(".jupyter-matplotlib canvas");
            if (!canvas?.width) return "";
            window.small ??= new OffscreenCanvas(320, 200).getContext("2d", {willReadFrequently: true});
            window.small.drawImage(canvas, 0, 0, 320, 200);
            const pixels = new Uint32Array(window.small.getImageData(0, 0, 320, 200).data.buffer);
            return String(pixels.reduce((sum, pixel) => (31 * sum + pixel) | 0, 0));
        }""",
    ),
    "LiveFigure": (LIVE, "() => [...document.querySelectorAll('svg [id*=part-]')].map(g => g.outerHTML).join()"),
}

RECORD = """picture => {
    const look = eval(picture);
    window.seen = {keys: [], pictures: [], frames: 0};
    addEventListener("keydown", event => window.seen.keys.push(event.timeStamp), true);
    let last = look(), begun = [];
    const watch = () => {
        const now = look();
        window.seen.frames += 1;
        begun.forEach(time => window.seen.pictures.push([time, performance.now()]));
        begun = [];
        if (now && now !== last) {
            last = now;
            begun.push(performance.now());
        }
        requestAnimationFrame(watch);
    };
    watch();
}"""
COUNTS = "[window.seen.pictures.length, window.seen.frames, performance.now()]"


# --- measuring --------------------------------------------------------------------------------------------------------


def measure(lab, browser, technique, port, debugging):
    """Return the milliseconds from each key press to its picture, begun and painted, and the rates of a drag."""
    cell, picture = TECHNIQUES[technique]
    with lab.open(lab.write(f"{technique}.ipynb", CURVE, cell), browser, port) as lesson:
        lesson.run_all()
        handle = lesson.page.locator(".noUi-handle")
        handle.wait_for(timeout=60_000)
        lesson.page.wait_for_function(f"() => ({picture})()", timeout=60_000)
        handle.press("Home")
        lesson.page.wait_for_timeout(2000)
        lesson.page.evaluate(RECORD, picture)
        return press(lesson.page), drag(lesson.page, handle, Mouse(debugging, lesson.page.url))


def press(page):
    for _ in range(PRESSES):
        before = page.evaluate("window.seen.pictures.length")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("before => window.seen.pictures.length > before", arg=before)
        page.wait_for_timeout(REST)
    keys, pictures = page.evaluate("[window.seen.keys, window.seen.pictures]")
    return np.array([next(np.subtract(picture, key) for picture in pictures if picture[0] > key) for key in keys]).T


def drag(page, handle, mouse):
    """Draw the handle to and fro, and return the pictures and the frames painted a second."""
    track, box = page.locator(".noUi-base").bounding_box(), handle.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    before, start = page.evaluate(COUNTS), time.monotonic()
    while (passed := time.monotonic() - start) < DRAG:
        mouse.move(track["x"] + track["width"] * to_and_fro(passed / WAY), y)
        time.sleep(REPORT)
    pictures, frames, milliseconds = np.subtract(page.evaluate(COUNTS), before)
    page.mouse.up()
    return 1000 * pictures / milliseconds, 1000 * frames / milliseconds


def to_and_fro(ways):
    """Where the handle is after so many ways from end to end: 0 to 1, back to 0, and so on."""
    return 1 - abs(1 - ways % 2)


class Mouse:
    """A mouse that moves on a page of the browser and does not wait until the page has answered."""

    def __init__(self, port, url):
        with urlopen(f"http://127.0.0.1:{port}/json") as pages:
            (page,) = (page for page in json.load(pages) if page["url"] == url)
        self._wire = create_connection(page["webSocketDebuggerUrl"], suppress_origin=True)
        self._reports = count(1)

    def move(self, x, y):
        moved = {"type": "mouseMoved", "x": x, "y": y, "button": "left", "buttons": 1}
        report = {"id": next(self._reports), "method": "Input.dispatchMouseEvent", "params": moved}
        self._wire.send(json.dumps(report))


def explorers_built(lab, browser):
    """Return (name, seconds to build it, bytes of its widgets, bytes in all) for each explorer."""
    from lossedu import explorers

    first = "from time import perf_counter\nfrom lossedu import explorers\nexplorers.explore_binary_cross_entropy();"
    cells = [
        f"start = perf_counter()\nfigure = explorers.{name}()\nprint(perf_counter() - start)\nfigure"
        for name in explorers.__all__
    ]
    with lab.open(lab.write("explorers.ipynb", first, *cells), browser) as lesson:
        lesson.command("notebook:run-cell-and-select-next")
        return [(name, *built(lesson, number)) for number, name in enumerate(explorers.__all__, start=1)]


def built(lesson, number):
    before = len(lesson.received)
    lesson.command("notebook:run-cell-and-select-next")
    lesson.cell(number).locator("svg[role=img]").wait_for()
    lesson.page.wait_for_timeout(300)
    came = lesson.received[before:]
    seconds = float(lesson.cell(number).locator(".jp-OutputArea-output pre").first.inner_text())
    return seconds, sum(len(frame) for frame in came if b'"comm_open"' in frame[:1000]), sum(map(len, came))


# --- telling ----------------------------------------------------------------------------------------------------------


def tell(where, results):
    """Print one place's rows: each technique, and how many times as long it takes as LiveFigure."""
    live = [np.median(clock) for clock in results["LiveFigure"][0]]
    for technique, (clocks, (pictures, frames)) in results.items():
        row = "".join(
            f"{np.median(clock):>9.0f}{np.percentile(clock, 95):>6.0f}{np.median(clock) / best:>8.1f}×"
            for clock, best in zip(clocks, live, strict=True)
        )
        print(f"{where:<22}{technique:<12}{row}{pictures:>13.1f}{frames:>9.1f}")


def main():
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {PRESSES} key presses, {DRAG:.0f} s of dragging")
    print("× is how many times as long as LiveFigure takes, by the median.\n")
    print(f"{'':<34}{'key press to picture, ms: begun':>24}{'painted':>17}{'dragging, a second':>29}")
    print(f"{'':<34}{'median':>9}{'p95':>6}{'':>9}{'median':>9}{'p95':>6}{'':>9}{'pictures':>13}{'frames':>9}")
    port = free_port()
    with (
        jupyterlab() as lab,
        chromium(f"--remote-debugging-port={port}") as browser,
        far_away(lab.port, ROUND_TRIP) as way,
    ):
        for where, door in [("at home", None), (f"{1000 * ROUND_TRIP:.0f} ms to the server", way.port)]:
            tell(where, {technique: measure(lab, browser, technique, door, port) for technique in TECHNIQUES})
        print(f"\n{'explorer':<34}{'built in, s':>18}{'widgets, KB':>16}{'in all, KB':>16}")
        for name, seconds, widgets, everything in explorers_built(lab, browser):
            print(f"{name:<34}{seconds:>18.2f}{widgets / 1000:>16.0f}{everything / 1000:>16.0f}")
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
