"""Verifying a home: rebuilt aside from `data/raw/` alone, it must come out the same."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.errors import DamagedHomeError
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.compared_registers import compare_registers
from heritage_gis.pipeline.digests import read_stamp
from heritage_gis.pipeline.outcome import show_nothing

if TYPE_CHECKING:
    from heritage_gis.paths import Home
    from heritage_gis.pipeline.outcome import Progress
    from heritage_gis.settings import Settings

MANIFEST = "edition.json"


def verify(settings: Settings, progress: Progress = show_nothing) -> list[str]:
    """Rebuild aside and compare; check the manifest; look for leaks in what is public.

    Returns:
        What was found, a line each; nothing where all is well.

    Raises:
        MisusedError: there is nothing to verify.
    """
    from heritage_gis.pipeline.edition import check_edition, plan_edition
    from heritage_gis.pipeline.run import lack_surveys, run
    from heritage_gis.places.districts import load_districts

    home = settings.home_folder
    if not home.journal.is_file():
        raise lack_surveys(settings)
    with hold_home(home), tempfile.TemporaryDirectory(prefix="heritage-verify-") as scratch:
        aside = settings.model_copy(update={"home": Path(scratch), "register_url": ""})
        shutil.copytree(home.raw, aside.home_folder.raw)
        try:
            run(aside, progress)
        except DamagedHomeError as damage:
            return [f"data/raw/ cannot be rebuilt from: {damage}", *_check_manifest(home)]
        findings = _compare_journals(home, aside.home_folder)
        findings += _compare_maps(home, aside.home_folder)
        findings += compare_registers(settings, aside)
        findings += _check_manifest(home)
        plan = plan_edition(aside, load_districts(aside.home_folder))
        findings += check_edition(aside, plan, home.maps)
    return findings


def _compare_journals(home: Home, aside: Home) -> list[str]:
    if home.journal.exists() and home.journal.read_bytes() == aside.journal.read_bytes():
        return []
    return ["data/raw/ holds what the journal does not: run heritage run first"]


def _list_files(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def _compare_maps(home: Home, aside: Home) -> list[str]:
    public, rebuilt = _list_files(home.maps), _list_files(aside.maps)
    findings = [f"maps/{path}: is not what data/raw/ makes" for path in public.keys() - rebuilt]
    findings += [f"maps/{path}: is missing" for path in rebuilt.keys() - public]
    findings += [
        f"maps/{path}: differs from what data/raw/ makes"
        for path in public.keys() & rebuilt
        if public[path] != rebuilt[path]
    ]
    return sorted(findings)


def _check_manifest(home: Home) -> list[str]:
    manifest = home.maps / MANIFEST
    if not manifest.is_file():
        return [f"maps/{MANIFEST}: is missing"]
    listed = read_stamp(manifest).get("files", {})
    found = _list_files(home.maps)
    return [
        f"maps/{path}: is not as {MANIFEST} lists it"
        for path in sorted(listed.keys() | found.keys() - {MANIFEST})
        if listed.get(path) != found.get(path)
    ]
