"""Whom the rows of a table of people would invite as employer of a practice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from people.enums import OrganisationKind, Role
from people.models import Membership, Organisation, User
from records.models import Invitation
from training.enums import EmployerFate
from training.rules.people_import import PersonRow
from training.rules.table_import import plain


@dataclass(frozen=True)
class PlannedEmployer:
    """The employer that a row names, and what becomes of them; `line` is the row that invites."""

    row: PersonRow
    fate: EmployerFate
    line: int

    @property
    def name(self) -> str:
        """As the file says it: an account that has the address tells nothing of its owner."""
        return " ".join(self.row.employer_names).strip() or self.row.employer_email

    @property
    def words(self) -> str:
        """« employeur : Anne Doe, à inviter », in French."""
        if self.fate == EmployerFate.SAME:
            return f"employeur : {self.name}, à inviter (ligne {self.line})"
        return f"employeur : {self.name}, {self.fate.label}"


class Employers:
    """What the site knows of the employers that a table names; two queries, none without them."""

    def __init__(self, rows: Iterable[PersonRow], users: dict[str, User], now: datetime) -> None:
        self.users = users
        emails = {row.employer_email for row in rows if row.employer_email}
        known = [users[email].pk for email in emails if email in users]
        self.roles = set(_roles(known, timezone.localdate(now)))
        waiting = Invitation.objects.filter(
            email__in=emails, role=Role.EMPLOYER, accepted_at=None, expires_at__gt=now
        )
        self.waiting = set(waiting.values_list("email", "organisation"))
        self.first: dict[tuple[str, str, str], int] = {}

    def problems(self, row: PersonRow, place: Organisation | None) -> list[str]:
        """Why the employer of a row cannot be invited; it tells nothing of an account's owner."""
        if not row.employer_email:
            return []
        if not any(row.employer_names) and self._fate(row, place) == EmployerFate.INVITED:
            return ["Prénom de l’employeur, Nom de l’employeur : il les faut pour inviter."]
        user = self.users.get(row.employer_email)
        if user is None:
            return []
        names = {plain(name) for name in row.employer_names if name}
        if names and names != {plain(user.first_name), plain(user.last_name)}:
            return ["L’adresse de l’employeur est celle d’un autre nom : vérifiez-la."]
        if not user.is_active:
            return ["Le compte de l’employeur est fermé : rouvrez-le d’abord."]
        if place and (user.pk, place.pk, Role.LEARNER) in self.roles:
            return ["L’employeur est assistant de ce cabinet : vérifiez son adresse."]
        return []

    def plan(self, row: PersonRow, place: Organisation | None) -> PlannedEmployer | None:
        """What becomes of the employer of a row that is taken; the first row of each invites."""
        if not row.employer_email:
            return None
        key = (row.employer_email, plain(row.practice), plain(row.city))
        line = self.first.setdefault(key, row.number)
        fate = self._fate(row, place)
        if fate == EmployerFate.INVITED and line != row.number:
            fate = EmployerFate.SAME
        return PlannedEmployer(row, fate, line)

    def _fate(self, row: PersonRow, place: Organisation | None) -> EmployerFate:
        user = self.users.get(row.employer_email)
        if place and user and (user.pk, place.pk, Role.EMPLOYER) in self.roles:
            return EmployerFate.MEMBER
        if place and (row.employer_email, place.pk) in self.waiting:
            return EmployerFate.WAITING
        return EmployerFate.INVITED


def _roles(users: Sequence[int], today: date) -> Iterable[tuple[int, int, str]]:
    """Who has, or will have, which role in which practice."""
    found = Membership.objects.filter(
        user__in=users, organisation__kind=OrganisationKind.PRACTICE
    ).filter(Q(until=None) | Q(until__gte=today))
    return found.values_list("user", "organisation", "role")
