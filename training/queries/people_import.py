"""What the rows of a table of people would make, as the site is now."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from people.enums import OrganisationKind
from people.models import Membership, Organisation, User
from records.rules.patient_data import explain, find_identifiers
from training.enums import SessionState
from training.models import Cohort, Enrolment
from training.queries.practices import Practices, near_name, practices_known
from training.rules.people_import import PersonRow, with_problem
from training.rules.table_import import plain


@dataclass(frozen=True)
class Planned:
    """A row with what it would make. `user` and `place` are None where they would be created.

    `near` names a practice of nearly the same name, `near_new` one that an earlier row creates.
    """

    row: PersonRow
    user: User | None
    place: Organisation | None
    funder: Organisation | None
    enrolled: bool
    near: str = ""
    near_new: str = ""

    @property
    def good(self) -> bool:
        return not self.row.problems and not self.enrolled

    @property
    def words(self) -> str:
        """« nouvelle personne, nouveau cabinet ; un courriel la prévient »: what the row makes."""
        if self.enrolled:
            return "déjà inscrite : rien à faire"
        person = "personne connue" if self.user else "nouvelle personne"
        place = "cabinet connu" if self.place else "nouveau cabinet"
        return f"{person}, {place} ; un courriel la prévient"


@dataclass(frozen=True)
class PeoplePreview:
    """The whole table: each row, and the mark of what would be made."""

    lines: list[Planned]
    held: int

    @property
    def good(self) -> list[Planned]:
        return [line for line in self.lines if line.good]

    @property
    def wrong(self) -> list[Planned]:
        return [line for line in self.lines if line.row.problems]

    @property
    def already(self) -> int:
        return sum(line.enrolled for line in self.lines)

    @property
    def mark(self) -> str:
        """Another person, practice, funder or enrolment since then gives another mark."""
        seen = [
            [one.row.number, one.row.email, one.user.pk if one.user else 0,
             one.place.pk if one.place else 0,
             [one.funder.pk, one.funder.name] if one.funder else 0,
             one.enrolled, list(one.row.problems)]
            for one in self.lines
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]


def people_preview(cohort: Cohort, rows: Sequence[PersonRow], now: datetime) -> PeoplePreview:
    """What these rows would make in a cohort; six queries, whatever their number."""
    users = {user.email.lower(): user for user in _users(row.email for row in rows)}
    funders = Organisation.objects.filter(kind=OrganisationKind.FUNDER)
    by_name = {plain(one.name): one for one in funders}
    enrolled = set(
        Enrolment.objects.filter(cohort=cohort, learner__in=users.values()).values_list(
            "learner", flat=True
        )
    )
    elsewhere = set(
        Membership.objects.filter(
            user__in=users.values(), organisation__kind=OrganisationKind.TRAINING_BODY
        )
        .exclude(organisation=cohort.organisation_id)
        .values_list("user", flat=True)
    )
    held = cohort.sessions.filter(state=SessionState.HELD).count()
    known, new = practices_known(), _NewPractices()
    lines = []
    for row in rows:
        user = users.get(row.email)
        told = row
        if user and (problem := _not_theirs(row, user, user.pk in elsewhere)):
            told = with_problem(row, problem)
        lines.append(_planned(told, user, known, new, by_name, enrolled))
    return PeoplePreview(lines, held)


def _users(emails: Iterable[str]) -> Iterable[User]:
    return User.objects.filter(email__in={email for email in emails if email})


class _NewPractices:
    """Practices that rows of the file would create, to point out those of nearly one name."""

    def __init__(self) -> None:
        self.by_town: dict[str, dict[str, str]] = {}

    def near(self, row: PersonRow) -> str:
        return near_name(row.practice, self.by_town.get(plain(row.city), {}))

    def add(self, row: PersonRow) -> None:
        there = self.by_town.setdefault(plain(row.city), {})
        there.setdefault(plain(row.practice), f"{row.practice} (ligne {row.number})")


def _not_theirs(row: PersonRow, user: User, elsewhere: bool) -> str:
    """Why an account is not taken for the person of a row; it tells nothing of its owner."""
    typed, known = ({plain(one.first_name), plain(one.last_name)} for one in (row, user))
    if typed != known:
        return "Cette adresse est celle d’un autre nom : vérifiez-la."
    if elsewhere:
        return "Cette personne ne s’inscrit pas par un fichier : invitez-la dans son cabinet."
    return ""


def _planned(
    row: PersonRow,
    user: User | None,
    places: Practices,
    new: _NewPractices,
    funders: dict[str, Organisation],
    enrolled: set[int],
) -> Planned:
    place = places.find(row.practice, row.city)
    funder = funders.get(plain(row.funder)) if row.funder else None
    problems = []
    if row.funder and funder is None:
        problems.append(f"Le financeur « {row.funder[:60]} » n’est pas connu du site.")
    texts = (row.first_name, row.last_name, row.practice, row.city)
    if findings := [found for text in texts for found in find_identifiers(text)]:
        problems.append(explain(findings))
    if user and not user.is_active:
        problems.append("Ce compte est fermé : rouvrez-le d’abord.")
    near = near_new = ""
    row = with_problem(row, *problems) if problems else row
    if place is None and row.practice:
        near, near_new = places.near(row.practice, row.city), new.near(row)
        if not row.problems:
            new.add(row)
    already = bool(user and user.pk in enrolled)
    return Planned(row, user, place, funder, already, near, near_new)
