"""Ctrl-C that asks for the best answer so far, and ends the program the second time."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from servicecircle.cli.language import spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Give what says whether Ctrl-C was pressed; pressed again, it interrupts."""
    pressed = False

    def press(_signal: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True
        stopping = (
            "Stopping: the best choice so far will be written. "
            "Press Ctrl-C again to write nothing."
        )
        typer.echo("\n" + spoken(stopping), err=True)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
