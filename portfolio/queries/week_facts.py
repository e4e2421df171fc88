"""What says which weeks of a livret are due and until when, read beside each enrolment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Aggregate, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from portfolio.enums import WeekState
from portfolio.models import WeekEvent, WeekOpening
from portfolio.rules.due import Keeping
from portfolio.rules.hours import Term
from portfolio.rules.weeks import IsoWeek
from portfolio.rules.window import Pause, pauses_of
from training.enums import Situation, SituationAct
from training.models import EmploymentContract, Enrolment, SituationChange
from training.models.enrolment import EnrolmentQuerySet
from training.rules.situation import Change


class JsonRows(Aggregate):
    """The rows of a group as a JSON list, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


@dataclass(frozen=True)
class Opening:
    """A lead reopened a week until a day, and why; `by` is their name."""

    until: date
    reason: str
    by: str


@dataclass(frozen=True)
class WeekFacts:
    """Of one enrolment: when a livret is kept, and what moved the windows of its weeks.

    `returned`: the last day on which a week was sent back; `openings`: the newest last.
    """

    keeping: Keeping
    pauses: tuple[Pause, ...]
    returned: dict[IsoWeek, date]
    openings: dict[IsoWeek, list[Opening]]


def with_week_facts(enrolments: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Beside each enrolment its contract, changes of situation, weeks sent back and reopened.

    No query more; `week_facts` reads them.
    """
    whose = OuterRef("pk")
    contracts = EmploymentContract.objects.filter(enrolment=whose).order_by("-number")
    changes = SituationChange.objects.filter(enrolment=whose)
    returns = WeekEvent.objects.filter(week__enrolment=whose, state=WeekState.RETURNED)
    openings = WeekOpening.objects.filter(enrolment=whose)
    return enrolments.annotate(
        contract_first=Subquery(contracts.values("starts_on")[:1]),
        contract_last=Subquery(contracts.values("ends_on")[:1]),
        change_rows=_rows(
            changes, "enrolment", order="number", since="since", act="act", situation="situation"
        ),
        return_rows=_rows(
            returns, "week__enrolment", order="pk", year="week__iso_year", week="week__iso_week",
            at="at",
        ),
        opening_rows=_rows(
            openings, "enrolment", order="pk", year="iso_year", week="iso_week", until="until",
            reason="reason", first="actor__user__first_name", last="actor__user__last_name",
        ),
    )  # fmt: skip


def _rows(rows: QuerySet[Any], by: str, **fields: str) -> Subquery:
    found = rows.order_by().values(by).annotate(rows=JsonRows(JSONObject(**fields)))
    return Subquery(found.values("rows"))


def week_facts(enrolments: Iterable[Enrolment]) -> dict[int, WeekFacts]:
    """By enrolment, loaded with its cohort; one query, or none after `with_week_facts`."""
    every = list(enrolments)
    bare = [one.pk for one in every if not hasattr(one, "change_rows")]
    told: dict[int, Any] = {one.pk: one for one in every}
    if bare:
        told |= {row.pk: row for row in with_week_facts(Enrolment.objects.filter(pk__in=bare))}
    return {one.pk: _facts(one, told[one.pk]) for one in every}


def _facts(one: Enrolment, told: Any) -> WeekFacts:
    changes = _in_order(told.change_rows)
    moved = [row for row in changes if row["act"] != SituationAct.TRANSFERRED]
    returned = {
        IsoWeek(row["year"], row["week"]): _day_of(row["at"]) for row in _in_order(told.return_rows)
    }
    openings: dict[IsoWeek, list[Opening]] = defaultdict(list)
    for row in sorted(_in_order(told.opening_rows), key=lambda row: row["until"]):
        by = f"{row['first']} {row['last']}".strip()
        opening = Opening(date.fromisoformat(row["until"]), row["reason"], by)
        openings[IsoWeek(row["year"], row["week"])].append(opening)
    return WeekFacts(
        keeping=Keeping(
            Term(one.cohort.starts_on, one.cohort.ends_on),
            timezone.localdate(one.enrolled_at),
            Term(told.contract_first, told.contract_last),
            [Change(date.fromisoformat(row["since"]), row["situation"]) for row in changes],
            one.recruited_on,
        ),
        pauses=pauses_of(
            (date.fromisoformat(row["since"]), row["situation"] == Situation.ACTIVE)
            for row in moved
        ),
        returned=returned,
        openings=dict(openings),
    )


def _in_order(rows: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return sorted(rows or [], key=lambda row: row["order"])


def _day_of(instant: str) -> date:
    """The Europe/Paris day of an instant as a database writes it in JSON, in UTC."""
    read = datetime.fromisoformat(instant)
    return timezone.localdate(read if read.tzinfo else read.replace(tzinfo=UTC))
