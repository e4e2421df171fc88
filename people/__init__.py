"""People, organisations, memberships, audit trail."""
