"""Questions and attempts in and out: what stands between files (`quizzes.domain.formats`) and the database."""
