"""The demo: a small training body, built through the services alone."""
