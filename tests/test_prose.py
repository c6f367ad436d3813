"""What readers read: no word that talks down, no broken link, one owner of the repository."""

import re
import tomllib
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("notebooks/*.ipynb")])
TALKS_DOWN = re.compile(r"\b(simply|obvious(ly)?|of course|just|clearly|trivial(ly)?|needless to say)\b", re.I)
OWNER = re.compile(r"(?:github\.com|/gh)/([^/\s]+)/lossedu")


def prose(path):
    """Return the words of a page; of a notebook, its Markdown cells."""
    if path.suffix == ".md":
        return path.read_text()
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def each_page(test):
    return pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))(test)


@each_page
def test_page_does_not_talk_down(path):
    assert [match[0] for match in TALKS_DOWN.finditer(prose(path))] == []


@pytest.mark.parametrize("path", [path for path in PAGES if path.suffix == ".md"], ids=lambda path: path.name)
def test_links_of_page_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(), flags=re.S)
    links = re.findall(r"\]\(([^)#\s]+)|(?:src|href)=\"([^\"#]+)\"", text)
    local = [link for pair in links for link in pair if link and not re.match(r"https?:|mailto:", link)]
    assert [link for link in local if not (path.parent / link).exists()] == []


@each_page
def test_page_names_the_one_owner_of_the_repository(path):
    repository = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"]
    assert set(OWNER.findall(prose(path))) <= set(OWNER.findall(repository))


@pytest.mark.parametrize("sentence", ["It is SIMPLY the mean.", "Of course, it is least at y.", "We just add them."])
def test_words_that_talk_down_are_noticed(sentence):
    assert TALKS_DOWN.search(sentence)


def test_adjustment_is_not_taken_for_just():
    assert not TALKS_DOWN.search("Adjust the slider, and justify the answer.")
