"""How a review ends: see WAGTAIL_FINISH_WORKFLOW_ACTION. Wagtail's models import this, so it imports none of them."""

from typing import Any


def finish(workflow_state: Any, user: Any = None) -> None:
    """Publish what passed its review; but a policy waits until somebody has seen what publishing it does."""
    from wagtail.workflows import publish_workflow_state

    from academy.content import is_source
    from academy.policies.models import PolicyPage

    reviewed = getattr(workflow_state.content_object, "specific", None)
    if not (isinstance(reviewed, PolicyPage) and is_source(reviewed)):
        publish_workflow_state(workflow_state, user)
