"""A stored notebook is the same every time it is run, and its sliders live without a kernel."""

import pytest
import refresh
from nbclient.exceptions import CellExecutionError
from nbformat import read, write
from nbformat.v4 import new_code_cell, new_notebook

CELLS = {
    "slider": "from ipywidgets import FloatSlider, VBox, jslink\nslider = FloatSlider(description='y')\nVBox([slider])",
    "tied": "other = FloatSlider(value=3)\nlink = jslink((slider, 'value'), (other, 'value'))\nother",
    "words": "for n in range(3):\n    print(n, flush=True)",
    "picture": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(1, 1))",
}


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """The bytes of one notebook, refreshed twice."""
    path = tmp_path_factory.mktemp("lessons") / "01_sliders.ipynb"
    cells = [new_code_cell(source, id=name) for name, source in CELLS.items()]
    cells[0].metadata["execution"] = {"shell.execute_reply": "long ago"}
    write(new_notebook(cells=cells, metadata={"kernelspec": {"name": "mine", "display_name": "Mine"}}), path)
    return [(refresh.refresh(path), path.read_bytes())[1] for _ in range(2)]


@pytest.fixture(scope="module")
def stored(versions, tmp_path_factory):
    path = tmp_path_factory.mktemp("stored") / "01_sliders.ipynb"
    path.write_bytes(versions[0])
    return read(path, as_version=4)


@pytest.fixture(scope="module")
def widgets(stored):
    return stored.metadata.widgets["application/vnd.jupyter.widget-state+json"].state


def references(model):
    """Return the models that a model speaks of."""
    said = str(model.state).split("IPY_MODEL_")[1:]
    return {word[:32] for word in said}


def test_two_refreshes_give_the_same_bytes(versions):
    assert versions[0] == versions[1]


def test_every_widget_on_show_and_all_that_it_needs_is_stored(stored, widgets):
    shown = [output.data["application/vnd.jupyter.widget-view+json"].model_id
             for cell in stored.cells[:2] for output in cell.outputs]  # fmt: skip
    assert len(shown) == 2
    assert set(shown).union(*map(references, widgets.values())) <= set(widgets)
    assert widgets[shown[1]].state.value == 3


def test_a_link_between_sliders_is_stored_with_both_ends(widgets):
    (link,) = [model for model in widgets.values() if model.model_name == "LinkModel"]
    assert {widgets[name].model_name for name in references(link)} == {"FloatSliderModel"}
    assert len(references(link)) == 2


def test_layouts_store_what_is_set_and_nothing_else(widgets):
    layouts = [model.state for model in widgets.values() if model.model_name == "LayoutModel"]
    assert layouts
    assert not any(value is None for layout in layouts for value in layout.values())


def test_a_stored_notebook_keeps_no_trace_of_the_machine(stored):
    assert stored.metadata.kernelspec == refresh.KERNEL["kernelspec"]
    assert stored.metadata.language_info == refresh.KERNEL["language_info"]
    assert not any("execution" in cell.metadata for cell in stored.cells)


def test_what_is_printed_in_parts_is_stored_as_one(stored):
    assert [output.text for output in stored.cells[2].outputs] == ["0\n1\n2\n"]


def test_an_error_in_a_cell_stops_the_refresh_and_leaves_the_file_alone(tmp_path):
    path = tmp_path / "01_broken.ipynb"
    write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        refresh.refresh(path)
    assert path.read_bytes() == before
