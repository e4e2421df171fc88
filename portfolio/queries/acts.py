"""Addresses of the acts that fill what is missing, for the learner or for the training body."""

from portfolio.rules.attestation import Missing, Need
from portfolio.rules.competency import Act


def week_address(iso_year: int, iso_week: int) -> str:
    return f"/livret/{iso_year}/{iso_week}/"


def module_act(missing: Missing, module_id: int, submission_id: int | None, staff: bool) -> str:
    """Where a gap of a module attestation is filled; nothing where the reader can do nothing."""
    if staff:
        return f"/a-corriger/{submission_id}/" if missing.need == Need.MARK else ""
    return {
        Need.LESSON: f"/parcours/lecons/{module_id}/{missing.slug}/",
        Need.QUIZ: f"/parcours/modules/{module_id}/quiz/",
        Need.SYNTHESIS: f"/parcours/modules/{module_id}/synthese/",
        Need.MARK: f"/parcours/modules/{module_id}/synthese/",
    }.get(missing.need, "")


def competency_act(act: Act, module_id: int | None, staff: bool) -> tuple[str, str]:
    """The address and the words of the link that lets a competency go forward."""
    if staff:
        return {
            Act.WAIT_SIGNATURE: ("/livrets/a-viser/", "Viser les semaines"),
            Act.WAIT_GRADE: ("/a-corriger/", "Corriger les écrits"),
        }.get(act, ("", ""))
    if act == Act.WRITE_SITUATION:
        return "/livret/", "Écrire une situation"
    if act == Act.WRITE_SYNTHESIS and module_id:
        return f"/parcours/modules/{module_id}/synthese/", "Écrire la synthèse"
    return "", ""
