"""How well: quizzes, syntheses, grades."""
