from collections.abc import Sequence
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone

from records.forms.kept_files import PaperField
from records.rules.french import clock, short_date
from records.validators import no_patient_data
from training.enums import ContestOutcome, ExcuseOutcome, Presence
from training.forms.roll_call import CHOICES, MinutesField
from training.models import Attendance, Enrolment, TrainingSession
from training.queries.debt import DebtLine
from training.rules.attendance import Mark, mark_problem
from training.rules.debt import Subject, offers
from training.rules.session import session_minutes


class CodeForm(forms.Form):
    """The six figures on the screen of the room."""

    code = forms.CharField(
        label="Code affiché dans la salle",
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-salle"}
        ),
        help_text="Six chiffres. Il change toutes les vingt secondes.",
    )


class ScanForm(forms.Form):
    """The scan of a signed sheet, and who signed on it; everybody is ticked."""

    upload = PaperField(
        label="Feuille signée, numérisée ou photographiée",
        help_text="PDF, JPEG ou PNG, 10 Mo au plus. Aucun numéro de sécurité sociale.",
    )
    signed = forms.MultipleChoiceField(
        label="Ont signé sur cette feuille",
        widget=forms.CheckboxSelectMultiple,
        help_text="Tout le monde est coché : décochez qui n’a pas signé.",
        error_messages={"required": "Cochez au moins une personne qui a signé sur la feuille."},
    )

    def __init__(
        self, *args: Any, unsigned: Sequence[Attendance], names: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unsigned = unsigned
        people = {str(one.enrolment_id): names[one.enrolment_id] for one in unsigned}
        field = cast(forms.MultipleChoiceField, self.fields["signed"])
        field.choices = list(people.items())
        field.initial = list(people)

    def attendances(self) -> list[Attendance]:
        """The marks of those ticked."""
        ticked = set(self.cleaned_data["signed"])
        return [one for one in self.unsigned if str(one.enrolment_id) in ticked]


class ExcuseForm(forms.Form):
    """The document of an absence."""

    upload = PaperField(
        label="Justificatif",
        help_text=(
            "PDF, JPEG ou PNG, 10 Mo au plus. Rien sur la santé : masquez ce qui dit une maladie, "
            "et le numéro de sécurité sociale."
        ),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["form_key"] = uuid4()


class ExcuseAnswerForm(forms.Form):
    """Accept the paper of an absence, or decline it with a reason."""

    outcome = forms.ChoiceField(
        label="Suite",
        choices=[(ExcuseOutcome.ACCEPTED, "Accepter"), (ExcuseOutcome.DECLINED, "Refuser")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Motif d’un refus",
        max_length=500,
        required=False,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le lira, avec votre nom. N’écrivez rien sur la santé.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        declined = data.get("outcome") == ExcuseOutcome.DECLINED
        if declined and "reason" not in self.errors and not data["reason"]:
            self.add_error("reason", "Dites pourquoi : la personne le lira.")
        return data


class ContestForm(forms.Form):
    """What a learner says against what was noted."""

    reason = forms.CharField(
        label="Qu’est-ce qui est faux ?",
        max_length=500,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Le formateur et le responsable pédagogique le liront.",
    )


class AnswerForm(forms.Form):
    """The answer to a contest, with what is true if it is upheld."""

    outcome = forms.ChoiceField(
        label="Suite",
        choices=[(one.value, one.label.capitalize()) for one in ContestOutcome],
        widget=forms.RadioSelect,
    )
    presence = forms.ChoiceField(
        label="Ce qui est vrai",
        choices=CHOICES,
        help_text="Compte seulement si la contestation est retenue : la présence est corrigée.",
    )
    late = MinutesField("Minutes de retard")
    early = MinutesField("Minutes avant la fin")
    words = forms.CharField(
        label="Réponse",
        max_length=500,
        validators=[no_patient_data],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="La personne la lira, avec votre nom.",
    )

    def __init__(self, *args: Any, attendance: Attendance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attendance = attendance

    @property
    def mark(self) -> Mark | None:
        """What is true, for a contest that is upheld."""
        data = self.cleaned_data
        if data["outcome"] != ContestOutcome.UPHELD:
            return None
        if data["presence"] != Presence.PRESENT:
            return Mark(Presence(data["presence"]))
        return Mark(Presence.PRESENT, data.get("late") or 0, data.get("early") or 0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        session = self.attendance.session
        length = session_minutes(session.starts_at, session.ends_at)
        if not self.errors and (mark := self.mark) and (problem := mark_problem(length, mark)):
            self.add_error("late", problem)
        return data


APART = "D’un autre module ou d’une autre catégorie"


class DatedChoiceField(forms.ModelChoiceField):
    """Sessions by day, hours and title, below the module and category that is owed."""

    def label_from_instance(self, obj: TrainingSession) -> str:
        start, end = (timezone.localtime(one) for one in (obj.starts_at, obj.ends_at))
        hours = f"{clock(start)} à {clock(end)}"
        return f"{short_date(start.date())} {start.year}, {hours} : {obj.title}"

    def offer(self, owed: Sequence[TrainingSession], found: Sequence[TrainingSession]) -> None:
        """Propose these sessions; those of another module or category stand apart."""
        self.queryset = TrainingSession.objects.filter(pk__in=[one.pk for one in found])
        titles = {_subject(one): _subject_title(one) for one in owed}
        known = {one.pk: one for one in found}
        parts = offers(titles, [(one.pk, _subject(one)) for one in found])
        self.choices = [("", self.empty_label or "")] + [
            (
                titles[subject] if subject else APART,
                [(pk, self.label_from_instance(known[pk])) for pk in ids],
            )
            for subject, ids in parts
        ]


def _subject(session: TrainingSession) -> Subject:
    return session.module.code, session.category


def _subject_title(session: TrainingSession) -> str:
    category = session.get_category_display()
    return f"{session.module}, {category}" if category else str(session.module)


class MakeUpForm(forms.Form):
    """Which session makes up for which missed one."""

    missed = DatedChoiceField(
        label="Séance manquée", queryset=TrainingSession.objects.none(), empty_label="Choisissez"
    )
    session = DatedChoiceField(
        label="Séance de rattrapage",
        queryset=TrainingSession.objects.none(),
        empty_label="Choisissez",
        help_text=(
            "Une séance en plus, pas une séance due de toute façon : à venir, ou à laquelle la "
            "personne était. Ses heures comptent dans son propre module et sa catégorie."
        ),
    )

    def __init__(
        self,
        *args: Any,
        lines: Sequence[DebtLine],
        sessions: Sequence[TrainingSession],
        enrolment: Enrolment,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        owed = [line.session for line in lines if line.debt.left]
        missed = [one for one in owed if one.cohort_id == enrolment.cohort_id]
        cast(DatedChoiceField, self.fields["missed"]).offer(missed, missed)
        cast(DatedChoiceField, self.fields["session"]).offer(missed, sessions)
