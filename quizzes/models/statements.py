"""What every attempt asks of the database, written out: composing these takes longer than answering them."""

STAMP = "(SELECT number FROM academy_contentstamp) AS content_stamp"

# An attempt of a learner.
STEP = f"SELECT *, {STAMP} FROM quizzes_attempt WHERE id = %(pk)s AND learner_id = %(learner)s"

# All tries of a learner at a quiz, each with its latest grade; what they were dealt is left out. `counts`: not from
# before the learner began anew.
TRIED = """
SELECT
    attempt.id, attempt.learner_id, attempt.work_id, attempt.revision_id, attempt.number, attempt.state,
    attempt.started_at, attempt.deadline_at, attempt.handed_in_at,
    grade.percent AS graded_percent, grade.passed AS graded_passed,
    attempt.handed_in_at IS NULL OR NOT EXISTS (
        SELECT 1 FROM quizzes_freshstart fresh
        WHERE fresh.learner_id = %(learner)s AND fresh.work_id = %(work)s AND fresh.at > attempt.handed_in_at
    ) AS still_counts
FROM quizzes_attempt attempt
LEFT JOIN quizzes_grade grade ON grade.attempt_id = attempt.id AND NOT EXISTS (
    SELECT 1 FROM quizzes_grade later WHERE later.attempt_id = attempt.id AND later.number > grade.number
)
WHERE attempt.learner_id = %(learner)s AND attempt.work_id = %(work)s
ORDER BY attempt.number
"""

# Takes a turn in an open attempt whose time is not up: locks its row and counts the saves that follow.
TAKE_TURN = """
UPDATE quizzes_attempt SET sequence = sequence + %(saves)s
WHERE id = %(pk)s AND state = 'open' AND (deadline_at IS NULL OR deadline_at >= %(in_time)s)
RETURNING sequence
"""

# The same where nobody goes back: only on the page that is open.
TAKE_TURN_FORWARD = """
UPDATE quizzes_attempt SET sequence = sequence + %(saves)s, page = %(then)s
WHERE id = %(pk)s AND state = 'open' AND (deadline_at IS NULL OR deadline_at >= %(in_time)s) AND page = %(page)s
RETURNING sequence
"""

# Hands in an open attempt; where its time ran out, as of then. `corrected`: see `Attempt.corrected`.
HAND_IN = f"""
UPDATE quizzes_attempt
SET state = 'handed_in', handed_in_at = CASE WHEN deadline_at < %(in_time)s THEN deadline_at ELSE %(at)s END
WHERE id = %(pk)s AND learner_id = %(learner)s AND state = 'open'
RETURNING *, {STAMP}, EXISTS (
    SELECT 1 FROM quizzes_regrade_works
    JOIN quizzes_regradeevent ON quizzes_regradeevent.regrade_id = quizzes_regrade_works.regrade_id
    WHERE quizzes_regrade_works.work_id = quizzes_attempt.work_id AND quizzes_regradeevent.kind = 'approved'
) AS corrected
"""

# The same, only if its time is up.
HAND_IN_OVERDUE = HAND_IN.replace("state = 'open'", "state = 'open' AND deadline_at < %(in_time)s")

SAVED = "SELECT position, answer, text_id, sequence, confidence, checked FROM quizzes_response WHERE attempt_id = %s"

ANSWERED = """
SELECT id, attempt_id, position, sequence, answer, text_id FROM quizzes_response WHERE attempt_id = %s ORDER BY sequence
"""

GRADED = "SELECT * FROM quizzes_grade WHERE attempt_id = %s ORDER BY number DESC LIMIT 1"

MARKED = "SELECT * FROM quizzes_mark WHERE grade_id = %s ORDER BY position"

# What is granted to a person, to their team or to one above it.
GRANTED = """
SELECT exception.id, extra_tries, extra_minutes, closes_at, no_cooling_down
FROM quizzes_quizexception exception LEFT JOIN staff_team ON staff_team.id = exception.team_id
WHERE work_id = %(work)s AND ended_at IS NULL AND (person_id = %(person)s OR EXISTS (
    SELECT 1 FROM staff_team own
    WHERE own.id = %(team)s AND substr(own.path, 1, length(staff_team.path)) = staff_team.path
))
"""

STATISTICS = "SELECT id, work_id, which, computed_at FROM quizzes_quizstatistics WHERE work_id = %s AND which = %s"
