"""For which of their units a person acts now. The session remembers the wish; each request looks whether it still holds."""

from django.utils.functional import SimpleLazyObject

from bureau.accounts.models import Membership

KEY = "acting_for"


def acting_for(request) -> Membership | None:
    """The membership under which the person works: the one chosen, while it lasts; else their oldest; else none."""
    if not request.user.is_authenticated or request.user.is_staff:
        return None
    memberships = request.user.current_memberships
    chosen = request.session.get(KEY)
    return next((m for m in memberships if m.organisation_id == chosen), memberships[0] if memberships else None)


def switch(request, organisation_id: int) -> Membership | None:
    """Act for another of one's units from now on; None when one has no part in it, and nothing changes."""
    found = next((m for m in request.user.current_memberships if m.organisation_id == organisation_id), None)
    if found:
        request.session[KEY] = organisation_id
    return found


def acting(request) -> dict:
    """``acting``: for the workspace's frame, asked only by a page that shows it."""
    return {"acting": SimpleLazyObject(lambda: acting_for(request)) if hasattr(request, "user") else None}
