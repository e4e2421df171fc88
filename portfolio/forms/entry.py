"""What a learner types of a situation: quickly at first, completed later."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, cast

from django import forms
from django.forms.boundfield import BoundField, BoundWidget

from curricula.enums import Moment
from curricula.models import Block, Competency, Mission
from people.models import Organisation
from portfolio.enums import GESTURES, Audience, Autonomy, Axis, ClaimedLevel, EntryKind
from portfolio.models import EntryClaim, LogbookEntry
from portfolio.rules.entry import TEXTS, WrittenEntry
from portfolio.rules.general_words import GENERAL_WORDS
from portfolio.rules.logbook import MAX_TEXT
from records.forms.confirmation import ConfirmsNames
from records.rules.french import SHORT_DAYS

NOT_SAID = [("", "non dit")]


class Tick(NamedTuple):
    """A competency or a mission to tick."""

    pk: int
    code: str
    text: str
    checked: bool


class TickGroup(NamedTuple):
    """What is ticked together; an open group asks for no tap."""

    title: str
    ticks: list[Tick]
    open: bool


def long_text(label: str, help_text: str, rows: int = 3) -> forms.CharField:
    """A text that may be left empty; the form reads it for patient data."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class EntryForm(ConfirmsNames):
    """A situation in one sentence; `blocks` are those of the pinned reference.

    `used`: the competencies ticked most, first; `practices`: those that employ the learner.
    """

    general_words = GENERAL_WORDS

    day = forms.TypedChoiceField(label="Jour", coerce=date.fromisoformat, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="Genre", choices=EntryKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Ce qui s’est passé, ce que j’ai fait",
        help_text="Une phrase suffit, vous pourrez compléter. Aucun nom, aucun détail qui fasse "
        "reconnaître un patient.",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez ce qui s’est passé : le texte est vide."},
    )
    competencies = forms.TypedMultipleChoiceField(
        label="Compétences mises en œuvre",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = forms.ChoiceField(
        label="Qui lit cette situation",
        required=False,
        choices=[("", "Comme d’habitude pour ce genre"), *Audience.choices],
        help_text="D’habitude : toute la formation ; pour une situation d’empêchement, "
        "l’accompagnateur et le responsable. Une compétence ne compte que si toute la formation "
        "lit la situation.",
    )
    practice = forms.TypedChoiceField(label="Cabinet", coerce=int, required=False, empty_value=None)
    moment = forms.ChoiceField(
        label="Moment", required=False, choices=[*NOT_SAID, *Moment.choices],
        widget=forms.HiddenInput,
    )  # fmt: skip
    axes = forms.MultipleChoiceField(
        label="Cela touche", required=False, choices=Axis.choices,
        widget=forms.MultipleHiddenInput,
    )  # fmt: skip
    missions = forms.TypedMultipleChoiceField(
        label="Missions", required=False, coerce=int, widget=forms.MultipleHiddenInput
    )
    form_key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        days: Iterable[date],
        blocks: Iterable[Block],
        practices: Iterable[Organisation],
        used: Iterable[int] = (),
        draft_key: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.blocks, self.used = list(blocks), list(used)
        self.known = {c.pk: c for block in self.blocks for c in block.competencies.all()}
        self._offer("day", [(d.isoformat(), f"{SHORT_DAYS[d.weekday()]} {d.day}") for d in days])
        self._offer("competencies", [(pk, c.code) for pk, c in self.known.items()])
        self._offer_practices(list(practices))
        # The service looks whether they exist.
        self._offer("missions", [(one, one) for one in self["missions"].value() or ()])
        if draft_key:
            self.fields["text"].widget.attrs["data-draft"] = draft_key

    def _offer(self, name: str, choices: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def _offer_practices(self, practices: list[Organisation]) -> None:
        if len(practices) < 2:
            del self.fields["practice"]
        else:
            self._offer("practice", [(one.pk, one.name) for one in practices])

    def written(self) -> WrittenEntry:
        """The situation as the services take it."""
        data = self.cleaned_data
        return WrittenEntry(
            day=data["day"],
            kind=data["kind"],
            text=data["text"],
            claims=dict.fromkeys(data["competencies"]),
            audience=data["audience"],
            practice=data.get("practice"),
            moment=data["moment"],
            axes=frozenset(data["axes"]),
            missions=frozenset(data["missions"]),
        )

    @property
    def carried(self) -> list[str]:
        """What comes with a model or an earlier situation and has no field on this page."""
        moment = dict(Moment.choices).get(self["moment"].value() or "", "")
        touched = [Axis(axis).label for axis in self["axes"].value() or () if axis in Axis]
        count = len(self["missions"].value() or ())
        missions = f"{count} mission{'s' if count > 1 else ''}" if count else ""
        axes = f"touche {' et '.join(touched)}" if touched else ""
        return [words for words in (str(moment), axes, missions) if words]

    @property
    def kinds(self) -> list[tuple[BoundWidget, str]]:
        """The radio buttons of the kinds, each with its stitch."""
        return list(zip(iter(self["kind"]), GESTURES.values(), strict=True))

    @property
    def groups(self) -> list[TickGroup]:
        """The most used first, then the rest by block; without habits the first block is open."""
        ticked = {str(value) for value in self["competencies"].value() or []}
        first = [pk for pk in self.used if pk in self.known]
        groups = []
        if first:
            ticks = [_tick(self.known[pk], ticked) for pk in first]
            groups.append(TickGroup("Celles que vous cochez le plus", ticks, True))
        for block in self.blocks:
            rest = [_tick(c, ticked) for c in block.competencies.all() if c.pk not in first]
            shown = not groups or any(tick.checked for tick in rest)
            if rest:
                groups.append(TickGroup(block.title, rest, shown))
        return groups


class Completing(forms.Form):
    """What completes a situation: moment, axes, missions, and how well its competencies went."""

    moment = forms.ChoiceField(label="Moment", required=False, choices=[*NOT_SAID, *Moment.choices])
    autonomy = forms.ChoiceField(
        label="Comment", required=False, choices=[*NOT_SAID, *Autonomy.choices]
    )
    axes = forms.MultipleChoiceField(
        label="Cela touche",
        required=False,
        choices=Axis.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    missions = forms.TypedMultipleChoiceField(
        label="Missions", required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def complete(
        self,
        missions: Iterable[tuple[str, list[Mission]]],
        known: Mapping[int, Competency],
        claims: Mapping[int, int | None],
    ) -> None:
        """Offer missions in groups with their title, and a level for each competency claimed.

        `known`: the competencies that may be claimed, by primary key.
        """
        self.mission_lists = list(missions)
        field = cast(forms.ChoiceField, self.fields["missions"])
        field.choices = [(m.pk, m.code) for _, every in self.mission_lists for m in every]
        self.claimed = [pk for pk in known if pk in claims]
        for pk in self.claimed:
            self.fields[f"level_{pk}"] = forms.TypedChoiceField(
                label=f"Niveau pour {known[pk].code}",
                choices=[*NOT_SAID, *ClaimedLevel.choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=claims[pk],
            )

    @property
    def levels(self) -> list[BoundField]:
        """A choice of level for each competency of the stored situation."""
        return [self[f"level_{pk}"] for pk in self.claimed]

    @property
    def mission_groups(self) -> list[TickGroup]:
        """The missions by list; a list with something ticked is open."""
        ticked = {str(value) for value in self["missions"].value() or []}
        return tick_groups(self.mission_lists, ticked)


class FullEntryForm(Completing, EntryForm):
    """The same situation, completed: the questions guide an analysis of practice.

    `missions`: groups of missions with their title, those delegated first; `entry`: as stored.
    """

    guarded = TEXTS

    context = long_text(
        "Le contexte", "Où et quand, avec qui de l’équipe, quelle demande, quel moyen manquait ?"
    )
    result = long_text(
        "Le résultat", "Qu’est-ce qui a changé ? L’écart avec ce qui était attendu ?"
    )
    learnt = long_text(
        "Ce que j’ai appris", "Que referiez-vous, que feriez-vous autrement, et pourquoi ?"
    )
    feeling = long_text(
        "Ce que j’ai ressenti",
        "Lu par l’accompagnateur et le responsable seuls, même si la situation est ouverte à "
        "d’autres.",
    )

    def __init__(
        self,
        *args: Any,
        entry: LogbookEntry,
        missions: Iterable[tuple[str, list[Mission]]],
        draft_key: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, draft_key=draft_key, **kwargs)
        claims = {claim.competency_id: claim.level for claim in self.claims_of(entry)}
        self.complete(missions, self.known, claims)
        for name in TEXTS[1:]:
            self.fields[name].widget.attrs["data-draft"] = f"{draft_key}-{name}"

    def claims_of(self, entry: LogbookEntry) -> list[EntryClaim]:
        """The competencies of which a level may be said: those that are stored."""
        return list(entry.claims.all())

    def written(self) -> WrittenEntry:
        """The situation as the services take it, with all that completes it."""
        data, quick = self.cleaned_data, super().written()
        return replace(
            quick,
            **{name: data[name] for name in (*TEXTS, "autonomy")},
            claims={pk: data.get(f"level_{pk}") for pk in quick.claims},
        )


def tick_groups(
    lists: Iterable[tuple[str, Iterable[Competency | Mission]]], ticked: set[str]
) -> list[TickGroup]:
    """Lists with their title, but the empty ones; a list with something ticked is open."""
    groups = []
    for title, rows in lists:
        ticks = [_tick(row, ticked) for row in rows]
        groups.append(TickGroup(title, ticks, any(tick.checked for tick in ticks)))
    return [group for group in groups if group.ticks]


def _tick(one: Competency | Mission, ticked: set[str]) -> Tick:
    return Tick(one.pk, one.code, one.text, str(one.pk) in ticked)
