"""Write requirements.lock: every version the project uses, with hashes, in three parts.

The parts are cut out by the Makefile, so that a first `make run` need not fetch what only tests
or a machine without npm need. Needs `uv` on the PATH; run it as `make lock`.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = {  # title of the part -> the extras it adds to the parts above it
    "run": ["build"],
    "test": ["test", "postgis"],
    "node": ["node"],
}


def resolve(extras: list[str]) -> dict[str, str]:
    """Return name -> pinned lines with hashes, for the project with these extras."""
    flags = [flag for extra in extras for flag in ("--extra", extra)]
    command = ["uv", "pip", "compile", "pyproject.toml", *flags, "--generate-hashes"]
    command += ["--python-version", "3.11", "--python-platform", "linux"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"]
    text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    return {entry.split("==")[0]: entry for entry in entries}


def main() -> None:
    """Resolve everything at once, so that the parts agree, and write them one below another."""
    together = resolve([extra for extras in PARTS.values() for extra in extras])
    lines = ["# Written by scripts/lock.py (make lock). Edit pyproject.toml instead."]
    seen: set[str] = set()
    extras: list[str] = []
    for part, more in PARTS.items():
        extras += more
        names = sorted(set(resolve(extras)) - seen)
        seen.update(names)
        lines += [f"# --- part: {part} ---", *(together[name] for name in names)]
    (ROOT / "requirements.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"requirements.lock: {len(seen)} packages")


if __name__ == "__main__":
    main()
