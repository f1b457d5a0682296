"""A bar for long work on a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.pipeline.outcome import Progress


@contextmanager
def show_progress() -> Iterator[Progress]:
    """Show a bar for long work on a terminal, and nothing where the output goes elsewhere."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from heritage_gis.pipeline.outcome import show_nothing

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    if not console.is_terminal:
        yield show_nothing
        return
    with Bar(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        shown = bar.add_task("", total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(shown, description=stage, completed=done, total=total)

        yield tell
