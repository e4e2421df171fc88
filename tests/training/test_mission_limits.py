"""A mission that a source gives to holders of a diploma: in the agreement, then in the catalogue."""

from datetime import date, timedelta

import pytest

from curricula.services.mission_conditions import withdraw_condition
from tests.factories import enrolment_factory
from tests.factories.conditions import condition_factory, mission_factory
from tests.training.test_convention import WEEK, sign_all, write
from tests.training.test_convention_paper import file_paper
from tests.training.test_rights_services import SEEN
from tests.training.web import queries_of
from training.enums import CertificateState  # noqa: F401
from training.enums import MissionReach
from training.models import AgreementSignature, PracticeAgreement
from training.queries.convention import convention_of
from training.queries.mission_limits import mission_limits
from training.services.convention import MissionReserved, sign_agreement
from training.services.rights import check_diploma, withdraw_diploma

CARE = {"diplomas": (SEEN.diploma.value,)}
