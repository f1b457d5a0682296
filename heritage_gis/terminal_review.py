"""The review list on the terminal: what waits for the keeper, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.report.decision_words import SHOWN_DIGITS, tell_subject
from heritage_gis.terminal import open_plain_console, print_line
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.pipeline.decided import DecidedEvent
    from heritage_gis.pipeline.withheld_texts import WithheldText
    from heritage_gis.settings import Settings


MOST_TOLD_OF = 3  # sites that one line names


def show_questions(questions: pd.DataFrame, settings: Settings, most: int) -> None:
    """Show what waits for the keeper, the most pressing first, and how to answer."""
    words = {code: told[settings.language] for code, told in read_labels("review_words").items()}
    console = open_plain_console()
    shown = questions.head(most)
    column = f"question_{settings.language}"
    for question_id, told in zip(shown["question_id"], shown[column], strict=True):
        print_line(console, f"{question_id}  {told}")
    if questions.empty:
        print_line(console, words["nothing"])
        return
    if len(questions) > most:
        print_line(console, words["more"].format(n=len(questions) - most))
    print_line(console, words["answer"].format(question=shown["question_id"].iloc[0]))


def show_decided(decided: list[DecidedEvent], settings: Settings) -> None:
    """Show what was decided, each with the number by which it can be undone."""
    words = {code: told[settings.language] for code, told in read_labels("review_words").items()}
    console = open_plain_console()
    for each in decided:
        event = each.event
        about = tell_subject(event, settings.language)
        sort = words.get(event["event"], event["event"])
        told = f"{event['seq']}  {sort}: {about} — {event.get('why', '')}"
        who = f"({event.get('by', '')}, {event.get('on', '')})"
        undone = "" if each.holds else f" {words['undone_mark']}"
        print_line(console, f"{told} {who}{undone}")
    if not decided:
        print_line(console, words["nothing_decided"])


def show_withheld(withheld: list[WithheldText], settings: Settings) -> None:
    """Show what is withheld from the public because it tells a place, and how to approve it."""
    words = {code: told[settings.language] for code, told in read_labels("review_words").items()}
    console = open_plain_console()
    for each in withheld:
        told_of = ", ".join(each.told_of[:MOST_TOLD_OF])
        told_of += " …" if len(each.told_of) > MOST_TOLD_OF else ""
        mark = f" {words['placing_mark']}" if each.is_placing else ""
        sort = words[f"sort_{each.sort}"]
        print_line(console, f"{each.digest[:SHOWN_DIGITS]}  {sort}, {told_of}: {each.text}{mark}")
    if not withheld:
        print_line(console, words["nothing_withheld"])
        return
    approvable = [each.digest for each in withheld if not each.is_placing]
    if approvable:
        print_line(console, words["approve"].format(text=approvable[0][:SHOWN_DIGITS]))
