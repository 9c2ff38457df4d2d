"""Adjectives of places and units."""

from django.contrib.auth.models import Group
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q

from bureau.personal import blind_index
from bureau.text import SearchableQuerySet, name_key

from .choices import RECOMMENDING, MembershipRole


class DivisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Places are public."""
        return self

    def recommended_by(self, user):
        """Places whose units ``user`` recommends, for a unit that answers for them."""
        return self.filter(
            jurisdiction__unit__memberships__user_id=user.pk,
            jurisdiction__unit__memberships__ended_at=None,
            jurisdiction__unit__memberships__role__in=RECOMMENDING,
        )

    def by_any_name(self) -> dict[str, "models.Model"]:
        """Every present or former name and code, as ``name_key`` writes it, to its one series."""
        found = {}
        for division in self.prefetch_related("former_names"):
            found[name_key(division.name)] = division
            if division.code:
                found[division.code] = division
            for former in division.former_names.all():
                found[name_key(former.name)] = division
                if former.code:
                    found[former.code] = division
        return found

    def for_tables(self):
        """Counties by code, then zones: the order of the bureau's tables."""
        return self.prefetch_related("former_names").order_by("position")


class OrganisationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff see every unit; a unit's people see their own; a recommending unit's people see those that it recommends."""
        if user.is_staff and user.has_perm("accounts.view_organisation"):
            return self
        return self.filter(Q(pk__in=self._own(user)) | Q(pk__in=self._recommended(user)))

    def _own(self, user):
        return self.model._base_manager.filter(memberships__user_id=user.pk, memberships__ended_at=None).values("pk")

    def _recommended(self, user):
        divisions = self.model._meta.get_field("division").related_model.objects.recommended_by(user)
        rows = self.model._base_manager
        local = rows.filter(division__in=divisions, jurisdiction=None)
        return rows.filter(
            Q(pk__in=local.values("pk")) | Q(pk__in=self.model.objects.named_to(user).values("pk"))
        ).values("pk")

    def recommended_by(self, user):
        """Units that ``user`` answers for at a recommending unit: those of its places, and those named to it."""
        return self.filter(pk__in=self._recommended(user))

    def named_to(self, user):
        """Units named one by one to a recommending unit (主管部门) of ``user``; no place's unit recommends them."""
        return self.filter(
            jurisdiction__unit__memberships__user_id=user.pk,
            jurisdiction__unit__memberships__ended_at=None,
            jurisdiction__unit__memberships__role__in=RECOMMENDING,
        )

    def managed_by(self, user):
        """Units whose 单位管理员 ``user`` is now."""
        return self.filter(
            memberships__user_id=user.pk, memberships__ended_at=None, memberships__role=MembershipRole.MANAGER
        )

    def search(self, text: str):
        """By any part of the name or of a former name, or by the beginning (four signs or more) of the credit code."""
        word = text.strip().upper()
        if word.isascii() and len(word) >= 4:
            return self.filter(credit_code__startswith=word)
        now = super().search(text)
        former = self.model._meta.get_field("former_names").related_model.objects.search(text)
        return self.filter(pk__in=now.order_by().values("pk").union(former.values("organisation_id")))

    def known_as(self, name: str):
        """Units that bear this name now or bore it, however it is spaced or widened."""
        key = name_key(name)
        former = self.model._base_manager.filter(former_names__name_key=key).values("pk")
        return self.filter(Q(name_key=key) | Q(pk__in=former))


class JurisdictionQuerySet(models.QuerySet):
    def over(self, *, organisation_id: int | None, division_id: int | None):
        """The one duty that a unit in a place falls under: its own, else its place's."""
        own = self.filter(organisation_id=organisation_id) if organisation_id else self.none()
        return own if own.exists() else self.filter(division_id=division_id)


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see every membership; a person sees their own; a 单位管理员 also those of the unit."""
        if user.is_staff and user.has_perm("accounts.view_membership"):
            return self
        return self.filter(Q(user_id=user.pk) | Q(pk__in=self._managed(user)))

    def _managed(self, user):
        units = self.model._meta.get_field("organisation").related_model.objects.managed_by(user)
        return self.model._base_manager.filter(organisation__in=units.values("pk")).values("pk")

    def current(self):
        """Not ended."""
        return self.filter(ended_at=None)

    def held_by(self, user):
        """A person's own present posts."""
        return self.current().filter(user_id=user.pk)

    def managed_by(self, user):
        """Present posts of others in the units that ``user`` manages."""
        return self.current().filter(pk__in=self._managed(user)).exclude(user_id=user.pk)

    def managers(self):
        """单位管理员 now: one for each unit at most."""
        return self.current().filter(role=MembershipRole.MANAGER)

    def with_duties(self):
        """With ``recommends``: whether the unit answers for places or other units."""
        duties = self.model._meta.get_field("organisation").related_model._meta.get_field("jurisdictions").related_model
        held = duties.objects.filter(unit=OuterRef("organisation_id"))
        return self.select_related("organisation").annotate(recommends=Exists(held)).order_by("began_at", "pk")


class UserQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Those who keep accounts see every person; everybody sees themself."""
        if user.is_staff and user.has_perm("accounts.view_user"):
            return self
        return self.filter(pk=user.pk)

    def holding(self, permission: str):
        """Active persons of the bureau one of whose roles has ``app.codename``: whom to tell that work waits."""
        app, _, codename = permission.partition(".")
        roles = Group.objects.filter(permissions__codename=codename, permissions__content_type__app_label=app)
        return self.filter(
            is_active=True, is_staff=True, pk__in=self.model.objects.filter(groups__in=roles).values("pk")
        )

    def unused_since(self, moment):
        """Who has not signed in since then, nor was given the account since then."""
        return self.filter(date_joined__lt=moment).filter(Q(last_login=None) | Q(last_login__lt=moment))

    def with_mobile(self, number):
        """Whoever has that mobile number: one person or nobody."""
        return self.filter(mobile_index=blind_index(number)).exclude(mobile_index="")


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    """Makes persons, and speaks of them."""
