"""What must be learnt: references, tracks, lessons, questions, rubrics."""
