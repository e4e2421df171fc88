"""What a group asks for over a period, to be sent to those who can answer; four queries.

Neither a person nor a practice is named in it (« choix de l’organisme »).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from portfolio.enums import NeedState
from portfolio.models import GroupTheme, UserGroup, UserNeed, UserNeedFact
from portfolio.rules.user_group import in_period, need_state, voices
from records.rules.french import long_date

COLUMNS = (
    "Quoi", "Logiciel ou thème", "Texte", "État", "Voix", "Noté le", "Dernière suite", "À",
    "Précision",
)  # fmt: skip


@dataclass(frozen=True)
class NeedLine:
    """A need as it stood on the last day of the period."""

    need: UserNeed
    state: NeedState
    raised_on: date
    last_on: date
    last: UserNeedFact | None


@dataclass(frozen=True)
class WantedTheme:
    """A theme with the voices it had on the last day; `treated_on`: within the period."""

    text: str
    voices: int
    proposed_on: date
    treated_on: date | None


@dataclass(frozen=True)
class Synthesis:
    """Needs by state in the order of the states, themes by voices."""

    group: UserGroup
    since: date
    until: date
    needs: list[tuple[NeedState, list[NeedLine]]]
    themes: list[WantedTheme]

    @property
    def empty(self) -> bool:
        return not self.needs and not self.themes


def synthesis(group: UserGroup, since: date, until: date) -> Synthesis:
    """Needs that were open at the end of a period or ended within it, and themes wanted then."""
    found = group.needs.order_by("about", "pk").prefetch_related("facts")
    lines = [line for line in (_need(need, until) for need in found) if _in(line, since, until)]
    by_state = [(state, [line for line in lines if line.state == state]) for state in NeedState]
    themes = [
        theme
        for theme in (_theme(row, until) for row in _themes(group))
        if theme.proposed_on <= until and (theme.treated_on is None or theme.treated_on >= since)
    ]
    return Synthesis(
        group, since, until, [(state, part) for state, part in by_state if part],
        sorted(themes, key=lambda theme: (-theme.voices, theme.text)),
    )  # fmt: skip


def synthesis_rows(one: Synthesis) -> Iterator[tuple[object, ...]]:
    """As `COLUMNS` say, needs first."""
    for state, lines in one.needs:
        for line in lines:
            whom, note = (line.last.whom, line.last.note) if line.last else ("", "")
            yield (
                "Besoin", line.need.about, line.need.text, state.label, None, line.raised_on,
                line.last_on, whom, note,
            )  # fmt: skip
    for theme in one.themes:
        state_words = "traité" if theme.treated_on else "souhaité"
        yield (
            "Thème", "", theme.text, state_words, theme.voices, theme.proposed_on,
            theme.treated_on, "", "",
        )  # fmt: skip


def synthesis_text(one: Synthesis) -> str:
    """The same as plain lines, to print or to put in a message."""
    period = f"Du {long_date(one.since)} au {long_date(one.until)}"
    lines = [f"Groupe d’utilisateurs « {one.group.name} »", period]
    for state, needs in one.needs:
        lines += ["", f"BESOINS : {state.label.upper()} ({len(needs)})"]
        for line in needs:
            lines.append(f"- {line.need.about} : {line.need.text}")
            lines += [f"  {words}" for words in _last_words(line)]
    if one.themes:
        lines += ["", "THÈMES SOUHAITÉS, PAR NOMBRE DE VOIX"]
    for theme in one.themes:
        treated = f", traité le {long_date(theme.treated_on)}" if theme.treated_on else ""
        lines.append(f"- {theme.text} ({theme.voices} voix{treated})")
    if one.empty:
        lines += ["", "Ni besoin ni thème dans cette période."]
    return "\n".join(lines) + "\n"


def _last_words(line: NeedLine) -> list[str]:
    if line.last is None:
        return []
    to_whom = f" à {line.last.whom}" if line.last.whom else ""
    note = f" : {line.last.note}" if line.last.note else ""
    return [f"{line.state.label.capitalize()}{to_whom}, le {long_date(line.last_on)}{note}"]


def _in(line: NeedLine, since: date, until: date) -> bool:
    return in_period(line.raised_on, line.last_on, line.state, since, until)


def _need(need: UserNeed, until: date) -> NeedLine:
    facts = [one for one in need.facts.all() if timezone.localdate(one.noted_at) <= until]
    raised_on, last = timezone.localdate(need.raised_at), facts[-1] if facts else None
    last_on = timezone.localdate(last.noted_at) if last else raised_on
    return NeedLine(need, need_state(facts), raised_on, last_on, last)


def _themes(group: UserGroup) -> list[GroupTheme]:
    return list(group.themes.select_related("closing").prefetch_related("votes"))


def _theme(theme: GroupTheme, until: date) -> WantedTheme:
    given = [vote for vote in theme.votes.all() if timezone.localdate(vote.noted_at) <= until]
    closing = theme.closing if hasattr(theme, "closing") else None
    treated_on = closing.treated_on if closing and closing.treated_on <= until else None
    proposed_on = timezone.localdate(theme.proposed_at)
    return WantedTheme(theme.text, voices(given), proposed_on, treated_on)
