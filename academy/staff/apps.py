from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class StaffConfig(AppConfig):
    name = "academy.staff"
    label = "staff"

    def ready(self) -> None:
        from academy.staff import receivers  # noqa: F401


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own screens for users, with the fields of our staff members."""

    default = False
    user_viewset = "academy.staff.viewsets.StaffViewSet"
