"""The demo at the end of the training, built once for these tests."""

import pytest

from portfolio.models import (
    ModuleAttestation,
)
from records.enums import DocumentState
from tests.conftest import THURSDAY
from tests.lms.demo import build, check_accounts
from training.models import (
    Enrolment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _built(loaded_once, laid_once):
    with laid_once():
        build(THURSDAY, stage="certifie")
        yield


def test_the_nine_accounts_have_their_password():
    check_accounts()


def test_at_the_end_every_module_with_content_is_attested():
    per_learner = ModuleAttestation.objects.filter(document__state=DocumentState.IN_FORCE)
    assert per_learner.count() == sum(
        enrolment.track_version.modules.count() for enrolment in Enrolment.objects.all()
    )
