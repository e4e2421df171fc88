from datetime import time
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from curricula.models import Module
from people.models import Membership
from people.services import ServiceError, StaleForm
from records.rules.french import DAYS
from records.validators import no_patient_data, only_staff_named
from training.enums import AwayPart, ClosureKind, PhaseKind
from training.forms.cohort import DayInput
from training.forms.session import ClockInput, add_instants
from training.forms.stored import FromStored
from training.models import Cohort, Room
from training.rules.planner import PLANNED_CATEGORIES
from training.services import InTheWay

HALVES = ("morning", "afternoon")


class RenewedForm(forms.Form):
    """After a refusal what was typed stays, and hidden fields say what the page shows now."""

    refusal: ServiceError | None = None

    @property
    def in_the_way(self) -> bool:
        """Conflicts were found, and may be passed over."""
        return isinstance(self.refusal, InTheWay)

    @property
    def stale(self) -> bool:
        return isinstance(self.refusal, StaleForm)

    def renew(self, **shown: object) -> None:
        data = cast(QueryDict, self.data).copy()
        for name, value in shown.items():
            data[self.add_prefix(name)] = str(value)
        self.data = data


class PhaseForm(forms.Form):
    """A phase of a cohort: from, until, on which days, at which hours."""

    kind = forms.ChoiceField(label="Phase", choices=PhaseKind.choices)
    starts_on = forms.DateField(label="Premier jour", widget=DayInput)
    ends_on = forms.DateField(label="Dernier jour", widget=DayInput)
    weekdays = forms.TypedMultipleChoiceField(
        label="Jours de séance",
        coerce=int,
        choices=[(number, day) for number, day in enumerate(DAYS, start=1)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucun jour coché : pas de séance, tout le monde est au cabinet.",
    )
    morning_start = forms.TimeField(label="Matin, début", required=False, widget=ClockInput)
    morning_end = forms.TimeField(label="Matin, fin", required=False, widget=ClockInput)
    afternoon_start = forms.TimeField(label="Après-midi, début", required=False, widget=ClockInput)
    afternoon_end = forms.TimeField(label="Après-midi, fin", required=False, widget=ClockInput)

    def clean(self) -> dict[str, Any]:
        """Both ends of a half-day, or none."""
        data = super().clean() or {}
        for half in HALVES:
            start, end = data.pop(f"{half}_start", None), data.pop(f"{half}_end", None)
            data[half] = cast(tuple[time, time], (start, end)) if start and end else None
            if bool(start) != bool(end):
                self.add_error(f"{half}_{'end' if start else 'start'}", "Il manque cette heure.")
        data["weekdays"] = frozenset(data.get("weekdays", ()))
        return data


class RoomForm(forms.Form):
    prefix = "salle"
    name = forms.CharField(label="Nom de la salle", max_length=80, validators=[only_staff_named])
    seats = forms.IntegerField(label="Places", min_value=1, max_value=1000)


class ClosureForm(forms.Form):
    prefix = "fermeture"
    kind = forms.ChoiceField(label="Raison", choices=ClosureKind.choices)
    label = forms.CharField(
        label="Libellé",
        max_length=80,
        validators=[no_patient_data],
        help_text="Par exemple « Noël » ou « campagne de vaccination ».",
    )
    starts_on = forms.DateField(label="Premier jour fermé", widget=DayInput)
    ends_on = forms.DateField(label="Dernier jour fermé", widget=DayInput)
    cohort = forms.ModelChoiceField(
        label="Pour une promotion seule",
        queryset=Cohort.objects.none(),
        required=False,
        empty_label="Tout l’organisme",
        help_text="La période de pointe de ses cabinets, par exemple.",
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["cohort"]).queryset = cohorts


class TrainerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user}, {obj.get_role_display()}"


class TrainersChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Membership) -> str:
        return f"{obj.user}, {obj.get_role_display()}"


class RoomsChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Room) -> str:
        return f"{obj.name}, {obj.seats} place{'s' if obj.seats > 1 else ''}"


class AbsenceForm(forms.Form):
    """The days of an absence, and what of each of them."""

    prefix = "absence"
    starts_on = forms.DateField(label="Premier jour d’absence", widget=DayInput)
    ends_on = forms.DateField(label="Dernier jour d’absence", widget=DayInput)
    part = forms.ChoiceField(
        label="Chaque jour",
        choices=AwayPart.choices,
        help_text="Le motif d’une absence ne se note pas.",
    )


class AwayForm(AbsenceForm):
    trainer = TrainerChoice(
        label="Formateur", queryset=Membership.objects.none(), empty_label="Choisissez"
    )
    field_order = ["trainer"]

    def __init__(self, *args: Any, trainers: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(TrainerChoice, self.fields["trainer"]).queryset = trainers


class PlanForm(forms.Form):
    """Who may hold the sessions and where; hidden: what the proposal shown was."""

    trainers = TrainersChoice(
        label="Formateurs",
        queryset=Membership.objects.none(),
        required=False,
        help_text=(
            "Le premier qui est libre est choisi, sur les demi-journées qu’il donne. Personne : à "
            "nommer plus tard."
        ),
    )
    rooms = RoomsChoice(
        label="Salles",
        queryset=Room.objects.none(),
        required=False,
        help_text="La plus petite qui suffit au groupe et qui est libre. Aucune : à choisir après.",
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, trainers: QuerySet[Membership], rooms: QuerySet[Room], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(TrainersChoice, self.fields["trainers"]).queryset = trainers
        cast(RoomsChoice, self.fields["rooms"]).queryset = rooms


class AnnounceForm(RenewedForm):
    until = forms.DateField(
        label="Jusqu’au",
        required=False,
        widget=DayInput,
        help_text="Sans date, toutes les séances en projet sont annoncées.",
    )
    anyway = forms.BooleanField(label="Malgré les conflits", required=False)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SessionDayForm(RenewedForm):
    """What every session to come has: a subject, a day with its hours, who holds it, where."""

    title = forms.CharField(
        label="Sujet de la séance", max_length=200, validators=[no_patient_data]
    )
    day = forms.DateField(label="Date", widget=DayInput)
    start = forms.TimeField(label="Début", widget=ClockInput)
    end = forms.TimeField(label="Fin", widget=ClockInput)
    trainer = TrainerChoice(
        label="Formateur",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="à nommer",
    )
    room = forms.ModelChoiceField(
        label="Salle", queryset=Room.objects.none(), required=False, empty_label="à choisir"
    )
    make_up_only = forms.BooleanField(
        label="Séance de rattrapage : seulement pour les personnes désignées",
        required=False,
        help_text=(
            "Une fois annoncée, désignez les personnes sous « Rattrapages », à la page de leurs "
            "heures. La séance ne concerne qu’elles : agenda, courriels, appel. Elle ne compte pas "
            "dans ce qui est prévu pour la promotion."
        ),
    )
    anyway = forms.BooleanField(label="Malgré les conflits", required=False)

    def __init__(
        self, *args: Any, trainers: QuerySet[Membership], rooms: QuerySet[Room], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(TrainerChoice, self.fields["trainer"]).queryset = trainers
        cast(forms.ModelChoiceField, self.fields["room"]).queryset = rooms

    def clean(self) -> dict[str, Any]:
        return add_instants(self, super().clean() or {})


class NewSessionForm(SessionDayForm):
    """A session planned by hand; hidden: the key that makes a second click harmless."""

    module = forms.ModelChoiceField(
        label="Module", queryset=Module.objects.none(), empty_label="Choisissez un module"
    )
    category = forms.ChoiceField(
        label="Catégorie",
        choices=[
            ("", "Le module ne prévoit pas ses heures par catégorie"),
            *((c.value, c.label) for c in PLANNED_CATEGORIES),
        ],
        required=False,
        help_text="Une des catégories que le module prévoit.",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("module", "category", "title")

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = cast(forms.ModelChoiceField, self.fields["module"])
        module.queryset = Module.objects.filter(track_version=cohort.track_version_id)
        if not self.is_bound:
            self.initial["form_key"] = uuid4()


class SessionEditForm(SessionDayForm, FromStored):
    """A session to come; once announced, why it changes."""

    reason = forms.CharField(
        label="Motif du changement",
        max_length=300,
        required=False,
        validators=[no_patient_data],
        error_messages={"required": "Dites pourquoi la séance change."},
        help_text="Le groupe et le formateur reçoivent un courriel avec ce motif.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = told


class CancelForm(RenewedForm):
    prefix = "annulation"
    reason = forms.CharField(
        label="Motif de l’annulation",
        max_length=300,
        required=False,
        validators=[no_patient_data],
        error_messages={"required": "Dites pourquoi la séance est annulée."},
        help_text="Le groupe et le formateur reçoivent un courriel avec ce motif.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = told
