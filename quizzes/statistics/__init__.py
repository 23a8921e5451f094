"""Statistics of quizzes: rows are read, figures worked out, kept, and shown.

reading (the database → arrays) → analysis (arrays → figures) → keeping (figures → a row) → showing (a row → a page).
"""
