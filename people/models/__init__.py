from people.models.audit import AuditEvent
from people.models.membership import Membership
from people.models.organisation import Organisation
from people.models.user import User

__all__ = ["AuditEvent", "Membership", "Organisation", "User"]
