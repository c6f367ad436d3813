"""Build the course as static pages, which need no network.

python site/build.py [--to FOLDER] [--no-lite] [NN ...]      (NN: numbers of lessons; all, if none is named)
"""

import argparse
import shutil
from pathlib import Path

import parts
from course import read_course
from lite import build_lite
from pages import write_index, write_lesson, write_slides


def main():
    """Read what is wanted and build it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("numbers", nargs="*", help="numbers of the lessons to build")
    options.add_argument("--to", type=Path, default=Path("_site"), help="the folder, made anew")
    options.add_argument("--no-lite", dest="lite", action="store_false", help="leave JupyterLite out")
    wanted = options.parse_args()
    build(wanted.to, wanted.numbers, wanted.lite)


def build(folder, numbers=(), lite=True):
    """Build the pages of these lessons, or of all, into a folder made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    lessons = read_course(numbers)
    parts.collect(folder / "assets")
    for lesson in lessons:
        write_lesson(lesson, lessons, folder, lite)
        write_slides(lesson, lessons, folder)
    write_index(lessons, folder, lite)
    if lite:
        build_lite(lessons, folder / "lite")


if __name__ == "__main__":
    main()
