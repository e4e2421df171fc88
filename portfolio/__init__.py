"""What it proves: the livret, competencies, attestations."""
