"""How long the references are that the benchmark imports, and how fast it should be."""

TIMED = 500
LONG = 9_900  # with its head and its blocks, about what one file may hold
SECONDS = 5
