"""The static pages, as a reader meets them: from a plain server or a folder, with every request outside refused."""

import functools
import json
import re
import subprocess
import threading
import time
import tomllib
from contextlib import contextmanager
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from packaging.requirements import Requirement
from playwright.sync_api import expect
from real_jupyterlab import chromium, on_loopback
from test_browser import Explorer, assert_shows
from twins import figure_of

ROOT = Path(__file__).parent.parent
PYTHON = ROOT / ".venv-site" / "bin" / "python"  # from make .venv-site/ready
NAME = "03_j_against_y_hat"
FIRST = "explore_binary_cross_entropy"  # the first explorer of that lesson
MEGABYTE = 1_000_000
SECONDS = 5  # on a machine that does other things too; on a quiet one it is less than 2

DECK_IS_READY = "html[data-deck=ready]"
SLIDE = "() => Reveal.getIndices().h"
STATE = "() => JSON.stringify(Reveal.getState())"
TURN_TO_EXPLORER = """() => Reveal.slide([...document.querySelectorAll(".slides > section")]
    .indexOf(document.querySelector(".live-figure").closest("section")))"""
CODE_CONTRAST = """() => {
    const shine = part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(shine)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const paper = light(getComputedStyle(document.querySelector(".highlight pre")).backgroundColor);
    const inks = [...document.querySelectorAll(".highlight pre, .highlight .n")]
        .map(ink => light(getComputedStyle(ink).color));
    return Math.min(...inks.map(ink => (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)));
}"""
NOT_DRAWN = """() => [...MathJax.startup.document.math]
    .filter(formula => formula.typesetRoot.querySelector("[data-mml-node=merror]")).map(formula => formula.math)"""
TOO_TALL = """() => [...document.querySelectorAll(".slides > section")]
    .filter(slide => slide.scrollHeight > slide.clientHeight + 1)
    .map(slide => slide.textContent.trim().slice(0, 60))"""


# --- the site, a server, a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site with one lesson, built as ``make site`` builds all."""
    folder = tmp_path_factory.mktemp("site") / "_site"
    build = [PYTHON, ROOT / "site" / "build.py", NAME[:2], "--to", folder]
    done = subprocess.run(build, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def url(site):
    """Where a plain static server serves the site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(QuietHandler, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@contextmanager
def opened(browser, address, ready, **options):
    """Open a page in a fresh profile; ``page.complaints`` is all that went wrong, ``page.seconds`` the time it took."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, **options)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(f"uncaught: {error}"))
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
    page.on("request", lambda request: page.complaints.append(request.url) if is_outside(request.url) else None)
    start = time.monotonic()
    page.goto(address)
    page.wait_for_selector(ready)
    page.seconds = time.monotonic() - start
    yield page
    context.close()


def is_outside(url):
    return not (url.startswith("file:") or on_loopback(url))


@pytest.fixture(scope="module", params=["served", "from a folder"])
def page(request, site, url, browser):
    """The lesson's page."""
    base = {"served": url, "from a folder": site.as_uri()}[request.param]
    with opened(browser, f"{base}/lessons/{NAME}.html", ".live-picture svg") as page:
        yield page


@pytest.fixture(scope="module", params=["served", "from a folder"])
def slides(request, site, url, browser):
    """The lesson's slides."""
    base = {"served": url, "from a folder": site.as_uri()}[request.param]
    with opened(browser, f"{base}/slides/{NAME}.html", DECK_IS_READY) as page:
        yield page


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(ROOT / "notebooks" / f"{NAME}.ipynb", as_version=4)


def outputs(notebook):
    found = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output for output in found if "data" in output]


# --- a lesson's page --------------------------------------------------------------------------------------------------


def test_a_page_needs_nothing_from_outside_and_nothing_fails(page):
    page.wait_for_load_state("networkidle")
    assert page.complaints == []


def test_a_page_renders_its_mathematics(page, notebook):
    formulas = [output for output in outputs(notebook) if "text/latex" in output.data]
    expect(page.locator(".formula mjx-container svg")).to_have_count(len(formulas))
    assert page.locator("[data-mml-node=merror]").count() == 0
    assert re.findall(r"\$[^$\n]+\$", page.locator("main").inner_text()) == []


def test_a_slider_on_a_page_moves_the_picture_to_its_static_twin(page):
    explorer = Explorer(page.locator(".live-figure").first)
    before, after = explorer.press("ArrowRight", slider=1)
    assert before != after
    draw = [PYTHON, ROOT / "tests" / "twins.py", FIRST, *explorer.labels]  # by the Matplotlib that drew the page
    assert_shows(explorer, *json.loads(subprocess.run(draw, capture_output=True, check=True).stdout))


def test_a_page_is_light_and_soon_alive(page, site):
    assert (site / "lessons" / f"{NAME}.html").stat().st_size < 3 * MEGABYTE
    assert page.seconds < SECONDS


@pytest.mark.parametrize("width", [320, 640, 768, 1920, 2560])
def test_a_page_fits_its_window_and_its_sliders_move_there(page, width):
    """At 640 it is what 1280 is at a zoom of 200 %."""
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    explorer = Explorer(page.locator(".live-figure").first)
    assert len({*explorer.press("Home", slider=1), *explorer.press("ArrowRight", slider=1)}) >= 2


def test_tab_leads_from_the_top_of_a_page_to_its_first_slider(page):
    page.locator("a").first.focus()
    for _ in range(200):
        if page.evaluate("document.activeElement.className").startswith("noUi-handle"):
            break
        page.keyboard.press("Tab")
    explorer = Explorer(page.locator(".live-figure").first)
    expect(explorer.handles.first).to_be_focused()
    page.keyboard.press("Home")
    before = explorer.drawing
    page.keyboard.press("End")
    assert explorer.drawing != before


@pytest.mark.parametrize("kind", ["lessons", "slides"])
def test_code_can_be_read_by_night(kind, url, browser):
    with opened(browser, f"{url}/{kind}/{NAME}.html", "main", color_scheme="dark") as page:
        assert page.evaluate(CODE_CONTRAST) > 4.5


def test_a_page_says_what_its_pictures_show(page, notebook):
    said = [output.metadata["image/png"]["alt"] for output in outputs(notebook) if "image/png" in output.data]
    assert [image.get_attribute("alt") for image in page.locator("main img").all()] == said
    assert all(said)
    assert page.locator(".live-picture svg[role=img][aria-label]").count() == page.locator(".live-figure").count()


def test_a_page_has_a_language_one_first_heading_and_a_way_past_the_links(page):
    levels = [int(heading.evaluate("h => h.tagName")[1]) for heading in page.locator("h1, h2, h3, h4").all()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(later - earlier for earlier, later in pairwise(levels)) <= 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("a").first.get_attribute("href") == "#lesson"


def test_a_page_folds_its_answers_and_keeps_the_notes_to_the_speaker(page, notebook):
    answers = [cell for cell in notebook.cells if "<details>" in cell.source or cell.metadata.get("jupyter")]
    assert page.locator("details:not([open])").count() == len(answers)
    assert "In class." not in page.content()


def test_a_page_shows_pictures_where_no_script_runs(browser, url):
    with opened(browser, f"{url}/lessons/{NAME}.html", "main", java_script_enabled=False) as page:
        assert all(image.is_visible() for image in page.locator("main img").all())


# --- an audit of all pages --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The pages of all lessons."""
    folder = tmp_path_factory.mktemp("course") / "_site"
    build = [PYTHON, ROOT / "site" / "build.py", "--no-lite", "--to", folder]
    subprocess.run(build, capture_output=True, check=True, cwd=ROOT)
    return folder


ALL_ALIVE = """() => [...document.querySelectorAll(".widget-subarea")].every(area => area.firstElementChild)
    && [...document.querySelectorAll(".live-figure")].every(figure => figure.querySelector(".live-picture svg"))
    && [...document.querySelectorAll(".live-control")].every(
        control => control.querySelector(".noUi-handle, .widget-toggle-button")?.ariaLabel)"""


@pytest.mark.parametrize("name", ["index", *sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))])
def test_an_accessibility_audit_of_a_page_finds_nothing_serious_by_day_or_by_night(name, course, browser):
    address = course / f"{name}.html" if name == "index" else course / "lessons" / f"{name}.html"
    with opened(browser, address.as_uri(), "main", reduced_motion="reduce") as page:
        page.wait_for_load_state("networkidle")
        page.wait_for_function(ALL_ALIVE)
        by_day = Axe().run(page).response
        page.emulate_media(color_scheme="dark")
        by_night = Axe().run(page, options={"runOnly": ["color-contrast"]}).response
    assert {"color-contrast", "document-title", "html-has-lang"} <= {rule["id"] for rule in by_day["passes"]}
    serious = [rule for rule in by_day["violations"] if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], node["html"][:200]) for rule in serious for node in rule["nodes"]] == []
    assert [node["html"][:200] for rule in by_night["violations"] for node in rule["nodes"]] == []


# --- its slides -------------------------------------------------------------------------------------------------------


def test_slides_need_nothing_from_outside_and_nothing_fails(slides):
    slides.wait_for_load_state("networkidle")
    assert slides.complaints == []


def test_slides_render_their_mathematics(slides, notebook):
    formulas = [output for output in outputs(notebook) if "text/latex" in output.data]
    assert slides.locator(".formula mjx-container svg").count() == len(formulas)
    assert slides.locator("[data-mml-node=merror]").count() == 0


def test_every_slide_shows_all_that_is_on_it(slides, notebook):
    starts = [cell for cell in notebook.cells if cell.metadata.slideshow.slide_type in {"slide", "subslide"}]
    assert slides.locator(".slides > section").count() >= len(starts)
    assert slides.evaluate(TOO_TALL) == []


def test_a_slider_on_a_slide_keeps_its_arrows_and_moves_the_picture(slides):
    slides.evaluate(TURN_TO_EXPLORER)
    explorer, here = Explorer(slides.locator(".live-figure").first), slides.evaluate(SLIDE)
    before, after = explorer.press("ArrowRight", slider=1)
    assert before != after
    assert slides.evaluate(SLIDE) == here
    assert explorer.labels[1] == figure_of(FIRST).sliders["y_hat"].options[31][0]


def test_a_remote_control_turns_the_slide_although_a_slider_has_the_focus(slides):
    slides.evaluate(TURN_TO_EXPLORER)
    explorer, here = Explorer(slides.locator(".live-figure").first), slides.evaluate(SLIDE)
    assert len(set(explorer.press("PageDown", slider=1))) == 1
    assert slides.evaluate(SLIDE) == here + 1
    before = slides.evaluate(STATE)
    slides.keyboard.press("ArrowLeft")
    assert slides.evaluate(STATE) != before


def test_slides_carry_the_notes_of_the_speaker(slides, notebook):
    notes = [cell for cell in notebook.cells if cell.metadata.slideshow.slide_type == "notes"]
    assert slides.locator("aside.notes").count() == len(notes) > 2
    assert slides.locator("aside.notes:visible").count() == 0


def test_the_speaker_has_a_window_with_notes(url, browser):
    with opened(browser, f"{url}/slides/{NAME}.html", DECK_IS_READY) as page:
        with page.context.expect_page() as window:
            page.keyboard.press("s")
        expect(window.value.locator(".speaker-controls-notes")).to_contain_text("In class.")
        assert page.complaints == []


# --- all formulas of the course ---------------------------------------------------------------------------------------


def formulas(path):
    """What a notebook gives MathJax to draw: its prose, and the formulas among its outputs."""
    notebook = nbformat.read(path, as_version=4)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return prose + [output.data["text/latex"] for output in outputs(notebook) if "text/latex" in output.data]


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_formula_of_the_course_can_be_drawn(path, site, url, browser):
    sheet = site / "formulas.html"
    scripts = '<meta charset="utf-8"><script src="assets/page.js"></script><script src="assets/tex-svg.js"></script>'
    sheet.write_text(scripts + "".join(f"<p>{escape(words)}</p>" for words in formulas(path)))
    with opened(browser, f"{url}/formulas.html", "mjx-container") as page:
        page.evaluate("MathJax.startup.promise")
        assert page.evaluate(NOT_DRAWN) == []


# --- the index, and all links -----------------------------------------------------------------------------------------


def test_the_index_lists_the_lesson_with_its_picture(url, browser):
    with opened(browser, url, "h1") as page:
        assert page.locator("h3").inner_text() == "03 · J against ŷ"
        assert page.locator(".lessons img").get_attribute("alt")
        assert page.complaints == []


def test_every_link_within_the_site_leads_somewhere(site):
    pages = [site / "index.html", *site.glob("lessons/*.html"), *site.glob("slides/*.html")]
    links = [(page, link) for page in pages for link in re.findall(r'\b(?:href|src)="([^"]+)"', page.read_text())]
    within = [(page, unquote(urlsplit(link).path)) for page, link in links if not urlsplit(link).scheme]
    assert len(within) > 20
    assert [(page.name, link) for page, link in within if not (page.parent / link).exists()] == []


def test_a_lesson_is_offered_as_the_notebook_it_is(site):
    assert (site / "notebooks" / f"{NAME}.ipynb").read_bytes() == (ROOT / "notebooks" / f"{NAME}.ipynb").read_bytes()


# --- JupyterLite ------------------------------------------------------------------------------------------------------


def test_the_lite_interface_opens_a_lesson_and_lists_it(url, browser):
    address = f"{url}/lite/lab/index.html?path={NAME}.ipynb"
    with opened(browser, address, ".jp-DirListing-item") as page:
        expect(page.locator(".jp-DirListing-item")).to_have_text(re.compile(NAME))
        expect(page.locator(".jp-NotebookPanel h1")).to_contain_text("J against ŷ")


def test_lite_offers_our_wheel_and_each_lesson_asks_for_it(site):
    index = json.loads((site / "lite" / "pypi" / "all.json").read_text())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert (site / "lite" / "pypi" / index["lossedu"]["releases"][version][0]["url"]).is_file()
    lesson = nbformat.read(site / "lite" / "files" / f"{NAME}.ipynb", as_version=4)
    first = next(cell for cell in lesson.cells if cell.cell_type == "code")
    assert (
        first.source.splitlines()[-1] == "%pip install --quiet lossedu"
    )  # a comment there would be taken for packages


def test_the_kernel_of_lite_has_what_we_compute_with_at_versions_we_allow(site):
    kernel = next(site.glob("lite/extensions/@jupyterlite/pyodide-kernel-extension/static"))
    pyodide = ROOT / "site" / "node_modules" / "pyodide"
    version = json.loads((pyodide / "package.json").read_text())["version"]
    scripts = "".join(script.read_text() for script in kernel.glob("*.js"))
    assert set(re.findall(r"pyodide/v([\d.]+)", scripts)) == {version}
    offered = json.loads((pyodide / "pyodide-lock.json").read_text())["packages"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["lab"]]
    compiled = [item for item in wanted if item.name in {"numpy", "matplotlib", "sympy", "scikit-learn"}]
    assert [item for item in compiled if not item.specifier.contains(offered[item.name]["version"])] == []
    assert len(compiled) == 4
