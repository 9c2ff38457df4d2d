"""Who somebody is: by user name or mobile number, and password."""

from django.db.models import Q

from bureau.accounts.backends import RoleBackend
from bureau.accounts.models import User
from bureau.personal import blind_index


class NameOrMobileBackend(RoleBackend):
    """Finds the person by user name (whatever its case) or by mobile number (through its blind index)."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not username or not password:
            return None
        persons = persons_named(username)
        if not persons:
            User().set_password(password)  # As long as for a person that exists: time tells nothing.
        return next((p for p in persons if p.check_password(password) and self.user_can_authenticate(p)), None)


def persons_named(text: str) -> list[User]:
    """Whoever has that user name or that mobile number."""
    name = text.strip()
    index = blind_index(name)
    return list(User.objects.filter(Q(username__iexact=name) | (Q(mobile_index=index) & ~Q(mobile_index=""))))
