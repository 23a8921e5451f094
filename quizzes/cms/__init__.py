"""Pages that the quizzes add to the CMS."""
