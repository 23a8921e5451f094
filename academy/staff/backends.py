from allauth.account.auth_backends import AuthenticationBackend

from academy.staff.models import User


class StaffBackend(AuthenticationBackend):
    """Sign-in by name or address; each further request reads the person with what the frame shows of them."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.for_request(user_id)
        return person if person and self.user_can_authenticate(person) else None
