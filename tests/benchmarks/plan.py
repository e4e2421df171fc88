"""What happens to every person of the measured site: facts only, the same for a seed.

The plan knows neither the database nor the clock. `by_services` makes it happen one act at a time;
`in_bulk` writes the rows that would come of it. A test holds the two together.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from lms.services.demo.calendar import at, monday_of
from lms.services.demo.cast import FIRST_NAMES
from lms.services.demo.texts import GRADE_COMMENTS, SITUATIONS, SYNTHESIS

COHORT_SIZE = 50
PRACTICE_SIZE = 5
WEEKS = 12
COHORT_WEEKS = 43
DAYS_A_MODULE = 28
MODULES_DONE = 2
TRACKS = ("380", "115")
PRACTICE_MINUTES = (20 * 60, 21 * 60, 24 * 60 + 30, 28 * 60)
REVOCATION = "Délivrée par erreur pendant la mesure."
RETURN_COMMENT = "Dites ce que vous avez transmis, et à qui."
LAST_NAMES = (
    "Abadie", "Benali", "Carlier", "Diallo", "Estève", "Fabre", "Garnier", "Haddad", "Issa",
    "Joly", "Keller", "Lambert", "Moreau", "Nguyen", "Ollivier", "Petit", "Quéré", "Roux",
    "Saïdi", "Traoré",
)  # fmt: skip


class ModuleShape(NamedTuple):
    """What the plan must know of a module of a track: its place, and how many lessons it has."""

    place: int
    lessons: int
    criteria: int


class TrackShape(NamedTuple):
    modules: int
    with_content: tuple[ModuleShape, ...]
    competencies: int


class Quiz(NamedTuple):
    """An attempt, in which the last few questions are answered wrongly."""

    slips: int
    key: str
    at: datetime


class Grade(NamedTuple):
    levels: tuple[int, ...]
    comment: str
    key: str
    at: datetime


class Synthesis(NamedTuple):
    text: str
    at: datetime
    grade: Grade | None


class ModuleWork(NamedTuple):
    """What a learner did in a module: lessons read (the first few), quizzes, synthesis."""

    place: int
    read_at: tuple[datetime, ...]
    quizzes: tuple[Quiz, ...] = ()
    synthesis: Synthesis | None = None
    attested_at: datetime | None = None
    revoked_at: datetime | None = None


class Entry(NamedTuple):
    day: date
    kind: str
    text: str
    competencies: tuple[int, ...]
    key: str
    at: datetime


class Week(NamedTuple):
    """A week handed in; `answer` is what the trainer did with it, None while it waits."""

    monday: date
    entries: tuple[Entry, ...]
    minutes: int
    saved_at: datetime
    submitted_at: datetime
    answer: str | None
    answered_at: datetime


def days_of(week: Week) -> list[tuple[date, int]]:
    """The minutes of a week on five days, the odd ones on the first."""
    share, rest = divmod(week.minutes, 5)
    return [
        (week.monday + timedelta(days=number), share + (0 if number else rest))
        for number in range(5)
    ]


class Person(NamedTuple):
    number: int
    email: str
    first_name: str
    last_name: str
    practice: int
    funded: bool
    recruited_on: date
    enrolled_at: datetime
    modules: tuple[ModuleWork, ...]
    weeks: tuple[Week, ...]


class Session(NamedTuple):
    place: int
    title: str
    starts_at: datetime
    ends_at: datetime
    absent: int
    key: str


class CohortFacts(NamedTuple):
    number: int
    title: str
    track: str
    starts_on: date
    ends_on: date
    opened_at: datetime
    sessions: tuple[Session, ...]
    people: tuple[Person, ...]


def first_monday(today: date) -> date:
    return monday_of(today) - timedelta(weeks=WEEKS)


def plan(
    learners: int, shapes: dict[str, TrackShape], today: date, seed: int = 1
) -> Iterator[CohortFacts]:
    """The cohorts one after the other, each with its people."""
    start = first_monday(today)
    for number in range(-(-learners // COHORT_SIZE)):
        track = TRACKS[number % len(TRACKS)]
        shape = shapes[track]
        numbers = range(number * COHORT_SIZE, min(learners, (number + 1) * COHORT_SIZE))
        yield CohortFacts(
            number=number,
            title=f"Promotion mesurée {number + 1}",
            track=track,
            starts_on=start,
            ends_on=start + timedelta(weeks=COHORT_WEEKS),
            opened_at=at(start, 7),
            sessions=tuple(_sessions(number, shape, start)),
            people=tuple(_person(n, shape, start, seed) for n in numbers),
        )


def _sessions(cohort: int, shape: TrackShape, start: date) -> Iterator[Session]:
    """One day a week in two half-days; somebody is missing now and then."""
    for week in range(WEEKS):
        monday = start + timedelta(weeks=week)
        for half, hour in enumerate((9, 14)):
            starts_at = at(monday, hour)
            yield Session(
                place=week * shape.modules // WEEKS,
                title=f"Séance {2 * week + half + 1}",
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=3, minutes=30),
                absent=(week * 2 + half) % 9 if week % 3 == 2 else -1,
                key=f"seance-{cohort}-{week}-{half}",
            )


def _person(number: int, shape: TrackShape, start: date, seed: int) -> Person:
    chance = Random(f"{seed}:{number}")
    return Person(
        number=number,
        email=f"mesure{number + 1}@livret.example",
        first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
        last_name=f"{LAST_NAMES[number // 20 % len(LAST_NAMES)]} {number + 1}",
        practice=number // PRACTICE_SIZE,
        funded=number % 2 == 0,
        recruited_on=start - timedelta(days=120 - 3 * (number % 20)),
        enrolled_at=at(start, 8, 30),
        modules=tuple(_modules(number, shape, start, chance)),
        weeks=tuple(_weeks(number, shape, start, chance)),
    )


def _modules(number: int, shape: TrackShape, start: date, chance: Random) -> Iterator[ModuleWork]:
    """Two modules finished and attested; in the third, everybody stands somewhere else."""
    day = start
    for done, module in enumerate(shape.with_content[: MODULES_DONE + 1]):
        read_at = tuple(
            at(day + timedelta(days=n), 18, chance.randrange(60)) for n in range(module.lessons)
        )
        quizzes = tuple(_quizzes(number, module, day, chance))
        if done < MODULES_DONE:
            yield ModuleWork(
                place=module.place,
                read_at=read_at,
                quizzes=quizzes,
                synthesis=_synthesis(number, module, day, chance, graded=True),
                attested_at=at(day + timedelta(days=16), 14),
                revoked_at=at(day + timedelta(days=17), 9)
                if number % 25 == 7 and done == 0
                else None,
            )
        elif number % 3 == 0:
            yield ModuleWork(module.place, read_at[:1])
        elif number % 3 == 1:
            written = _synthesis(number, module, day, chance, graded=False)
            yield ModuleWork(module.place, read_at, quizzes, written)
        else:
            yield ModuleWork(module.place, read_at, quizzes[:1] if number % 2 else ())
        day += timedelta(days=DAYS_A_MODULE)


def _quizzes(number: int, module: ModuleShape, day: date, chance: Random) -> Iterator[Quiz]:
    """One person in four fails a first time."""
    key = f"quiz-{number}-{module.place}"
    if chance.random() < 0.25:
        yield Quiz(slips=99, key=f"{key}-0", at=at(day + timedelta(days=5), 19))
    yield Quiz(slips=chance.choice((0, 1)), key=f"{key}-1", at=at(day + timedelta(days=6), 19, 15))


def _synthesis(
    number: int, module: ModuleShape, day: date, chance: Random, graded: bool
) -> Synthesis:
    grade = Grade(
        levels=tuple(chance.choice((2, 2, 3)) for _ in range(module.criteria)),
        comment=chance.choice(GRADE_COMMENTS),
        key=f"note-{number}-{module.place}",
        at=at(day + timedelta(days=11), 11, 20),
    )
    return Synthesis(
        text="\n\n".join(chance.sample(SYNTHESIS, len(SYNTHESIS))),
        at=at(day + timedelta(days=8), 20, 5),
        grade=grade if graded else None,
    )


def _weeks(number: int, shape: TrackShape, start: date, chance: Random) -> Iterator[Week]:
    """Twelve weeks: all signed but the last, which waits, or was sent back now and then."""
    for place in range(WEEKS):
        monday = start + timedelta(weeks=place)
        days = sorted(chance.sample(range(5), chance.choice((1, 2))))
        last = place == WEEKS - 1
        yield Week(
            monday=monday,
            entries=tuple(_entry(number, monday + timedelta(days=d), shape, chance) for d in days),
            minutes=chance.choice(PRACTICE_MINUTES),
            saved_at=at(monday + timedelta(days=4), 17),
            submitted_at=at(monday + timedelta(days=4), 17, 30),
            answer=("returned" if number % 5 == 4 else None) if last else "signed",
            answered_at=at(monday + timedelta(days=6), 9),
        )


def _entry(number: int, day: date, shape: TrackShape, chance: Random) -> Entry:
    kind, text = chance.choice(SITUATIONS)
    return Entry(
        day=day,
        kind=str(kind),
        text=text,
        competencies=tuple(sorted(chance.sample(range(shape.competencies), 2))),
        key=f"situation-{number}-{day}",
        at=at(day, 18, 30),
    )
