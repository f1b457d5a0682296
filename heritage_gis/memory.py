"""Memory that is free is given back to the system, so that a long table takes what it keeps."""

from __future__ import annotations

import ctypes
import gc
from functools import cache

_NEW_OBJECTS = 100_000
_MMAP_THRESHOLD, _LARGE_BYTES = -3, 1_000_000  # M_MMAP_THRESHOLD of malloc.h


def give_back() -> None:
    """Give back what Arrow and the C library keep for later: between blocks of rows that is much.

    Other C libraries than that of GNU have no such call; there only Arrow gives back.
    """
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    library = _load_library()
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


def set_up() -> None:
    """Set a process up for large tables.

    They have few cycles of objects, and looking for those takes a tenth of the time: it is done
    seldom. A column of a million numbers goes back to the system as soon as it is free.
    """
    gc.set_threshold(_NEW_OBJECTS, 20, 50)
    library = _load_library()
    if hasattr(library, "mallopt"):
        library.mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)


def end_quickly() -> None:
    """Leave all objects to the system at the end, rather than to look at each once more."""
    gc.freeze()


@cache
def _load_library() -> ctypes.CDLL:
    return ctypes.CDLL(None)
