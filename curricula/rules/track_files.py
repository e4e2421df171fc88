"""The tracks of the content files: what keeps one from being loaded, and its plan."""

from collections import Counter
from collections.abc import Iterator, Mapping

from curricula.enums import BudgetCategory, Domain, Mastery
from curricula.rules.content_files import Content, Record, unique
from curricula.rules.plan import AssignmentPlan, ModulePlan, TrackPlan, WorkFrame, competency_key
from curricula.rules.plan_problems import plan_problems

WORK_FRAME = ("analysis", "tutor", "reflection", "evaluation")


def track_problems(content: Content, track: Record) -> Iterator[str]:
    """Everything that would keep a track from being loaded; names that mean nothing first."""
    name = f"Parcours {track['code']}, version {track['number']}"
    if unknown := list(_unknown(name, content, track)):
        yield from unknown
        return
    yield from unique(f"{name}, module", track["modules"])
    if any(module.get("budget") for module in track["modules"]):
        competencies = _competencies(content, track)
        expected = {key: f"{code} {text}" for code, (key, text) in competencies.items()}
        yield from (f"{name} : {p}" for p in plan_problems(track_plan(content, track), expected))
    else:
        yield from _sums(name, content, track)
    yield from _criteria(name, content, track)


def _unknown(name: str, content: Content, track: Record) -> Iterator[str]:
    if track["qualification"] not in {r["code"] for r in content.references}:
        yield f"{name} : référentiel inconnu « {track['qualification']} »."
        return
    competencies = _competencies(content, track)
    for category in set(track.get("caps", {})) - set(BudgetCategory.values):
        yield f"{name} : catégorie inconnue « {category} »."
    for code in set(track.get("absences", {})) - set(competencies):
        yield f"{name} : compétence inconnue {code}."
    rubrics = {rubric["code"] for rubric in content.rubrics}
    asked = {m["assignment"]["rubric"] for m in track["modules"] if m["assignment"]}
    if strange := sorted(asked - rubrics):
        yield f"{name} : grille inconnue {', '.join(strange)}."
    known = {
        "leçon": {lesson["code"] for lesson in content.lessons},
        "compétence": set(competencies),
        "catégorie": set(BudgetCategory.values),
        "exigence": set(Mastery.values),
    }
    for module in track["modules"]:
        yield from _unknown_in_module(f"{name}, module {module['code']}", module, known)


def _unknown_in_module(name: str, module: Record, known: dict[str, set[str]]) -> Iterator[str]:
    if module["domain"] not in ("", *Domain.values):
        yield f"{name} : domaine inconnu « {module['domain']} »."
    written = {
        "leçon": module["lessons"],
        "compétence": module.get("competencies", ()),
        "catégorie": module.get("budget", ()),
        "exigence": module.get("requires", {}).values(),
    }
    for kind, codes in written.items():
        if strange := [code for code in codes if code not in known[kind]]:
            yield f"{name} : {kind} inconnue {', '.join(strange)}."
    assignment = module["assignment"]
    if assignment and not 0 < assignment["min_words"] < assignment["max_words"]:
        yield f"{name} : le nombre de mots demandé n’est pas juste."


def _sums(name: str, content: Content, track: Record) -> Iterator[str]:
    """What a version that does not say how its hours are spent is held to."""
    total = sum(int(module["minutes"]) for module in track["modules"])
    if total != int(track["minutes"]):
        yield f"{name} : les modules font {total} minutes au lieu de {track['minutes']}."
    minutes = {lesson["code"]: int(lesson["minutes"]) for lesson in content.lessons}
    used = Counter(code for module in track["modules"] for code in module["lessons"])
    yield from (f"{name} : la leçon {c} est dans {n} modules." for c, n in used.items() if n > 1)
    for module in track["modules"]:
        if sum(minutes[code] for code in module["lessons"]) > int(module["minutes"]):
            yield f"{name}, module {module['code']} : ses leçons durent plus que le module."


def _criteria(name: str, content: Content, track: Record) -> Iterator[str]:
    """Each competency of the reference is looked at by at least one criterion of the track."""
    asked = {m["assignment"]["rubric"] for m in track["modules"] if m["assignment"]}
    criteria = [c for r in content.rubrics if r["code"] in asked for c in r["criteria"]]
    seen = {code for criterion in criteria for code in criterion["competencies"]}
    expected = set(_competencies(content, track))
    if strange := sorted(seen - expected):
        yield f"{name} : un critère cite {', '.join(strange)}, absente du référentiel."
    if missing := sorted(expected - seen):
        yield f"{name} : aucun critère ne regarde {', '.join(missing)}."


def track_plan(content: Content, track: Record) -> TrackPlan:
    """A track of the files, whose names are all known, as its rules see it."""
    keys = {code: key for code, (key, _) in _competencies(content, track).items()}
    rubrics = {rubric["code"]: rubric for rubric in content.rubrics}
    lessons = {lesson["code"]: lesson for lesson in content.lessons}
    work = track.get("work", {})
    return TrackPlan(
        minutes=track["minutes"],
        qualification=track["qualification"],
        note=track["note"],
        source=track["source"],
        caps={BudgetCategory(c): minutes for c, minutes in track.get("caps", {}).items()},
        work=WorkFrame(**{part: work.get(part, "") for part in WORK_FRAME}),
        modules=tuple(_module_plan(item, keys, rubrics, lessons) for item in track["modules"]),
        absences={keys[code]: reason for code, reason in track.get("absences", {}).items()},
    )


def _competencies(content: Content, track: Record) -> dict[str, tuple[str, str]]:
    """Code to key and text of each competency of the reference followed."""
    reference = next(r for r in content.references if r["code"] == track["qualification"])
    return {
        item["code"]: (competency_key(block["code"], item["code"]), item["text"])
        for block in reference["blocks"]
        for item in block["competencies"]
    }


def _module_plan(
    item: Record,
    keys: Mapping[str, str],
    rubrics: Mapping[str, Record],
    lessons: Mapping[str, Record],
) -> ModulePlan:
    written = [lessons[code] for code in item["lessons"]]
    assignment = item["assignment"]
    criteria = rubrics[assignment["rubric"]]["criteria"] if assignment else []
    return ModulePlan(
        **{key: item[key] for key in ("code", "title", "summary", "domain", "minutes")},
        budget={BudgetCategory(c): minutes for c, minutes in item.get("budget", {}).items()},
        lessons=tuple(item["lessons"]),
        competencies=frozenset(keys[code] for code in item.get("competencies", ())),
        requires={code: Mastery(m) for code, m in item.get("requires", {}).items()},
        spacing_days=item.get("spacing_days", 0),
        refresh_weeks=item.get("refresh_weeks", 0),
        assignment=AssignmentPlan(**assignment) if assignment else None,
        lesson_minutes=sum(lesson["minutes"] for lesson in written),
        quiz=any(
            question["kind"] != "open" for lesson in written for question in lesson["questions"]
        ),
        evaluated=frozenset(keys[c] for row in criteria for c in row["competencies"] if c in keys),
    )
