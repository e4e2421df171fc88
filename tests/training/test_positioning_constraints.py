"""What the database refuses of a positioning."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from curricula.models import Competency
from training.enums import PositionLevel, PositionRater, PriorKind
from training.models import ExemptionDecision, Position, PriorResult

ONE, TWO = PositionLevel.CARRIES_OUT, PositionLevel.ORGANISES


def first_of(world) -> Competency:
    return Competency.objects.filter(block__qualification=world.enrolment.qualification).first()


def position(world, now, **fields):
    return Position(
        **{
            "enrolment": world.enrolment, "competency": first_of(world), "level": ONE,
            "rater": PositionRater.LEARNER, "number": 1, "placed_by": world.learner,
            "placed_at": now,
        }
        | fields
    )  # fmt: skip


def prior(world, now, **fields):
    return PriorResult(
        **{
            "enrolment": world.enrolment, "kind": PriorKind.DIPLOMA, "title": "Diplôme",
            "obtained_on": date(2025, 6, 1), "form_key": "autre", "declared_by": world.learner,
            "declared_at": now,
        }
        | fields
    )  # fmt: skip


def exemption(world, now, **fields):
    return ExemptionDecision(
        **{
            "enrolment": world.enrolment, "module": world.module, "number": 1, "percentage": 10,
            "prior_minutes": 0, "reason": "Essai.", "decided_by": world.lead, "decided_at": now,
        }
        | fields
    )  # fmt: skip


def breaks(row, said):
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert said in str(refusal.value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_database_keeps_positions_right(world, now):
    position(world, now).save()
    breaks(position(world, now, level=TWO), "déjà notée")
    breaks(position(world, now, number=2, level=3), "niveaux proposés")
    breaks(position(world, now, number=2, rater="employer"), "assistant")


def test_database_keeps_prior_results_right(world, now):
    breaks(prior(world, now, title=""), "intitulé")
    breaks(prior(world, now, minutes=60), "module")
    breaks(prior(world, now, withdrawn_at=now), "auteur")


def test_database_keeps_decisions_right(world, now):
    exemption(world, now).save()
    breaks(exemption(world, now, percentage=20), "déjà prise")
    breaks(exemption(world, now, number=2, percentage=101), "module entier")
    breaks(exemption(world, now, number=2, reason=""), "motif")
