"""Facts are only added: no code of the apps changes or takes away a row of theirs.

A correction is a further row with its reason. Migrations stand apart.
"""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps

from tests.architecture.tree import APPS, ROOT, python_files, short

FACTS = (
    "assessments.GradeChange",
    "people.AuditEvent",
    "portfolio.AmendmentAnswer",
    "portfolio.CareFact",
    "portfolio.CommentAnswer",
    "portfolio.EntryAttachment",
    "portfolio.FollowUp",
    "portfolio.FollowUpFact",
    "portfolio.GroupMemberFact",
    "portfolio.GroupReferent",
    "portfolio.GroupRhythm",
    "portfolio.GroupSession",
    "portfolio.GroupSetting",
    "portfolio.GroupTheme",
    "portfolio.MeetingEvent",
    "portfolio.MeetingMinutes",
    "portfolio.ObstacleFact",
    "portfolio.OralPresentation",
    "portfolio.PersonalEvent",
    "portfolio.PersonalText",
    "portfolio.PracticeAnswer",
    "portfolio.SharingFact",
    "portfolio.SynthesisSending",
    "portfolio.ThemeClosing",
    "portfolio.ThemeVote",
    "portfolio.UserNeed",
    "portfolio.UserNeedFact",
    "portfolio.WallCopy",
    "portfolio.ReviewEvent",
    "portfolio.SentenceComment",
    "portfolio.WeekAmendment",
    "portfolio.WeekCopy",
    "portfolio.WeekEvent",
    "portfolio.WeekOpening",
    "portfolio.WeekSheet",
    "records.DocumentEvent",
    "records.FileFact",
    "records.PatientDataConfirmation",
    "training.AbsenceExcuse",
    "training.ActivityFact",
    "training.AdaptationFact",
    "training.AdaptationTakenBack",
    "training.AgreementFact",
    "training.AgreementPaper",
    "training.AgreementSignature",
    "training.Arrival",
    "training.AssistanceContact",
    "training.AssistanceMessage",
    "training.Attendance",
    "training.AttendanceContest",
    "training.CommitmentAcceptance",
    "training.Commitments",
    "training.Convocation",
    "training.ConvocationSending",
    "training.EmploymentContract",
    "training.EnrolmentDocument",
    "training.EnrolmentMove",
    "training.EntryCheck",
    "training.EvaluationDone",
    "training.ExemptionDecision",
    "training.GateWaiver",
    "training.HandedExcuse",
    "training.HoursEntry",
    "training.InductionDay",
    "training.InductionNote",
    "training.LessonRead",
    "training.ModuleMessage",
    "training.NamedReferent",
    "training.NeedAnalysis",
    "training.NeedExchange",
    "training.Position",
    "training.PositioningScore",
    "training.PracticeAgreement",
    "training.PresenceSignature",
    "training.RegimeChoice",
    "training.SessionChange",
    "training.SharedPost",
    "training.SharedPostEnd",
    "training.SheetSignature",
    "training.SituationChange",
    "training.TrainerWeek",
    "training.TrainingTerms",
    "training.WelcomePack",
    "training.WelcomeReceipt",
)
# What may change a fact, and why: the words of a text go, that it was written stays.
ALLOWED = {
    ("portfolio/services/redaction.py", "take_out_name"): "a text that names a patient is blanked "
    "(docs/rules/livret.md, Corrections); that it was there, by whom and when it went stays",
    ("portfolio/services/redaction.py", "_leave_the_wall"): "the same text is blanked in what the "
    "cohort was shown (docs/rules/groups.md, 7); a fact says that it went and why",
    ("portfolio/services/redaction.py", "_leave_the_comments"): "the same sentence is blanked "
    "beside its comments",
    ("training/services/needs.py", "take_back_adaptation"): "a text that names a diagnosis is "
    "blanked (Qualiopi, indicator 26); by whom, when and why is a fact of its own",
}
SAYS_SO = ("Rows are only added", "Only added")
WRITES = {"save", "update", "delete", "bulk_update", "update_or_create"}


def models_that_say_so() -> list[str]:
    return sorted(
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and any(words in (model.__doc__ or "") for words in SAYS_SO)
    )


def names_of_facts() -> set[str]:
    """The classes, and the names by which other rows reach theirs (`session.attendances`)."""
    found = set()
    for label in FACTS:
        model = apps.get_model(label)
        found.add(model.__name__)
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and not field.remote_field.hidden:
                found.add(field.remote_field.get_accessor_name())
    return found


def mentions(node: ast.AST, facts: set[str], local: set[str]) -> bool:
    """A class or a name of a relation anywhere in an expression, or a variable that holds one."""
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and one.attr in facts:
            return True
        if isinstance(one, ast.Name) and (one.id in local or one.id in facts):
            return True
    return False


def variables(function: ast.AST, facts: set[str]) -> set[str]:
    """Names of a function that hold facts: told by their type, or by what they are made of."""
    found: set[str] = set()
    for node in ast.walk(function):
        if (
            isinstance(node, ast.arg)
            and node.annotation
            and mentions(node.annotation, facts, set())
        ):
            found.add(node.arg)
        sources: list[tuple[ast.AST, ast.AST | None]] = []
        if isinstance(node, ast.Assign):
            sources = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            sources = [(node.target, node.value)]
        elif isinstance(node, ast.For | ast.comprehension):
            sources = [(node.target, node.iter)]
        for target, value in sources:
            if value is not None and mentions(value, facts, found):
                found |= {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}
    return found


def changes_of(source: str, facts: set[str]) -> list[int]:
    """Lines that change or take away a fact."""
    return sorted(set(_changes(ast.parse(source), facts)))


def function_at(source: str, line: int) -> str:
    """The name of the innermost function in which a line stands; empty outside."""
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return max(around, key=lambda node: node.lineno).name if around else ""


def _changes(tree: ast.Module, facts: set[str]) -> Iterator[int]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in (tree, *functions):
        local = variables(scope, facts) if scope is not tree else set()
        for node in ast.walk(scope):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            conflicts = any(word.arg == "update_conflicts" for word in node.keywords)
            writes = node.func.attr in WRITES or conflicts
            if writes and mentions(node.func.value, facts, local):
                yield node.lineno


def test_the_list_is_that_of_the_models_that_say_so():
    assert sorted(FACTS) == models_that_say_so()


def test_no_code_changes_or_takes_away_a_fact():
    facts = names_of_facts()
    guilty = [
        f"{short(file)}:{line}"
        for file in python_files()
        if not short(file).startswith("tests/")
        for line in changes_of(file.read_text(), facts)
        if (short(file), function_at(file.read_text(), line)) not in ALLOWED
    ]
    assert guilty == []


def test_every_exception_is_one():
    facts = names_of_facts()
    found = {
        (name, function_at((ROOT / name).read_text(), line))
        for name, _ in ALLOWED
        for line in changes_of((ROOT / name).read_text(), facts)
    }
    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    "line",
    [
        "HoursEntry.objects.filter(pk=1).update(minutes=0)",
        "HoursEntry.objects.all().delete()",
        "session.attendances.standing().update(minutes=0)",
        "row = HoursEntry.objects.get(pk=1)\n    row.minutes = 0\n    row.save()",
        "for mark in session.attendances.all():\n        mark.delete()",
        "mark.signature.delete()",
        "fact.save(update_fields=['minutes'])",
        "HoursEntry.objects.bulk_create([], update_conflicts=True)",
        "HoursEntry.objects.update_or_create(pk=1)",
    ],
)
def test_the_guard_sees_a_change(line):
    assert changes_of(f"def go(fact: HoursEntry):\n    {line}\n", names_of_facts())


@pytest.mark.parametrize(
    "line",
    [
        "HoursEntry.objects.create(minutes=1)",
        "HoursEntry.objects.bulk_create([])",
        "session.save()",
        "TrainingSession.objects.filter(pk=1).update(state='held')",
        "context.update(a=1)",
    ],
)
def test_the_guard_lets_rows_be_added(line):
    assert changes_of(f"def go(session: TrainingSession):\n    {line}\n", names_of_facts()) == []
