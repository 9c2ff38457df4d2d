"""What a person may do: the roles that the security administrator granted, and the posts they hold in units."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from .choices import READING_VERBS, RECOMMENDING, Business
from .models import Department
from .roles import OF_ALL, UNIT_BY_CODE


class RoleBackend(ModelBackend):
    """Groups for those who work at the bureau; for everybody else what their present memberships bring.

    An account of the bureau has no rights through a unit: who works on both sides has two accounts. Its role says which
    verbs, its 科室 in whose business (``Department``); posts of the whole bureau are in everybody's.
    """

    def get_user_permissions(self, user_obj, obj=None):
        """None outside the bureau: there nothing is granted to a person, so nothing is asked of the database."""
        return super().get_user_permissions(user_obj, obj) if user_obj.is_staff else set()

    def get_group_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_staff:
            posts = _posts(user_obj)
            granted = {permission for brought in posts.values() for permission in brought}
            of_all = {permission for name in posts.keys() & OF_ALL.keys() for permission in OF_ALL[name]}
            return granted - (foreign_business(user_obj, granted) - of_all)
        return {p for code in unit_roles(user_obj) for p in UNIT_BY_CODE[code].permissions}


def _posts(user) -> dict[str, set[str]]:
    """What each post that the person holds brings, in one query."""
    rows = Permission.objects.filter(group__user=user).order_by().values_list(
        "group__name", "content_type__app_label", "codename"
    )  # fmt: skip
    posts: dict[str, set[str]] = {}
    for name, app, codename in rows:
        posts.setdefault(name, set()).add(f"{app}.{codename}")
    return posts


def foreign_business(user, granted: set[str]) -> set[str]:
    """The verbs among ``granted`` that change what other 科室 own and one's own does not. Nobody owns: everybody may."""
    changing = {p for p in granted if p.partition(".")[2].partition("_")[0] not in READING_VERBS}
    if not any(p.partition(".")[0] in Business.values for p in changing):
        return set()
    owned, mine = set(), set()
    for pk, apps in Department.objects.values_list("pk", "apps"):
        owned.update(apps)
        mine.update(apps if pk == user.section_id else ())
    return {p for p in changing if p.partition(".")[0] in owned - mine}


def unit_roles(user) -> list[str]:
    """The codes of the roles that somebody outside the bureau holds now."""
    found = ["person", *(membership.role for membership in user.current_memberships)]
    if any(membership.recommends and membership.role in RECOMMENDING for membership in user.current_memberships):
        found.append("recommender")
    else:  # A unit that answers for no place any more has nobody who recommends.
        found = [code for code in found if code != "recommender"]
    if user.is_expert:
        found.append("expert")
    return list(dict.fromkeys(found))
