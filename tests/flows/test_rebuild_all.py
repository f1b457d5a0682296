"""The flows: the same job through Prefect, with the same outcome, and nothing secret in between."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prefect.client.orchestration import get_client
from prefect.testing.utilities import prefect_test_harness
from published_files import read_files

from flows.rebuild_all import rebuild_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.pipeline.outcome import RunReport

ROOT = Path(__file__).parents[2]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)")
pytest_plugins = ["sample_home"]
pytestmark = [
    pytest.mark.prefect,
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("default"),  # Prefect and its server warn of their own matters
]


def make_home(folder: Path) -> Path:
    """Make a home of the sample surveys."""
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    return folder


@pytest.fixture(scope="module")
def expected(built: Path) -> dict[str, bytes]:
    """Give the maps that the command line makes."""
    return read_files(built / "maps")


def test_process_without_a_server_makes_the_same_maps(
    tmp_path: Path, expected: dict[str, bytes]
) -> None:
    """`python -m flows.rebuild_all` does the job on a machine that has no Prefect server."""
    home = make_home(tmp_path / "home")
    told = subprocess.run(
        [sys.executable, "-m", "flows.rebuild_all"],
        cwd=ROOT,
        env=os.environ | {"HERITAGE_HOME": str(home), "PREFECT_HOME": str(tmp_path / "prefect")},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert read_files(home / "maps") == expected
    assert str(home / "maps" / "index.html") in told.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, RunReport]]:
    """Run the flow against a server of its own, with one survey that cannot be read."""
    home = make_home(tmp_path_factory.mktemp("served"))
    broken = home / "data" / "raw" / "2026-broken" / "v1"
    broken.mkdir(parents=True)
    (broken / "survey.toml").write_text(
        'title = "Broken"\nwho = "A."\nlicence = "CC-BY-4.0"\nreceived = 2026-11-22\n', "utf-8"
    )
    (broken / "sites.geojson").write_bytes(b"<html>not found</html>")
    with prefect_test_harness(server_startup_timeout=90):
        report = rebuild_all(str(home))
        yield home, report


def test_unreadable_survey_holds_up_no_other(
    served: tuple[Path, RunReport], expected: dict[str, bytes]
) -> None:
    """A survey that is refused is told of, and the maps of the others are made."""
    home, report = served
    assert [each.survey_id for each in report.refused] == ["2026-broken"]
    assert "sites.geojson" in report.refused[0].tell("en")
    assert read_files(home / "maps") == expected


def list_texts(told: object) -> Iterator[str]:
    """List the strings of a JSON value, but for moments: their seconds look like degrees."""
    if isinstance(told, dict):
        yield from map(str, told)
        told = list(told.values())
    if isinstance(told, list):
        for each in told:
            yield from list_texts(each)
    elif isinstance(told, str) and not MOMENT.fullmatch(told):
        yield told


def test_server_learns_counts_and_digests_only(served: tuple[Path, RunReport]) -> None:
    """No artifact, parameter or task name holds a coordinate or the name of a site."""
    home, _ = served
    with get_client(sync_client=True) as client:
        artifacts = client.request("POST", "/artifacts/filter", json={}).json()
        flow_runs = client.request("POST", "/flow_runs/filter", json={}).json()
        task_runs = client.request("POST", "/task_runs/filter", json={}).json()
        logs = client.request("POST", "/logs/filter", json={}).json()
    told = "\n".join(list_texts([artifacts, flow_runs, task_runs, logs]))
    assert {each["key"] for each in artifacts} == {"surveys", "edition"}
    assert len([each for each in task_runs if each["name"].startswith("ingest ")]) == 8
    assert len([each for each in task_runs if each["name"].startswith("publish ")]) == 19
    assert not re.search(r"Бегазы|Беғазы|Begazy", told)
    assert not re.search(r"4[6-9]\.\d{4}|[67]\d\.\d{4}", told.replace(str(home), ""))
