"""The report on a file that was refused: a page, and an object for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.report.page import lay_out
from heritage_gis.report.wording import capitalise
from heritage_gis.sentences import describe_sentence, word_sentence
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from heritage_gis.errors import RefusedFileError
    from heritage_gis.settings import Language


def render_refusal(refusal: RefusedFileError, language: Language) -> str:
    """Render the page that says why a file was refused, and what to do."""
    why = capitalise(word_sentence(refusal.why, language))
    return lay_out("refusal.html", language, name=refusal.file_name, why=why)


def write_refusal(refusal: RefusedFileError) -> dict[str, Any]:
    """Return a refusal as one object of plain values: code, details, and the text by language."""
    messages = {f"message_{name}": word_sentence(refusal.why, name) for name in LANGUAGES}
    return {"file": refusal.file_name, "refused": describe_sentence(refusal.why) | messages}
