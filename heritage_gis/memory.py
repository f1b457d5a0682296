"""Memory that is free is given back to the system, so that a long table takes what it keeps."""

from __future__ import annotations

import ctypes
from functools import cache


def give_back() -> None:
    """Give back what Arrow and the C library keep for later: between blocks of rows that is much.

    Other C libraries than that of GNU have no such call; there only Arrow gives back.
    """
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    library = _load_library()
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


@cache
def _load_library() -> ctypes.CDLL:
    return ctypes.CDLL(None)
