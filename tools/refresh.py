"""Execute notebooks from top to bottom and store them: the same code gives the same bytes.

python tools/refresh.py notebooks/*.ipynb
"""

import sys
import uuid
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
ALL_DEFAULTS = ("LayoutModel", "StyleModel")


def refresh(path):
    """Run the notebook in a fresh kernel and write it back: outputs, living widgets, and nothing that changes."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    names = execute(notebook, Path(path))
    notebook.metadata |= KERNEL
    drop_defaults(notebook)
    nbformat.write(rename(notebook, names), path)
    return path


def execute(notebook, path):
    """Run every cell; return the lasting name of each widget, made from its cell's id and its place in that cell."""
    names = {}

    def name_widgets(cell, **_):
        born = [model for model in client.widget_state if model not in names]
        names.update((model, lasting_name(path.stem, cell.id, place)) for place, model in enumerate(born))

    notebook.metadata = nbformat.NotebookNode()
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        coalesce_streams=True,
        on_cell_executed=name_widgets,
        record_timing=False,
        timeout=600,
    )
    client.execute()
    return names


def lasting_name(*words):
    """Return the same 32 hexadecimal digits for the same words."""
    return uuid.uuid5(uuid.NAMESPACE_OID, " ".join(map(str, words))).hex


def drop_defaults(notebook):
    """Leave out what layouts and styles do not set: the browser knows its own defaults."""
    widgets = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    for model in widgets.get("state", {}).values():
        if model["model_name"].endswith(ALL_DEFAULTS):
            model["state"] = {name: value for name, value in model["state"].items() if value is not None}


def rename(notebook, names):
    """Return the notebook with every widget called by its lasting name, wherever it is mentioned."""
    text = nbformat.writes(notebook)
    for drawn, lasting in names.items():
        text = text.replace(drawn, lasting)
    return nbformat.reads(text, as_version=4)


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        for path in pool.map(refresh, sys.argv[1:]):
            print(path)
