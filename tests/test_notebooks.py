"""The house rules of the lessons.  A rule reads a notebook and says what is wrong; each is shown to be able to fail."""

import ast
import copy
import re
import statistics
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
import refresh
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

FOLDER = Path(__file__).parent.parent / "notebooks"
LESSONS = sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))
IN_THE_COURSE_ENVIRONMENT = [path for path in LESSONS if not path.name.startswith("09")]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
EXPLORER = re.compile(r"(?<!def )\b(explore_\w+|LiveFigure)\(")
MINUTES = re.compile(r"(\d+) minutes?\b")
FOLDED = re.compile(r"<details>.*?</details>", re.S)
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.S)
INLINE = re.compile(r"(?<![\\$])\$([^$\n]+)\$")
A_SETTING = re.compile(r"[^=<>]*?(?<![-+*/(|])\s*=\s*-?[\d.]+(\s*,[^=]*=\s*-?[\d.]+)*")
NEVER_THE_SAME_TWICE = re.compile(
    r"\b0x[0-9a-f]{6,}|[Ww]all time|per loop|\b\d+:\d\d:\d\d\b|\b\d[\d.]* ?(ms|µs|us|ns|s|sec|seconds)\b"
    r"|/(home|root|tmp|usr|var|Users|work|opt)/|[A-Z]:\\"
)
A_CLOCK = re.compile(r"^\s*%%?time|\bperf_counter|\btime\.time|\bmonotonic\(|\btimeit|\.now\(|\.today\(", re.M)
SLIDES = {"slide", "subslide", "fragment", "notes", "skip"}

RULES = {}


def rule(check):
    """Add a house rule: a generator that takes a notebook and yields what is wrong with it."""
    RULES[check.__name__] = check
    return check


def read(path):
    notebook = nbformat.read(path, as_version=4)
    notebook.path = Path(path)
    return notebook


def course(notebook):
    """Return the file names of all lessons, those in the making too, as the README lists them."""
    return sorted(set(re.findall(r"\d\d_\w+\.ipynb", readme(notebook))))


def readme(notebook):
    return (notebook.path.parent.parent / "README.md").read_text()


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def slide_type(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type")


def tags(cell):
    return cell.metadata.get("tags", [])


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def first_line(cell):
    return cell.source.strip().split("\n")[0][:60]


def headings(cell):
    return re.findall(r"^#+ .*", without_code(cell.source), re.M)


def without_code(text):
    return re.sub(r"```.*?```", "", text, flags=re.S)


def words(text):
    """Count the words of running prose: no headings, tables, display formulas, code, tags or addresses."""
    text = DISPLAYED.sub("", without_code(text))
    text = re.sub(r"^(#|\|).*", "", text, flags=re.M)
    text = re.sub(r"<[^>]+>|\]\([^)]*\)", " ", text)
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def promises(cell):
    """Return what a cell lists: bullets, or phrases parted by a middle dot (minutes and links aside)."""
    bullets = re.findall(r"^[-*] +(.+)", cell.source, re.M)
    dotted = [line.split(" · ") for line in lines(cell) if " · " in line and not re.search(r"^#|\]\(|minutes", line)]
    return bullets or [phrase for line in dotted for phrase in line]


def outputs(cell):
    return cell.get("outputs", [])


def text_of(output):
    """Return what a reader could read in an output, pictures aside."""
    data = output.get("data", {})
    return " ".join([output.get("text", ""), *(str(data[kind]) for kind in data if kind.startswith("text/"))])


def parse(cell):
    return ast.parse(re.sub(r"^[%!].*", "pass", cell.source, flags=re.M))


def neighbours(notebook, wanted, step):
    """Pair each wanted cell with the one before or after it, speaker notes aside."""
    spoken = [cell for cell in notebook.cells if slide_type(cell) != "notes"]
    padded = [None, *spoken, None]
    return [(cell, padded[place + step]) for place, cell in enumerate(padded) if cell and wanted(cell)]


def is_explorer(cell):
    return cell.cell_type == "code" and bool(EXPLORER.search(cell.source))


@rule
def the_first_cell_alone_has_a_main_heading(notebook):
    found = [(place, line) for place, cell in enumerate(notebook.cells) for line in main_headings(cell)]
    if [place for place, _ in found] != [0]:
        yield f"main headings (cell, line): {found}"


def main_headings(cell):
    return [line for line in headings(cell) if cell.cell_type == "markdown" and line.startswith("# ")]


@rule
def the_first_cell_promises_three_to_five_things_and_says_the_minutes(notebook):
    first = notebook.cells[0]
    if "you can" not in first.source or not 3 <= len(promises(first)) <= 5:
        yield f"wanted 'After this lesson you can' and 3 to 5 promises, found {promises(first)}"
    if not MINUTES.search(first.source):
        yield "the first cell does not say how many minutes the lesson takes"


@rule
def each_section_says_its_minutes_and_they_add_up(notebook):
    sections = [line for cell in prose_cells(notebook)[1:-1] for line in headings(cell) if line.startswith("## ")]
    minutes = [int(found[1]) if (found := MINUTES.search(line)) else 0 for line in sections]
    promised = MINUTES.search(notebook.cells[0].source)
    if 0 in minutes or not minutes or (promised and sum(minutes) != int(promised[1])):
        yield f"sections {sections} do not add up to {promised and promised[0]}"


@rule
def the_last_cell_says_what_the_reader_can_do_now(notebook):
    last, first = notebook.cells[-1], notebook.cells[0]
    if last.cell_type != "markdown" or "ou can" not in last.source or len(promises(last)) != len(promises(first)):
        yield f"{len(promises(first))} promises, {len(promises(last))} facts at the end; wanted 'You can' and as many"


@rule
def lessons_link_to_the_one_before_and_the_one_after(notebook):
    names = course(notebook)
    place = names.index(notebook.path.name)
    if place > 0 and f"]({names[place - 1]})" not in notebook.cells[0].source:
        yield f"the first cell does not link to the lesson before, {names[place - 1]}"
    if place + 1 < len(names) and f"]({names[place + 1]})" not in notebook.cells[-1].source:
        yield f"the last cell does not link to the lesson after, {names[place + 1]}"


@rule
def links_lead_somewhere(notebook):
    targets = {link for cell in prose_cells(notebook) for link in re.findall(r"\]\(([^)#\s]+)", cell.source)}
    for target in targets:
        known = target in course(notebook) or re.match(r"https?:", target)
        if not (known or (notebook.path.parent / target).exists()):
            yield f"{target} does not exist"


@rule
def the_first_cell_opens_this_lesson_on_binder(notebook):
    address = rf"\]\(https://mybinder\.org/v2/gh/[^/]+/lossedu/[^?]+\?urlpath=lab/tree/notebooks/{notebook.path.name}\)"
    if not re.search(address, notebook.cells[0].source):
        yield "no Binder link to this notebook in the first cell"


@rule
def code_cells_are_short(notebook):
    sizes = [len(lines(cell)) for cell in code_cells(notebook)]
    if statistics.median(sizes) > 4:
        yield f"the median code cell has {statistics.median(sizes)} lines; at most 4"
    for cell in code_cells(notebook):
        if not 1 <= len(lines(cell)) <= 15:
            yield f"{len(lines(cell))} lines (1 to 15): {first_line(cell)}"


@rule
def prose_cells_are_short(notebook):
    for cell in prose_cells(notebook):
        for count in word_counts(cell.source):
            if not 15 <= count <= 90:
                yield f"{count} words (15 to 90): {first_line(cell)}"


def word_counts(source):
    """Count the open prose and each folded answer; headings, tables and answers may stand without open prose."""
    answers = [max(15, words(answer)) for answer in FOLDED.findall(source)]
    in_the_open = words(FOLDED.sub("", source))
    may_be_bare = answers or re.search(r"^[#|]", source, re.M)
    return answers if may_be_bare and not in_the_open else [*answers, in_the_open]


@rule
def cells_are_stored_executed_in_order(notebook):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts {counts}: run 'make refresh'"
    if not any(outputs(cell) for cell in code_cells(notebook)):
        yield "no output is stored: run 'make refresh'"


@rule
def nothing_goes_wrong_in_an_output(notebook):
    for cell in code_cells(notebook):
        for output in outputs(cell):
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"{output.get('ename', 'a message on stderr')}: {first_line(cell)}"


@rule
def outputs_are_the_same_on_every_machine(notebook):
    for cell in code_cells(notebook):
        for found in NEVER_THE_SAME_TWICE.finditer(" ".join(map(text_of, outputs(cell)))):
            yield f"{found[0]!r}: {first_line(cell)}"


@rule
def no_cell_reads_a_clock(notebook):
    for cell in code_cells(notebook):
        if A_CLOCK.search(cell.source):
            yield first_line(cell)


@rule
def sliders_live_without_a_kernel(notebook):
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    for cell in code_cells(notebook):
        if is_explorer(cell) and not widgets_shown(cell):
            yield f"an explorer that shows nothing: {first_line(cell)}"
        if not set(widgets_shown(cell)) <= set(state):
            yield f"the state of a widget is not stored, run 'make refresh': {first_line(cell)}"


def widgets_shown(cell):
    views = [output.get("data", {}).get(WIDGET_VIEW) for output in outputs(cell)]
    return [view["model_id"] for view in views if view]


@rule
def every_cell_has_its_place_in_the_slides(notebook):
    for cell in notebook.cells:
        if slide_type(cell) not in SLIDES:
            yield f"slide_type {slide_type(cell)!r}: {first_line(cell)}"
    if slide_type(notebook.cells[0]) != "slide":
        yield "the first cell does not begin a slide"


@rule
def the_speaker_has_a_question_to_ask(notebook):
    if not any(slide_type(cell) == "notes" and "?" in cell.source for cell in prose_cells(notebook)):
        yield "no notes cell holds a question to ask aloud"


@rule
def the_reader_guesses_before_every_explorer(notebook):
    for cell, before in neighbours(notebook, is_explorer, -1):
        asks = before and before.cell_type == "markdown" and before.source.rstrip("*_ \n").endswith("?")
        if not (asks and re.search(r"\b(guess|predict)", before.source, re.I)):
            yield f"no prediction question right before: {first_line(cell)}"


@rule
def a_folded_answer_follows_every_explorer(notebook):
    for cell, after in neighbours(notebook, is_explorer, +1):
        if not (after and after.cell_type == "markdown" and FOLDED.search(after.source)):
            yield f"no <details> answer right after: {first_line(cell)}"


@rule
def folded_answers_unfold(notebook):
    well_made = re.compile(r"<details>\s*<summary>.+?</summary>\n\n.+?\n\n</details>", re.S)
    for cell in prose_cells(notebook):
        if cell.source.count("<details") != len(well_made.findall(cell.source)):
            yield f"blank lines belong after </summary> and before </details>: {first_line(cell)}"


@rule
def typed_formulas_are_asserted_by_the_next_code(notebook):
    typed = []
    for cell in notebook.cells:
        typed += formulas(cell.source) if cell.cell_type == "markdown" else []
        if cell.cell_type == "code":
            if len(typed) > claims(cell):
                yield f"{len(typed)} formulas {typed}, {claims(cell)} assertions in: {first_line(cell)}"
            typed = []
    if typed:
        yield f"no code after {typed}"


def formulas(source):
    """Return the typed formulas: those displayed, and those in a line that state an equality (y = 1 is a setting)."""
    prose = without_code(source)
    inline = INLINE.findall(DISPLAYED.sub("", prose))
    stated = [text for text in inline if "=" in text and not A_SETTING.fullmatch(text)]
    return DISPLAYED.findall(prose) + re.findall(r"(?<!\$)\\begin\{(?:align|equation).*", prose) + stated


def claims(cell):
    """Count the assertions of a cell; a derivation that verifies itself is one."""
    nodes = list(ast.walk(parse(cell)))
    return sum(isinstance(node, ast.Assert) or getattr(node, "attr", "") == "verify" for node in nodes)


@rule
def exercises_can_be_tried_checked_and_looked_up(notebook):
    cells = code_cells(notebook)
    stubs = [place for place, cell in enumerate(cells) if "exercise" in tags(cell)]
    if len(stubs) < (0 if notebook.path.name.startswith("00") else 2):
        yield "fewer than two cells are tagged 'exercise'"
    for stub, end in pairwise([*stubs, len(cells)]):
        yield from faults(cells[stub], cells[stub + 1 : end])


def faults(stub, rest):
    """Say what an exercise lacks: a stub that leaves ``...``, a check that uses it, a folded solution."""
    if not any(isinstance(node, ast.Constant) and node.value is ... for node in ast.walk(parse(stub))):
        yield f"the stub does not leave '...': {first_line(stub)}"
    if not (rest and any(re.search(rf"\b{name}\b", rest[0].source) for name in names(stub))):
        yield f"the next code cell does not check {names(stub)}"
    solutions = [cell for cell in rest if "solution" in tags(cell)]
    if not any(cell.metadata.get("jupyter", {}).get("source_hidden") for cell in solutions):
        yield f"no folded cell tagged 'solution' after: {first_line(stub)}"


def names(cell):
    """Return the names that a cell gives: functions, classes, variables."""
    nodes = list(ast.walk(parse(cell)))
    defined = [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return defined + [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


@rule
def cells_end_in_what_they_show(notebook):
    for cell in code_cells(notebook):
        if re.search(r";\s*(#.*)?$", cell.source):
            yield f"ends in a semicolon: {first_line(cell)}"


@rule
def sliders_come_from_explorers_only(notebook):
    for cell in code_cells(notebook):
        if re.search(r"\b(interact\w*|Output|FigureCanvas\w*)\(|@interact|%matplotlib", cell.source):
            yield first_line(cell)


@rule
def nothing_is_hidden_from_the_checks(notebook):
    for cell in notebook.cells:
        if re.search(r"NBVAL|PYTEST", cell.source) or any(re.match("nbval|raises", tag) for tag in tags(cell)):
            yield first_line(cell)


@rule
def pictures_have_words(notebook):
    for cell in prose_cells(notebook):
        if re.search(r"!\[\s*\]\(|<img(?![^>]*alt=\"[^\"]+\")", cell.source):
            yield f"a picture without alternative text: {first_line(cell)}"


@rule
def the_file_is_valid_and_plain(notebook):
    ids = [cell.get("id") for cell in notebook.cells]
    if len(set(ids)) != len(ids):
        yield "two cells share an id"
    if {key: notebook.metadata.get(key) for key in refresh.KERNEL} != refresh.KERNEL:
        yield "the kernel's name is this machine's own: run 'make refresh'"
    if any("execution" in cell.metadata for cell in notebook.cells):
        yield "run times are stored: run 'make refresh'"
    yield from (error.message for error in nbformat.validator.iter_validate(plain(notebook)))


def plain(notebook):
    return nbformat.from_dict({key: value for key, value in notebook.items() if key != "path"})


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", RULES)
def test_lesson_keeps_the_house_rule(name, path):
    assert list(RULES[name](read(path))) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_readme_lists_the_lesson_with_its_minutes(path):
    lesson = read(path)
    (minutes,) = MINUTES.search(lesson.cells[0].source).groups()
    row = rf"^\| {path.name[:2]} \| \[[^]]+\]\(notebooks/{path.name}\) \|.+\| {minutes} \|$"
    assert re.search(row, readme(lesson), re.M)


@pytest.mark.parametrize("path", IN_THE_COURSE_ENVIRONMENT, ids=lambda path: path.stem)
def test_lesson_gives_the_same_outputs_when_run_again_in_the_same_kernel(path):
    lesson = nbformat.read(path, as_version=4)
    lesson.cells = code_cells(lesson) + copy.deepcopy(code_cells(lesson))
    NotebookClient(lesson, resources={"metadata": {"path": str(FOLDER)}}, timeout=120).execute()
    shown = [[text_of(output) for output in outputs(cell)] for cell in lesson.cells]
    half = len(shown) // 2
    assert shown[half:] == shown[:half]


def cell_for_slides(make, source, slide="fragment", **metadata):
    return make(source, metadata={"slideshow": {"slide_type": slide}, **metadata})


def prose(source, slide="fragment"):
    return cell_for_slides(new_markdown_cell, source, slide)


def code(source, *shown, **metadata):
    cell = cell_for_slides(new_code_cell, source, **metadata)
    cell.outputs = [new_output("execute_result", data, execution_count=1) for data in shown]
    return cell


FILLER = "Fifteen words at least are in every piece of prose, so here they all are now."
OPENING = f"""# Title

After this lesson you can:

- a
- b
- c

20 minutes · [on Binder](https://mybinder.org/v2/gh/OWNER/lossedu/HEAD?urlpath=lab/tree/notebooks/HERE.ipynb)
· [the lesson before](BEFORE.ipynb)

{FILLER}
"""
A_MODEL = {"model_name": "M", "model_module": "m", "model_module_version": "1", "state": {}}


def exercise(name):
    return [
        code(f"def {name}(y):\n    return ...", tags=["exercise"]),
        code(f"check({name})", {"text/plain": "not attempted"}),
        code("def solution(y):\n    return y", tags=["solution"], jupyter={"source_hidden": True}),
    ]


@pytest.fixture
def good(tmp_path):
    """A tiny lesson that keeps every rule, with one before it and one after it."""
    (tmp_path / "README.md").write_text("00_start.ipynb 01_good.ipynb 02_after.ipynb")
    (tmp_path / "lessons").mkdir()
    cells = [
        prose(OPENING.replace("HERE", "01_good").replace("BEFORE", "00_start"), "slide"),
        prose(f"## A section · 20 minutes\n\n{FILLER} **Before you move on, guess:** is $y = 1$ dearer?", "slide"),
        code("explore_it()", {WIDGET_VIEW: {"model_id": "ab"}, "text/plain": "J = 0.357"}),
        prose(f"<details><summary>Answer</summary>\n\n{FILLER}\n\n</details>"),
        prose(f"{FILLER}\n\n$$J = 1$$", "notes"),
        prose("What would you ask? " + FILLER, "notes"),
        code("assert J == 1"),
        *exercise("f"),
        *exercise("g"),
        prose(f"## Now you can\n\n- a\n- b\n- c\n\n{FILLER} Next: [after](02_after.ipynb)", "slide"),
    ]
    state = {WIDGET_STATE: {"state": {"ab": A_MODEL}, "version_major": 2, "version_minor": 0}}
    notebook = new_notebook(cells=cells, metadata={**refresh.KERNEL, "widgets": state})
    for count, cell in enumerate(code_cells(notebook), start=1):
        cell.execution_count = count
    nbformat.write(notebook, tmp_path / "lessons" / "01_good.ipynb")
    return read(tmp_path / "lessons" / "01_good.ipynb")


def change(place, old, new):
    """Spoil a cell by a change of its words."""
    return lambda notebook: notebook.cells[place].update(source=notebook.cells[place].source.replace(old, new))


def show(place, data):
    """Spoil a cell by what it shows."""
    return lambda notebook: notebook.cells[place].update(outputs=[new_output("execute_result", data)])


def relabel(place, **metadata):
    """Spoil the metadata of a cell."""
    return lambda notebook: notebook.cells[place].metadata.update(metadata)


SPOILS = [
    ("the_first_cell_alone_has_a_main_heading", change(1, "## ", "# ")),
    ("the_first_cell_alone_has_a_main_heading", change(0, "# ", "## ")),
    ("the_first_cell_promises_three_to_five_things_and_says_the_minutes", change(0, "- c\n", "")),
    ("the_first_cell_promises_three_to_five_things_and_says_the_minutes", change(0, "20 minutes", "")),
    ("each_section_says_its_minutes_and_they_add_up", change(1, "20 minutes", "19 minutes")),
    ("each_section_says_its_minutes_and_they_add_up", change(1, "20 minutes", "")),
    ("the_last_cell_says_what_the_reader_can_do_now", change(-1, "- a\n", "")),
    ("the_last_cell_says_what_the_reader_can_do_now", lambda notebook: notebook.cells.pop()),
    ("lessons_link_to_the_one_before_and_the_one_after", change(0, "](00_start.ipynb)", "](nowhere.ipynb)")),
    ("lessons_link_to_the_one_before_and_the_one_after", change(-1, "](02_after.ipynb)", "]()")),
    ("links_lead_somewhere", change(-1, "02_after", "03_missing")),
    ("the_first_cell_opens_this_lesson_on_binder", change(0, "01_good", "00_start")),
    ("code_cells_are_short", change(6, "assert J == 1", "a = 1\n" * 16)),
    ("code_cells_are_short", lambda notebook: [change(n, "f", "\n\na = 1\n" * 5)(notebook) for n in range(7, 13)]),
    ("prose_cells_are_short", change(5, FILLER, "")),
    ("prose_cells_are_short", change(5, FILLER, FILLER * 6)),
    ("prose_cells_are_short", change(3, FILLER, FILLER * 6)),
    ("cells_are_stored_executed_in_order", lambda notebook: notebook.cells[6].update(execution_count=7)),
    ("cells_are_stored_executed_in_order", lambda notebook: [cell.pop("outputs", 0) for cell in notebook.cells]),
    ("nothing_goes_wrong_in_an_output",
     lambda notebook: notebook.cells[6].update(outputs=[new_output("stream", name="stderr", text="careful")])),
    ("nothing_goes_wrong_in_an_output",
     lambda notebook: notebook.cells[6].update(outputs=[new_output("error", ename="E", evalue="", traceback=[])])),
    ("outputs_are_the_same_on_every_machine", show(6, {"text/plain": "<object at 0x7fb7e9d52b50>"})),
    ("outputs_are_the_same_on_every_machine", show(6, {"text/plain": "trained in 3.2 s"})),
    ("outputs_are_the_same_on_every_machine", show(6, {"text/html": "/home/me/lossedu"})),
    ("no_cell_reads_a_clock", change(6, "assert", "%time assert")),
    ("no_cell_reads_a_clock", change(6, "J == 1", "time.perf_counter()")),
    ("sliders_live_without_a_kernel", lambda notebook: notebook.metadata.pop("widgets")),
    ("sliders_live_without_a_kernel", lambda notebook: notebook.cells[2].update(outputs=[])),
    ("every_cell_has_its_place_in_the_slides", relabel(3, slideshow={"slide_type": "-"})),
    ("every_cell_has_its_place_in_the_slides", lambda notebook: notebook.cells[6].metadata.clear()),
    ("every_cell_has_its_place_in_the_slides", relabel(0, slideshow={"slide_type": "notes"})),
    ("the_speaker_has_a_question_to_ask", change(5, "?", ".")),
    ("the_reader_guesses_before_every_explorer", change(1, "guess", "go")),
    ("the_reader_guesses_before_every_explorer", change(1, "dearer?", "dearer.")),
    ("a_folded_answer_follows_every_explorer", change(3, "details", "div")),
    ("folded_answers_unfold", change(3, "</summary>\n\n", "</summary>\n")),
    ("typed_formulas_are_asserted_by_the_next_code", change(6, "assert J == 1", "J == 1")),
    ("typed_formulas_are_asserted_by_the_next_code", change(4, "$$J = 1$$", "$$J = 1$$ and $J = -\\ln z$")),
    ("typed_formulas_are_asserted_by_the_next_code", change(-1, "Next", "$$J = 1$$ Next")),
    ("exercises_can_be_tried_checked_and_looked_up", change(7, "...", "y")),
    ("exercises_can_be_tried_checked_and_looked_up", change(8, "(f)", "(h)")),
    ("exercises_can_be_tried_checked_and_looked_up", relabel(9, jupyter={})),
    ("exercises_can_be_tried_checked_and_looked_up", relabel(10, tags=[])),
    ("cells_end_in_what_they_show", change(6, "J == 1", "J == 1;")),
    ("sliders_come_from_explorers_only", change(6, "assert J == 1", "interact(f)")),
    ("nothing_is_hidden_from_the_checks", change(6, "J == 1", "J == 1  # NBVAL_SKIP")),
    ("nothing_is_hidden_from_the_checks", relabel(6, tags=["raises-exception"])),
    ("pictures_have_words", change(5, "?", "? ![](00_start.ipynb)")),
    ("the_file_is_valid_and_plain", lambda notebook: notebook.cells[1].update(id=notebook.cells[0].id)),
    ("the_file_is_valid_and_plain", lambda notebook: notebook.cells[1].update(id="not an id")),
    ("the_file_is_valid_and_plain", lambda notebook: notebook.metadata.kernelspec.update(name="mine")),
    ("the_file_is_valid_and_plain", relabel(6, execution={"shell.execute_reply": "today"})),
]  # fmt: skip


def test_a_good_lesson_keeps_every_rule(good):
    assert {name: list(check(good)) for name, check in RULES.items()} == {name: [] for name in RULES}


@pytest.mark.parametrize(("name", "spoil"), SPOILS)
def test_the_rule_notices(name, spoil, good):
    spoil(good)
    assert list(RULES[name](good))


def test_every_rule_is_shown_to_fail():
    assert {name for name, _ in SPOILS} == set(RULES)


@pytest.mark.parametrize(
    ("source", "counted"),
    [("where $y = 1$ and $\\hat y = 0.3$", 0), ("$y=0, \\hat{y}=0.3$", 0), ("$J = -\\ln \\hat y$", 1), ("$a < b$", 0),
     ("$$a\n= b$$", 1), ("`$x = y$`: costs $J'(z) = \\sigma(z) - y$", 2), ("$\\hat y = y$", 1)],
)  # fmt: skip
def test_a_formula_is_told_from_a_setting(source, counted):
    assert len(formulas(source)) == counted
