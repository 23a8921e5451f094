from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "academy.policies"
    label = "policies"

    def ready(self) -> None:
        from academy.assignments.reminding import rests_where
        from academy.policies import receivers  # noqa: F401
        from academy.policies.models import Decline
        from academy.policies.reading import clause_choices, keys_of
        from academy.skills.citing import Clauses, provide_clauses

        provide_clauses(Clauses(clause_choices, keys_of))
        rests_where(Decline.rests)
