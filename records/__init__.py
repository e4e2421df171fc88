"""What is kept and sent: documents, invitations, messages, jobs."""
