"""The report as one HTML page that asks for nothing: no network, no script, one style."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from heritage_gis.model.palette import fill_palette
from heritage_gis.model.problem import ROW_PLACE
from heritage_gis.report.map_names import place_names
from heritage_gis.report.page_problems import describe_problems
from heritage_gis.report.page_tables import describe_tables
from heritage_gis.report.row_map import draw_rows
from heritage_gis.report.wording import capitalise, read_report_words, tell_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.places.districts import Districts
    from heritage_gis.report.causes import Cause
    from heritage_gis.report.row_map import RowMap
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

MESSAGE_LENGTH = 300  # letters of a message that a mark on the map tells
COPIES = "<!-- copies -->"  # in the template, where the marked copies are named; no text has a <
BAR = 1000  # units of the bar that shows how rows balance


def render_page(report: Report, districts: Districts, language: Language) -> str:
    """Render the report.

    It holds exact places: it is for the surveyor and the keeper, and is never published. Texts of
    the survey stand in it as text alone, by the autoescape of the template. Marked copies are named
    later (see `name_copies`).
    """
    causes = list(report.causes)
    row_map = draw_rows(report.points, causes, districts)
    severities = describe_problems(report, causes, language)
    return lay_out(
        "report.html",
        language,
        names=list(report.files),
        files=report.files,
        opening=_describe_opening(report, language),
        map=_describe_map(report, row_map, causes, districts, language),
        severities=severities,
        tables=describe_tables(report, language),
    )


def name_copies(page: str, copies: Sequence[str], language: Language) -> str:
    """Name the marked copies that lie beside a page; they are written when the page is rendered.

    Args:
        page: as it was rendered.
        copies: names of the files in its folder; where there are none, nothing is said.
        language: of the page.
    """
    told = _load_template("copies.html").render(
        words=read_report_words(language),
        copies=[{"name": name, "address": quote(name, safe="")} for name in copies],
    )
    return page.replace(COPIES, told.strip(), 1)


def lay_out(
    template: str,
    language: Language,
    sheets: tuple[str, ...] = ("report.css",),
    **told: Any,  # noqa: ANN401 - of a page
) -> str:
    """Render a page of the report: its template, the words of a language, and our one style.

    Args:
        template: a file of `templates/`.
        language: of its words.
        sheets: files of `assets/` of which the style is made.
        told: what else stands in it; texts stand in it as text alone.
    """
    style = _read_style(sheets)
    return _load_template(template).render(
        language=language,
        words=read_report_words(language),
        policy=write_policy(style),
        style=Markup(style),  # noqa: S704 - our own file, and its hash stands in the policy
        **told,
    )


def write_policy(style: str) -> str:
    """Return the Content-Security-Policy: nothing but our one style, known by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _describe_opening(report: Report, language: Language) -> dict[str, Any]:
    """Say what came of the file, and how its rows balance."""
    words = read_report_words(language)
    warned = _count_warned(report)
    verdict = "fine"
    if not report.rows:
        verdict = "empty"
    elif report.held_back:
        verdict = "held" if report.accepted else "all_held"
    elif warned:
        verdict = "warned"
    lines = []
    if warned:
        lines.append(words["of_these_warned"].format(n=warned))
    if report.without_place:
        lines.append(words["without_place"].format(n=report.without_place))
    if report.not_data:
        sorts = [words[f"sort_{sort}"].format(n=n) for sort, n in report.not_data.items()]
        told = {"n": sum(report.not_data.values()), "sorts": ", ".join(sorts)}
        lines.append(words["not_data"].format(**told))
    shares = {"fine": report.accepted - warned, "warned": warned, "held": report.held_back}
    return {
        "verdict": words[f"verdict_{verdict}"],
        "report": report,
        "lines": [capitalise(line) for line in lines],
        "bar": _draw_bar(shares),
        "bar_length": BAR,
    }


def _count_warned(report: Report) -> int:
    """Count accepted rows with a warning."""
    told = report.problems[report.problems["source_row"].notna()]
    rows = told[[*ROW_PLACE]].fillna({"source_layer": ""}).assign(severity=told["severity"])
    held = rows[rows["severity"] == "error"].drop_duplicates([*ROW_PLACE])
    warned = rows[rows["severity"] == "warning"].drop_duplicates([*ROW_PLACE])
    together = warned.merge(held, how="left", on=[*ROW_PLACE], suffixes=("", "_held"))
    return int(together["severity_held"].isna().sum())


def _draw_bar(shares: dict[str, int]) -> list[dict[str, Any]]:
    total, start, parts = sum(shares.values()), 0.0, []
    for standing, count in shares.items():
        if count:
            width = BAR * count / total
            parts.append({"standing": standing, "x": round(start, 1), "width": round(width, 1)})
            start += width
    return parts


def _describe_map(
    report: Report,
    row_map: RowMap,
    causes: list[Cause],
    districts: Districts,
    language: Language,
) -> dict[str, Any]:
    words = read_report_words(language)
    drawn_held = report.points[report.points["is_held"]].drop_duplicates([*ROW_PLACE])
    missing = {"unplaced": report.without_place, "unread": report.held_back - len(drawn_held)}
    told = [words[f"map_{name}"].format(n=count) for name, count in missing.items() if count]
    return {
        "drawing": row_map,
        "names": place_names(row_map.land, row_map.view, language),
        "marks": [
            {
                "cause": mark.cause,
                "standing": mark.standing,
                "path": mark.path,
                "title": _tell_mark(mark.rows, causes[mark.cause], language),
            }
            for mark in row_map.marks
        ],
        "label": words["map_label"].format(**row_map.counts),
        "missing": f"{words['map_missing']}: {'; '.join(told)}" if told else "",
        "is_sketch": districts.is_sketch,
        "credit": words["borders"].format(credit=districts.credit),
    }


def _tell_mark(rows: tuple[int, ...], cause: Cause, language: Language) -> str:
    message = cause.message[language]
    told = message if len(message) <= MESSAGE_LENGTH else message[:MESSAGE_LENGTH] + "…"
    return f"{tell_rows(rows, language)}: {told}" if rows else told


@cache
def _read_style(sheets: tuple[str, ...]) -> str:
    """Return a style; it is put into the page as it is, so it may hold no markup."""
    folder = files("heritage_gis.report").joinpath("assets")
    style = "".join(folder.joinpath(sheet).read_text("utf-8") for sheet in sheets)
    if "<" in style:
        raise ValueError(f"{sheets} hold a <, which would end the style of the page")
    return fill_palette(style)


@cache
def _load_template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("heritage_gis.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
