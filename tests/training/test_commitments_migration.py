"""What the main practice accepted before each practice accepted for itself stays its own."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython

from training.models import CommitmentAcceptance
from training.services.commitments import accept_commitments, write_commitments

migration = import_module("training.migrations.0027_module_messages")


@pytest.mark.django_db
def test_an_acceptance_of_before_names_the_practice_of_who_gave_it(world, now, further):
    made = write_commitments(
        actor=world.lead, body="Être là", learner="Être à l’heure", practice="Laisser du temps",
        seen=0, now=now,
    )  # fmt: skip
    for actor in (world.learner, world.employer):
        accept_commitments(actor=actor, enrolment=world.enrolment, commitments=made, now=now)
    CommitmentAcceptance.objects.filter(side="practice").update(practice=further)
    migration.of_whom_it_was(
        apps, SimpleNamespace(connection=connection, execute=connection.cursor().execute)
    )
    found = dict(CommitmentAcceptance.objects.values_list("side", "practice"))
    assert found == {"learner": None, "practice": world.enrolment.practice_id}


def test_there_is_no_way_back_and_django_says_so():
    """Two practices of a post may have accepted: one acceptance a side cannot hold both."""
    (moved,) = (one for one in migration.Migration.operations if isinstance(one, RunPython))
    assert not moved.reversible
