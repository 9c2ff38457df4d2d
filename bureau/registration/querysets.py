"""Adjectives of registrations, invitations and renamings."""

from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bureau.accounts.models import Division, Organisation
from bureau.text import SearchableQuerySet
from bureau.tokens import token_hash
from bureau.workdays import workdays_before

from .choices import EDITABLE, HANDED_IN, JoiningStatus, RegistrationStatus, RenamingStatus


class RegistrationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """A person's own; what was handed in, to staff, and to the unit that recommends the registered one."""
        handed_in = self.exclude(submitted_at=None)
        if user.is_staff:
            return handed_in if user.has_perm("registration.view_registration") else self.none()
        return self.filter(Q(created_by_id=user.pk) | Q(pk__in=self._answered_for(user)))

    def _answered_for(self, user):
        local = Q(division__in=Division.objects.recommended_by(user), organisation__jurisdiction=None)
        named = Q(organisation__in=Organisation.objects.named_to(user).values("pk"))
        return self.model._base_manager.exclude(submitted_at=None).filter(local | named).values("pk")

    def owned_by(self, user):
        """Those that the person began."""
        return self.filter(created_by_id=user.pk)

    def decidable_by(self, user):
        """Handed in and waiting, of the units that the person answers for; never one's own."""
        waiting = self.waiting().exclude(created_by_id=user.pk)
        if user.is_staff:
            return waiting
        return waiting.filter(pk__in=self._answered_for(user))

    def waiting(self):
        """Somebody is to decide."""
        return self.filter(status=RegistrationStatus.SUBMITTED)

    def overdue(self):
        """Waiting for more working days than is promised; the day of handing in is not counted."""
        first_in_time = workdays_before(timezone.localdate(), settings.REGISTRATION_DAYS)
        return self.waiting().filter(submitted_at__lt=timezone.make_aware(datetime.combine(first_in_time, time.min)))

    def editable(self):
        """The person is to fill in or correct."""
        return self.filter(status__in=EDITABLE)

    def handed_in(self):
        """Waiting or decided."""
        return self.filter(status__in=HANDED_IN)

    def for_list(self):
        """With what list pages show, longest waiting first."""
        return self.select_related("division", "created_by", "organisation").order_by("submitted_at", "pk")


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To the 单位管理员 of the unit."""
        return self.filter(organisation__in=Organisation.objects.managed_by(user))

    def outstanding(self):
        """Still to be accepted, and in time."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def addressed_to(self, user):
        """To the person's own mobile number."""
        return self.filter(mobile_index=user.mobile_index) if user.mobile_index else self.none()

    def with_token(self, token: str):
        """The one whose link holds ``token``; the database knows only its hash."""
        return self.filter(token_hash=token_hash(token))

    def for_list(self):
        """With what list pages show, newest first."""
        return self.select_related("created_by", "accepted_by", "organisation").order_by("-pk")


class JoiningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own; those to a unit, to its 单位管理员."""
        return self.filter(Q(created_by_id=user.pk) | Q(pk__in=self.model.objects.managed_by(user).values("pk")))

    def owned_by(self, user):
        """Those that the person asked."""
        return self.filter(created_by_id=user.pk)

    def managed_by(self, user):
        """Those to the units that the person manages; never one's own."""
        return self.filter(organisation__in=Organisation.objects.managed_by(user)).exclude(created_by_id=user.pk)

    def waiting(self):
        """The 单位管理员 is to answer."""
        return self.filter(status=JoiningStatus.SUBMITTED)

    def for_list(self):
        """With what list pages show, longest waiting first."""
        return self.select_related("created_by", "organisation").order_by("pk")


class RenamingQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Staff see all; a unit's people see their own."""
        if user.is_staff:
            return self if user.has_perm("registration.view_renaming") else self.none()
        return self.filter(organisation__memberships__user_id=user.pk, organisation__memberships__ended_at=None)

    def managed_by(self, user):
        """Of the units that the person manages."""
        return self.filter(organisation__in=Organisation.objects.managed_by(user))

    def waiting(self):
        """Somebody is to decide."""
        return self.filter(status=RenamingStatus.SUBMITTED)

    def for_list(self):
        """With what list pages show, newest first."""
        return self.select_related("organisation", "requested_by").order_by("-pk")
