"""The column of a progress bar that says how long it will still take."""

from __future__ import annotations

from rich.progress import ProgressColumn, Task
from rich.text import Text

from servicecircle.cli.language import spoken

MINUTE_S = 60


class TimeLeft(ProgressColumn):
    """
    Time left, judged by what the work has taken so far.

    The work says now and then what share of it is done; in between, time runs down.
    rich's own column forgets what lies back more than half a minute, which is too
    short for stages that say it twice a minute.
    """

    def render(self, task: Task) -> Text:
        """Show minutes and seconds, or nothing where nothing can be said."""
        left_s = seconds_left(task)
        if left_s is None:
            return Text("")
        minutes, seconds = divmod(round(left_s), MINUTE_S)
        left = spoken(f"{minutes}:{seconds:02d} left")
        return Text(left, style="progress.remaining")


def seconds_left(task: Task) -> float | None:
    """
    Judge how many seconds a task will still take.

    None before anything is done, and when all is. The field ``at_s`` says how long
    the task had been running when its share was last told.
    """
    at_s: float | None = task.fields.get("at_s")
    if at_s is None or not 0 < task.completed < 1 or task.elapsed is None:
        return None
    return max(0.0, at_s / task.completed - task.elapsed)
