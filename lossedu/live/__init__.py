"""Matplotlib draws it, the browser moves it: figures that follow their sliders with no kernel to ask."""

from lossedu.live.figure import LiveFigure

__all__ = ["LiveFigure"]
