"""A lesson as a page and as slides, and the page that lists them."""

import shutil
from pathlib import Path

from course import opening
from jinja2 import Environment, FileSystemLoader
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html

TEMPLATES = Path(__file__).parent / "templates"


def write_lesson(lesson, lessons, folder, lite):
    """Write a lesson's page, without the speaker's notes, and its notebook for download."""
    notebook = lesson.linked(lessons)
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.slideshow.slide_type != "notes"]
    write(folder / "lessons" / f"{lesson.name}.html", exported("lesson", notebook, lesson=lesson, lite=lite))
    (folder / "notebooks").mkdir(exist_ok=True)
    shutil.copy(lesson.path, folder / "notebooks")


def write_slides(lesson, lessons, folder):
    """Write a lesson's slides, with the notes that the speaker's window shows."""
    write(folder / "slides" / f"{lesson.name}.html", exported("slides", lesson.linked(lessons), lesson=lesson))


def exported(template, notebook, **resources):
    """Return a notebook as HTML in one of our templates."""
    exporter = HTMLExporter(
        template_file=f"{template}.html.j2",
        template_name=TEMPLATES.name,
        extra_template_basedirs=[str(TEMPLATES.parent)],
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    return exporter.from_notebook_node(notebook, resources=resources)[0]


def write_index(lessons, folder, lite):
    """Write the page that lists the lessons, and their pictures."""
    (folder / "pictures").mkdir()
    for lesson in lessons:
        if lesson.picture:
            (folder / "pictures" / f"{lesson.name}.png").write_bytes(lesson.picture.png)
    page = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("index.html.j2")
    write(folder / "index.html", page.render(lessons=lessons, lite=lite, opening=opening(), words=in_line))


def in_line(markdown):
    """Return one paragraph of Markdown as HTML, without the paragraph around it."""
    return markdown2html(markdown).strip().removeprefix("<p>").removesuffix("</p>")


def write(path, text):
    """Write a page, in a folder that may not exist yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
