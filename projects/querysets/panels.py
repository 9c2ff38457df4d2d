"""Adjectives of panel sessions, their members, items and opinions."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from projects.choices import ItemStatus, MemberStatus, OpinionStatus, PanelStatus

TOLD = (MemberStatus.INVITED, MemberStatus.ACCEPTED)


def _model(queryset, name: str):
    return queryset.model._meta.apps.get_model("projects", name)._base_manager


def recusals(queryset, *, expert: str, application: str):
    """The recusals in force between the expert and the application that these paths lead to."""
    pair = {"expert": OuterRef(expert), "application": OuterRef(application)}
    return _model(queryset, "Recusal").filter(lifted_at=None, **pair)


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view panels see all; an expert, those that the expert was asked to."""
        if user.is_staff:
            return self if user.has_perm("projects.view_panel") else self.none()
        return self.sat_by(user)

    def sat_by(self, user):
        """The person was asked to it and has not said no."""
        if user.is_staff:
            return self.none()
        mine = self.filter(members__expert__user_id=user.pk, members__status__in=TOLD)
        return mine.exclude(status=PanelStatus.PLANNING)

    def open(self):
        """Neither over nor called off."""
        return self.exclude(status__in=(PanelStatus.ENDED, PanelStatus.CANCELLED))

    def on(self, day):
        """Called for that day, and not over."""
        return self.filter(status__in=(PanelStatus.CALLED, PanelStatus.SITTING), starts_at__date=day)


class PanelMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view panels see all; an expert, the own invitations."""
        if user.is_staff:
            return self if user.has_perm("projects.view_panel") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """The person's own, once it was sent."""
        if user.is_staff:
            return self.none()
        mine = self.filter(expert__user_id=user.pk).exclude(invited_at=None)
        return mine.exclude(status=MemberStatus.REMOVED)

    def told(self):
        """Asked, and not said no."""
        return self.filter(status__in=TOLD)

    def coming(self):
        """Said yes."""
        return self.filter(status=MemberStatus.ACCEPTED)

    def present(self):
        """Said yes, and are there."""
        return self.coming().filter(is_present=True)

    def staying_for(self, item):
        """Those present who have not left the room for this item."""
        return self.present().filter(panel=item.panel_id).exclude(leavings__item=item)


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view panels see all; an expert, those that the expert is to judge."""
        if user.is_staff:
            return self if user.has_perm("projects.view_panel") else self.none()
        return self.judged_by(user)

    def judged_by(self, user):
        """Of panels that the person sits in, without those that the person steps aside from: of these nothing is shown."""
        if user.is_staff:
            return self.none()
        member = _model(self, "PanelMember").filter(
            panel=OuterRef("panel"), expert__user_id=user.pk, status=MemberStatus.ACCEPTED
        )
        aside = _model(self, "Recusal").filter(
            expert__user_id=user.pk, application=OuterRef("application"), lifted_at=None
        )
        left = _model(self, "Leaving").filter(item=OuterRef("pk"), member__expert__user_id=user.pk)
        rows = self.filter(Exists(member)).exclude(panel__status__in=(PanelStatus.PLANNING, PanelStatus.CANCELLED))
        return rows.filter(~Exists(aside), ~Exists(left))

    def open(self):
        """Being judged now."""
        return self.filter(status=ItemStatus.OPEN)

    def signed(self):
        """With an opinion that the 组长 has signed: what rankings and proposals go by."""
        return self.filter(opinion__status=OpinionStatus.SIGNED)


class PanelPartQuerySet(models.QuerySet):
    """What hangs on an item: as the item itself."""

    def visible_to(self, user):
        """Whoever sees the item sees it; a ballot only its own member beside the staff."""
        items = self.model._meta.get_field("item").related_model.objects.visible_to(user)
        return self.filter(item__in=items.values("pk"))


class BallotQuerySet(PanelPartQuerySet):
    def visible_to(self, user):
        """Staff who may view panels see all (a secret one says nothing); an expert, the own ones."""
        if user.is_staff:
            return self if user.has_perm("projects.view_panel") else self.none()
        return self.filter(member__expert__user_id=user.pk)

    def counting(self):
        """Of the item's present turn, by who did not have to step aside."""
        return self.filter(turn=F("item__turn"), blocked_at=None)


class OpinionQuerySet(PanelPartQuerySet):
    def visible_to(self, user):
        """Staff who may view opinions see all; an expert, those of the items that the expert judged."""
        if user.is_staff:
            return self if user.has_perm("projects.view_opinion") else self.none()
        return self.read_by(user)

    def read_by(self, user):
        """Of the items that the person judged."""
        items = self.model._meta.get_field("item").related_model.objects.judged_by(user)
        return self.filter(item__in=items.values("pk"))

    def chaired_by(self, user):
        """The person is to sign it: named for the item, or else the 组长 of the panel."""
        if user.is_staff:
            return self.none()
        named = Q(item__acting__expert__user_id=user.pk)
        chair = _model(self, "PanelMember").filter(
            panel=OuterRef("item__panel"), is_chair=True, status=MemberStatus.ACCEPTED, expert__user_id=user.pk
        )
        return self.visible_to(user).filter(named | Q(item__acting=None) & Exists(chair))

    def signed(self):
        """Final."""
        return self.filter(status=OpinionStatus.SIGNED)
