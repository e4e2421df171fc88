"""What a learner types of a week: its hours, day by day."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from portfolio.enums import DayKind
from portfolio.queries.hours import DayLine, PlaceLine, WeekHours
from portfolio.rules.hours import WrittenDay, WrittenHours, parse_hours, total_problem
from records.rules.french import day_and_month, duration


class HoursField(forms.CharField):
    """« 7 h 30 », « 7:30 », « 7,5 » or « 45 min », in minutes; nothing typed is 0."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "size": 8}
        super().__init__(
            max_length=20, required=False, widget=forms.TextInput(attrs=attrs), **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return (duration(value) if value else "") if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        text = super().clean(value)
        minutes = parse_hours(text) if text else 0
        if minutes is None:
            raise ValidationError("Écrivez une durée comme « 7 h », « 7 h 30 » ou « 45 min ».")
        return minutes


class DayFields(NamedTuple):
    """The fields of a day, with what the page says of it."""

    line: DayLine
    kind: BoundField
    places: list[BoundField]


class HoursForm(forms.Form):
    """A kind and the hours of each day, then the time for the livret and the group."""

    logbook = HoursField(label="Pour le livret")
    collective = HoursField(label="En groupe")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, week: WeekHours, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.week = week
        for line in week.days:
            name = day_and_month(line.day).capitalize()
            self.fields[self._kind(line)] = forms.ChoiceField(
                label=f"{name}, ce jour-là",
                choices=DayKind.choices,
                initial=line.kind,
                required=False,
            )
            for place in line.places:
                field = HoursField(
                    label=f"{name}, {place.practice.name}",
                    initial=place.minutes,
                    disabled=line.future,
                )
                self.fields[self._place(line, place)] = field

    @staticmethod
    def _kind(line: DayLine) -> str:
        return f"kind_{line.day.isoformat()}"

    @staticmethod
    def _place(line: DayLine, place: PlaceLine) -> str:
        return f"minutes_{line.day.isoformat()}_{place.practice.pk}"

    @property
    def days(self) -> list[DayFields]:
        """The days with their fields, in order."""
        return [self._of(line) for line in self.week.days]

    def _of(self, line: DayLine) -> DayFields:
        places = [self[self._place(line, place)] for place in line.places]
        return DayFields(line, self[self._kind(line)], places)

    def clean(self) -> dict[str, Any]:
        """More hours than a day has are refused at the longest of its fields."""
        data = super().clean() or {}
        for line in self.week.days:
            places = [self._place(line, place) for place in line.places]
            if not {self._kind(line), *places} <= data.keys():
                continue
            if problem := total_problem(sum(day.minutes for day in self._written(line))):
                self.add_error(max(places, key=data.__getitem__), problem.capitalize())
        return data

    def written(self) -> WrittenHours:
        """The hours as the services take them."""
        days = tuple(day for line in self.week.days for day in self._written(line))
        return WrittenHours(days, self.cleaned_data["logbook"], self.cleaned_data["collective"])

    def _written(self, line: DayLine) -> list[WrittenDay]:
        """What was typed of a day; one without work keeps no hours."""
        kind = self.cleaned_data[self._kind(line)] or DayKind.WORKED
        if kind != DayKind.WORKED:
            return [WrittenDay(line.day, kind)]
        typed = [(self.cleaned_data[self._place(line, one)], one) for one in line.places]
        return [
            WrittenDay(line.day, kind, minutes, place.practice.pk)
            for minutes, place in typed
            if minutes
        ]
