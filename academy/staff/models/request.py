"""What every request asks about the person who makes it, in one statement."""


def holds(app: str, codename: str) -> str:
    """Whether `staff_user` has a right, by themselves or by a group of theirs, as an expression of SQL."""
    return f"""is_superuser OR EXISTS (
        SELECT 1 FROM auth_permission
        JOIN django_content_type ON django_content_type.id = auth_permission.content_type_id
        WHERE app_label = '{app}' AND codename = '{codename}' AND (
            auth_permission.id IN (
                SELECT permission_id FROM staff_user_user_permissions WHERE user_id = staff_user.id
            ) OR auth_permission.id IN (
                SELECT auth_group_permissions.permission_id FROM auth_group_permissions
                JOIN staff_user_groups ON staff_user_groups.group_id = auth_group_permissions.group_id
                WHERE staff_user_groups.user_id = staff_user.id
            )
        )
    )"""


# What the quiet bar speaks of: policies that fall due within the coming day, or should have been read. Who declined
# one has given an answer; it is with their manager.
PRESSING = """
    FROM assignments_assignment JOIN assignments_work ON assignments_work.id = assignments_assignment.work_id
    WHERE learner_id = staff_user.id AND state = 'open' AND due_at < %s AND kind = 'policy' AND NOT EXISTS (
        SELECT 1 FROM policies_decline
        JOIN policies_policyversion ON policies_policyversion.id = policies_decline.version_id
        WHERE policies_decline.learner_id = staff_user.id
        AND policies_policyversion.work_id = assignments_assignment.work_id AND number = cycle
    )
"""

# For every request of everybody: composing this from QuerySets takes longer than all the other queries of a lesson.
FOR_REQUEST = f"""
SELECT
    staff_user.*,
    (SELECT number FROM academy_contentstamp) AS content_stamp,
    (SELECT COUNT(*) FROM inbox_notice
     WHERE recipient_id = staff_user.id AND read_at IS NULL AND withdrawn_at IS NULL) AS unread,
    EXISTS (SELECT 1 FROM staff_leadership WHERE leader_id = staff_user.id)
    OR EXISTS (SELECT 1 FROM staff_team_leads WHERE user_id = staff_user.id) AS leads_anybody,
    (SELECT COUNT(*) {PRESSING}) AS pressing,
    (SELECT assignments_work.id {PRESSING} ORDER BY due_at, assignments_assignment.id LIMIT 1) AS pressing_work,
    {holds("wagtailadmin", "access_admin")} AS may_edit,
    {holds("quizzes", "mark_responses")} AS may_mark
FROM staff_user WHERE staff_user.id = %s
"""
