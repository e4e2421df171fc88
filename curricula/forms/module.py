"""One module of a track as it is typed."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from curricula.enums import BudgetCategory, Domain, Mastery
from curricula.forms.reference import RevisionForm
from curricula.forms.track import CODE_ERRORS, DurationField, prose
from curricula.models import Block, LessonPage, Rubric
from curricula.queries.plans import key_of
from curricula.rules.plan import AssignmentPlan, ModulePlan, TrackPlan
from curricula.rules.plan_problems import LONGEST_REFRESH, LONGEST_SPACING
from records.validators import no_patient_data

SYNTHESIS = ("title", "prompt", "min_words", "max_words")
NEEDED = "À remplir : ce module demande un écrit."


class LessonCodesField(forms.CharField):
    """Codes of lessons in the order in which they are read, as a tuple."""

    def clean(self, value: Any) -> tuple[str, ...]:
        codes = re.split(r"[\s,;]+", super().clean(value).strip())
        wanted = tuple(dict.fromkeys(code for code in codes if code))
        found = LessonPage.objects.filter(code__in=wanted).values_list("code", flat=True)
        if unknown := [code for code in wanted if code not in set(found)]:
            raise ValidationError(f"Leçon inconnue : {', '.join(unknown)[:80]}.")
        return wanted

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, tuple) else value


def count(label: str, help_text: str, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=most
    )


class ModuleForm(RevisionForm):
    """A module lasts what its categories last: the sum is never typed."""

    code = forms.SlugField(label="Code", max_length=20, error_messages=CODE_ERRORS)
    title = forms.CharField(label="Titre", max_length=200, validators=[no_patient_data])
    domain = forms.ChoiceField(
        label="Domaine", required=False, choices=[("", "Les trois domaines"), *Domain.choices]
    )
    summary = prose("Résumé", "Ce que la personne saura faire à la fin.")
    lessons = LessonCodesField(
        label="Leçons, dans l’ordre",
        required=False,
        max_length=1000,
        help_text="Leurs codes, séparés par des virgules : « L13, L25 ».",
    )
    spacing_days = count(
        "Jours entre deux séances", "Au moins. 0 : aucun délai conseillé.", LONGEST_SPACING
    )
    refresh_weeks = count("Rappel, en semaines après le quiz", "0 : aucun rappel.", LONGEST_REFRESH)
    rubric = forms.ModelChoiceField(
        Rubric.objects.order_by("code"),
        label="Grille de l’écrit de synthèse",
        to_field_name="code",
        required=False,
        empty_label="Pas d’écrit dans ce module",
    )
    assignment_title = forms.CharField(
        label="Titre de l’écrit", max_length=200, required=False, validators=[no_patient_data]
    )
    assignment_prompt = prose("Consigne", rows=5)
    assignment_min_words = count("Mots, au moins", "", 10_000)
    assignment_max_words = count("Mots, au plus", "", 20_000)

    def __init__(
        self, *args: Any, plan: TrackPlan, former: str | None, blocks: Sequence[Block], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.others = {module.code for module in plan.modules} - {former}
        self.earlier = _before(plan, former)
        for category in BudgetCategory:
            self.fields[f"budget_{category}"] = DurationField(
                label=category.label.capitalize(), required=False
            )
        for rank, module in enumerate(self.earlier):
            self.fields[f"requires_{rank}"] = forms.ChoiceField(
                label=f"{module.code} {module.title}",
                required=False,
                choices=[("", "rien n’est demandé"), *Mastery.choices],
            )
        self.fields["competencies"] = forms.MultipleChoiceField(
            label="Compétences visées",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key_of(c), str(c)) for block in blocks for c in block.competencies.all()],
        )

    @property
    def budget(self) -> list[forms.BoundField]:
        return [self[f"budget_{category}"] for category in BudgetCategory]

    @property
    def requires(self) -> list[forms.BoundField]:
        return [self[f"requires_{rank}"] for rank in range(len(self.earlier))]

    @property
    def synthesis(self) -> list[forms.BoundField]:
        return [self["rubric"], *(self[f"assignment_{part}"] for part in SYNTHESIS)]

    def clean_code(self) -> str:
        if (code := self.cleaned_data["code"]) in self.others:
            raise ValidationError("Un autre module a déjà ce code.")
        return code

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("rubric"):
            for part in SYNTHESIS:
                if f"assignment_{part}" in said and not said[f"assignment_{part}"]:
                    self.add_error(f"assignment_{part}", NEEDED)
            least, most = said.get("assignment_min_words"), said.get("assignment_max_words")
            if least and most and least >= most:
                self.add_error("assignment_max_words", "Le maximum dépasse le minimum.")
        return said

    def module(self) -> ModulePlan:
        """What was typed, once it is valid."""
        said = self.cleaned_data
        budget = {c: said[f"budget_{c}"] for c in BudgetCategory if said[f"budget_{c}"]}
        asked = {m.code: said[f"requires_{rank}"] for rank, m in enumerate(self.earlier)}
        return ModulePlan(
            **{name: said[name] for name in ("code", "title", "domain", "summary", "lessons")},
            minutes=sum(budget.values()),
            budget=budget,
            competencies=frozenset(said["competencies"]),
            requires={code: Mastery(mastery) for code, mastery in asked.items() if mastery},
            spacing_days=said["spacing_days"] or 0,
            refresh_weeks=said["refresh_weeks"] or 0,
            assignment=self._assignment(said),
        )

    def _assignment(self, said: dict[str, Any]) -> AssignmentPlan | None:
        if rubric := said["rubric"]:
            parts = {part: said[f"assignment_{part}"] for part in SYNTHESIS}
            return AssignmentPlan(**parts, rubric=rubric.code)
        return None


def _before(plan: TrackPlan, former: str | None) -> list[ModulePlan]:
    """The modules that come before that one, all of them before a new one."""
    codes = [module.code for module in plan.modules]
    place = codes.index(former) if former in codes else len(codes)
    return list(plan.modules[:place])


def module_initial(module: ModulePlan | None, plan: TrackPlan) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    if module is None:
        return {}
    initial: dict[str, Any] = {
        name: getattr(module, name)
        for name in (
            "code", "title", "domain", "summary", "lessons", "spacing_days", "refresh_weeks",
        )
    }  # fmt: skip
    initial["competencies"] = sorted(module.competencies)
    initial |= {f"budget_{category}": minutes for category, minutes in module.budget.items()}
    initial |= {
        f"requires_{rank}": module.requires.get(known.code, "")
        for rank, known in enumerate(_before(plan, module.code))
    }
    if module.assignment:
        initial["rubric"] = module.assignment.rubric
        initial |= {f"assignment_{part}": getattr(module.assignment, part) for part in SYNTHESIS}
    return initial
