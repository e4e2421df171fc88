"""Who can sign in to the demo. They exist in the demo only."""

DEMO_PASSWORD = "livret-demo"  # noqa: S105 - shown on the sign-in page of the demo
DEMO_ACCOUNTS = tuple(
    f"{name}@livret.example"
    for name in (
        "assistant",
        "soignant",
        "formateur",
        "accompagnateur",
        "responsable",
        "employeur",
        "financeur",
        "jury",
        "admin",
    )
)
