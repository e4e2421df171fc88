"""What the rows of a table of people would make, as the site is now."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from people.enums import OrganisationKind
from people.models import Membership, Organisation, User
from records.models import Invitation
from records.rules.patient_data import explain, find_identifiers
from training.enums import EmployerFate, SessionState
from training.models import Cohort, Enrolment
from training.queries.employer_import import Employers, PlannedEmployer
from training.queries.practices import near_name, practices_known
from training.rules.people_import import PersonRow, with_problem
from training.rules.table_import import plain


@dataclass(frozen=True)
class Planned:
    """A row with what it would make. `user` and `place` are None where they would be created.

    `asleep`: the account waits for its owner to answer an invitation of this training body.
    `near` names a practice of nearly the same name, `near_new` one that an earlier row creates.
    """

    row: PersonRow
    user: User | None
    place: Organisation | None
    funder: Organisation | None
    enrolled: bool
    asleep: bool = False
    employer: PlannedEmployer | None = None
    near: str = ""
    near_new: str = ""

    @property
    def good(self) -> bool:
        return not self.row.problems and not self.enrolled

    @property
    def invited(self) -> bool:
        """The person chooses a password by a link; the others sign in as they do already."""
        return self.user is None or self.asleep

    @property
    def words(self) -> str:
        """« nouvelle personne, nouveau cabinet ; une invitation lui est envoyée »."""
        if self.enrolled:
            return "déjà inscrite : rien à faire"
        person = "personne connue" if self.user else "nouvelle personne"
        place = "cabinet connu" if self.place else "nouveau cabinet"
        how = "une invitation lui est envoyée" if self.invited else "un courriel la prévient"
        return f"{person}, {place} ; {how}"


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
        return sum(line.enrolled and not line.row.problems for line in self.lines)

    @property
    def employers(self) -> list[PlannedEmployer]:
        """Those who would be invited, each once for a practice."""
        named = [line.employer for line in self.good if line.employer]
        return [one for one in named if one.fate == EmployerFate.INVITED]

    @property
    def mark(self) -> str:
        """Another person, practice, funder, employer or enrolment since then: another mark."""
        seen = [
            [one.row.number, one.row.email, one.user.pk if one.user else 0,
             one.place.pk if one.place else 0,
             [one.funder.pk, one.funder.name] if one.funder else 0,
             [one.row.employer_email, one.employer.fate] if one.employer else 0,
             one.enrolled, one.invited, list(one.row.problems)]
            for one in self.lines
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]


def people_preview(cohort: Cohort, rows: Sequence[PersonRow], now: datetime) -> PeoplePreview:
    """What these rows would make in a cohort; nine queries at most, whatever their number."""
    site = _Site(cohort, rows, now)
    held = cohort.sessions.filter(state=SessionState.HELD).count()
    return PeoplePreview([site.planned(row) for row in rows], held)


class _Site:
    """What the site knows of the people, practices, funders and employers that rows name."""

    def __init__(self, cohort: Cohort, rows: Sequence[PersonRow], now: datetime) -> None:
        emails = {email for row in rows for email in (row.email, row.employer_email) if email}
        self.users = {one.email.lower(): one for one in User.objects.filter(email__in=emails)}
        people = [self.users[row.email] for row in rows if row.email in self.users]
        funders = Organisation.objects.filter(kind=OrganisationKind.FUNDER)
        self.funders = {plain(one.name): one for one in funders}
        enrolled = Enrolment.objects.filter(cohort=cohort, learner__in=people)
        self.enrolled = set(enrolled.values_list("learner", flat=True))
        elsewhere = Membership.objects.filter(
            user__in=people, organisation__kind=OrganisationKind.TRAINING_BODY
        ).exclude(organisation=cohort.organisation_id)
        self.elsewhere = set(elsewhere.values_list("user", flat=True))
        asleep = Invitation.objects.unanswered().filter(
            account__in=people, invited_by__organisation=cohort.organisation_id
        )
        self.asleep = set(asleep.values_list("account", flat=True))
        self.practices, self.new = practices_known(), _NewPractices()
        self.employers = Employers(rows, self.users, now)

    def planned(self, row: PersonRow) -> Planned:
        user = self.users.get(row.email)
        place = self.practices.find(row.practice, row.city)
        funder = self.funders.get(plain(row.funder)) if row.funder else None
        problems = self._problems(row, user, place, funder)
        row = with_problem(row, *problems) if problems else row
        near = near_new = ""
        if place is None and row.practice:
            near = self.practices.near(row.practice, row.city)
            near_new = self.new.near(row)
            if not row.problems:
                self.new.add(row)
        already = bool(user and user.pk in self.enrolled)
        employer = None if row.problems or already else self.employers.plan(row, place)
        asleep = bool(user and user.pk in self.asleep)
        return Planned(row, user, place, funder, already, asleep, employer, near, near_new)

    def _problems(
        self,
        row: PersonRow,
        user: User | None,
        place: Organisation | None,
        funder: Organisation | None,
    ) -> list[str]:
        problems = []
        if user and (problem := _not_theirs(row, user, user.pk in self.elsewhere)):
            problems.append(problem)
        if row.funder and funder is None:
            problems.append(f"Le financeur « {row.funder[:60]} » n’est pas connu du site.")
        texts = (row.first_name, row.last_name, row.practice, row.city, *row.employer_names)
        if findings := [found for text in texts for found in find_identifiers(text)]:
            problems.append(explain(findings))
        if user and not user.is_active:
            problems.append("Ce compte est fermé : rouvrez-le d’abord.")
        return problems + self.employers.problems(row, place)


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
