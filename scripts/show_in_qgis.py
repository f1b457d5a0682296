"""Open the register in QGIS: list what it shows, hold it while a survey comes in, take a picture.

Run by the system's Python, which has QGIS; the register is that of the sample surveys, in a home of
its own, so every place in it is published.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QFont

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
PICTURE = ROOT / "docs" / "pictures" / "register-in-qgis.png"
PROJECTS = ("Қазақша", "Русский", "English")
SHOWN, SITES, RECORDS = "English", "heritage_sites", "heritage_records"
SHOWN_AREA = (66.0, 46.2, 77.0, 50.6)  # degrees: where the sample sites lie
WIDTH_MM, HEIGHT_MM, LEGEND_MM, DPI = 250, 112, 78, 110
HELD_SURVEYS = {  # how QGIS holds the register -> the file that is submitted
    "reads": "held-1.csv",
    "edits": "held-2.csv",
    "writes": "held-3.csv",
    "edits and a former survey is replaced": "held-4.csv",
}
NEW_SURVEYS = 3
BORDERS = (
    "import sys; from pathlib import Path; from heritage_gis.paths import Home;"
    "from heritage_gis.places.districts import load_districts;"
    "load_districts(Home(Path(sys.argv[1]))).frame.to_file(sys.argv[2], driver='GeoJSON')"
)


def main() -> int:
    """Do all of it; return how much of it failed."""
    QgsApplication.setPrefixPath("/usr", useDefaultPaths=True)
    application = QgsApplication([], False)  # noqa: FBT003 - as the library has it: no windows
    application.initQgis()
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        shutil.copytree(ROOT / "data" / "raw", home / "data" / "raw")
        heritage(home, "run")
        register = home / "data" / "processed" / "register.gpkg"
        failed = sum(list_layers(register, name) for name in PROJECTS)
        draw(register, home)
        failed += hold(register, home)
        QgsProject.instance().clear()
    application.exitQgis()
    print("all of it holds" if not failed else f"{failed} things do not hold")
    return int(failed > 0)


def heritage(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a home."""
    command = [str(PYTHON), "-m", "heritage_gis", "--home", str(home), "--lang", "en", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def open_project(register: Path, name: str) -> QgsProject:
    """Open a project that the register carries."""
    project = QgsProject.instance()
    project.clear()
    if not project.read(f"geopackage:{register}?projectName={name}"):
        sys.exit(f"QGIS cannot read the project {name}: {project.error()}")
    return project


def list_layers(register: Path, name: str) -> int:
    """Print what QGIS makes of each layer of a project; return how many layers lack something."""
    project = open_project(register, name)
    print(f"\nproject {name}: relations to a site "
          f"{sorted(project.relationManager().relations())}")  # fmt: skip
    lacking = 0
    for layer in project.mapLayers().values():
        fields = layer.fields()
        named = [field.name() for field in fields if field.alias()]
        bare = [field.name() for field in fields if not field.alias() and field.name() != "fid"]
        widgets = [layer.editorWidgetSetup(index) for index in range(len(fields))]
        maps = sum(widget.type() == "ValueMap" for widget in widgets)
        drawn = layer.renderer().type() if layer.renderer() else "no geometry"
        shape = QgsWkbTypes.displayString(layer.wkbType())
        joined = [join.joinLayerId() for join in layer.vectorJoins()]
        print(f"  {layer.name()}: {layer.featureCount()} rows, {shape}, {drawn}, "
              f"{len(named)} aliases, {maps} value maps, joined to {joined}")  # fmt: skip
        bare = [each for each in bare if not each.startswith("survey_")]
        is_placed = layer.renderer() is None or layer.crs().isValid()
        if bare or not layer.isValid() or not is_placed:
            lacking += 1
            print(f"    lacks something: source {layer.isValid()}, system {is_placed}, {bare}")
    return lacking + check_plain_layers(register)


def check_plain_layers(register: Path) -> int:
    """See that a layer opened by itself, without a project, is styled by what the file holds."""
    lacking = 0
    for name in ("sites", "records", "names", "surveys"):
        layer = QgsVectorLayer(f"{register}|layername={name}", name, "ogr")
        styled = layer.renderer() is None or layer.renderer().type() == "RuleRenderer"
        alias = [field.alias() for field in layer.fields() if field.alias()]
        if not styled or not alias:
            lacking += 1
            print(f"    layer {name} opened by itself has no style")
    return lacking


def hold(register: Path, home: Path) -> int:
    """Hold the register in three ways while a survey is taken in; print what came of each."""
    failed = 0
    project = open_project(register, SHOWN)
    layer = project.mapLayer(RECORDS)
    for how, file in HELD_SURVEYS.items():
        features = layer.getFeatures()
        first = next(features)
        if how != "reads":
            layer.startEditing()
            layer.changeAttributeValue(first.id(), layer.fields().indexOf("notes"), how)
        writer = _begin_writing(register) if how == "writes" else None
        path = home / file
        path.write_text(f"Название,Тип,Район\nмогильник Проба {how},могильник,Шетский\n", "utf-8")
        words = ("--title", how, "--by", "QGIS", "--licence", "CC0-1.0")
        if how == "edits and a former survey is replaced":
            words += ("--replaces", _find_survey(register, "reads"))
        told = heritage(home, "submit", str(path), *words)
        said = (told.stderr or told.stdout).strip().splitlines() or [""]
        beside = sorted(each.name for each in register.parent.glob("register.gpkg?*"))
        outcome = said[0] if told.returncode else said[-2]
        print(f"\nQGIS {how} (beside the register: {beside}) as a survey is submitted: "
              f"exit {told.returncode}, «{outcome}»")  # fmt: skip
        failed += told.returncode != (2 if how == "writes" else 0)
        if writer is not None:
            writer.rollback()
            writer.close()
            told = heritage(home, "run")
            print(f"  let go, heritage run: exit {told.returncode}")
            failed += told.returncode
        if how != "reads":
            layer.rollBack()
        del features
    project.clear()
    return failed + inspect_register(register, home)


def _begin_writing(register: Path) -> sqlite3.Connection:
    """Hold what a program holds that writes: QGIS while it saves an edit session."""
    writer = sqlite3.connect(register)
    writer.execute("BEGIN IMMEDIATE")
    return writer


def inspect_register(register: Path, home: Path) -> int:
    """See that the register is whole, and that all three surveys are in it."""
    with closing(sqlite3.connect(register)) as opened:
        whole = opened.execute("PRAGMA integrity_check").fetchone()[0]
        there = opened.execute("SELECT count(*) FROM surveys").fetchone()[0]
    verified = heritage(home, "verify")
    print(f"\nafterwards: integrity {whole}, {there} surveys; heritage verify: "
          f"exit {verified.returncode} {verified.stderr.strip()}")  # fmt: skip
    expected = len(list((ROOT / "data" / "raw").glob("*/"))) + NEW_SURVEYS
    return (whole != "ok") + (there != expected) + (verified.returncode != 0)


def _find_survey(register: Path, title: str) -> str:
    with closing(sqlite3.connect(register)) as opened:
        found = opened.execute("SELECT survey_id FROM surveys WHERE title = ?", (title,))
        return str(found.fetchone()[0])


def draw(register: Path, home: Path) -> None:
    """Draw the sites over the sketch of the districts, with a legend of what is there."""
    borders = home / "borders.geojson"
    subprocess.run([str(PYTHON), "-c", BORDERS, str(home), str(borders)], check=True)
    project = open_project(register, SHOWN)
    sites = project.mapLayer(SITES)
    ground = QgsVectorLayer(str(borders), "districts", "ogr")
    look = {"color": "#fdfbf6", "outline_color": "#b9ab93", "outline_width": "0.3"}
    ground.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
    project.addMapLayer(ground)
    sites.setLabelsEnabled(True)
    settings = sites.labeling().settings()
    settings.scaleVisibility = False
    labeling = sites.labeling().clone()
    labeling.setSettings(settings)
    sites.setLabeling(labeling)
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(WIDTH_MM, HEIGHT_MM))
    shown = _place(
        QgsLayoutItemMap(layout), layout, (LEGEND_MM, 0, WIDTH_MM - LEGEND_MM, HEIGHT_MM)
    )
    shown.setCrs(QgsCoordinateReferenceSystem("EPSG:32642"))
    shown.setLayers([sites, ground])
    box = QgsRectangle(*SHOWN_AREA)
    shown.setExtent(_turn(box))  # an item that has no extent cannot be zoomed
    shown.attemptResize(QgsLayoutSize(WIDTH_MM - LEGEND_MM, HEIGHT_MM))
    shown.zoomToExtent(_turn(box))
    title = _place(QgsLayoutItemLabel(layout), layout, (4, 4, LEGEND_MM - 4, 8))
    title.setText("register.gpkg in QGIS")
    title.setFont(QFont("DejaVu Sans", 10, QFont.Bold))
    legend = _place(QgsLayoutItemLegend(layout), layout, (2, 12, LEGEND_MM, HEIGHT_MM - 12))
    legend.setAutoUpdateModel(False)
    for node in legend.model().rootGroup().findLayers():
        if node.layerId() != SITES:
            legend.model().rootGroup().removeLayer(node.layer())
    PICTURE.parent.mkdir(exist_ok=True)
    export = QgsLayoutExporter.ImageExportSettings()
    export.dpi = DPI
    QgsLayoutExporter(layout).exportToImage(str(PICTURE), export)
    print(f"\n{PICTURE.relative_to(ROOT)}")


def _turn(box: QgsRectangle) -> QgsRectangle:
    from qgis.core import QgsCoordinateTransform

    systems = (QgsCoordinateReferenceSystem(f"EPSG:{code}") for code in (4326, 32642))
    return QgsCoordinateTransform(*systems, QgsProject.instance()).transformBoundingBox(box)


def _place(item, layout, box):  # noqa: ANN001, ANN202 - QGIS has no types
    left, top, width, height = box
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(left, top))
    item.attemptResize(QgsLayoutSize(width, height))
    return item


if __name__ == "__main__":
    sys.exit(main())
