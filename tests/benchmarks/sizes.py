"""How long the references and the livret of the benchmark are, and how fast both should be."""

TIMED = 500
LONG = 9_900  # with its head and its blocks, about what one file may hold
WEEKS, SITUATIONS = 60, 15
MEETINGS = 24  # of one person, about two a month
SECONDS = 5  # for the import of the timed reference, and for the livret in PDF
