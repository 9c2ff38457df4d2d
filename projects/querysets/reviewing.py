"""Adjectives of review rounds, assignments and recusals."""

from django.db import models
from django.db.models import Exists, OuterRef

from projects.choices import HELD, IN_BANK, STANDING, UNFINISHED, AssignmentStatus, RoundStatus, TieStatus


class ReviewRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view review rounds see all; nobody else does: an expert sees assignments and seats."""
        return self if user.is_staff and user.has_perm("projects.view_reviewround") else self.none()

    def open(self):
        """Not ended."""
        return self.exclude(status=RoundStatus.ENDED)

    def for_list(self):
        """With what list pages show, newest first."""
        return self.select_related("call").order_by("-pk")


class RoundPartQuerySet(models.QuerySet):
    """What belongs to a round: as the round itself."""

    def visible_to(self, user):
        """Whoever sees review rounds sees their parts."""
        rounds = self.model._meta.get_field("round").related_model.objects.visible_to(user)
        return self.filter(round__in=rounds.values("pk"))


class AssignmentPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view assignments see how they were found; nobody else does."""
        return self if user.is_staff and user.has_perm("projects.view_assignment") else self.none()


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view review rounds see all; an expert, the own seats that were offered."""
        if user.is_staff:
            return self if user.has_perm("projects.view_reviewround") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """The person's own, once it was offered."""
        return self.none() if user.is_staff else self.filter(expert__user_id=user.pk).exclude(invited_at=None)

    def held(self):
        """Offered or accepted."""
        return self.filter(status__in=HELD)


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view assignments see all; an expert, the own ones of rounds that have begun."""
        if user.is_staff:
            return self if user.has_perm("projects.view_assignment") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """What was assigned to the person, and not taken back, in rounds that have begun."""
        if user.is_staff:
            return self.none()
        mine = self.filter(expert__user_id=user.pk).exclude(status=AssignmentStatus.CANCELLED)
        return mine.exclude(round__status=RoundStatus.PREPARING)

    def for_desk(self):
        """In the order of an expert's work: rounds that go on before those that are over, in each what is still owed first."""
        is_open = models.Case(models.When(round__status=RoundStatus.REVIEWING, then=0), default=1)
        is_owed = models.Case(models.When(status__in=UNFINISHED, blocked_at=None, then=0), default=1)
        return self.order_by(is_open, "round__due_at", "round", is_owed, "pk")

    def progress(self):
        """For each round, how many are handed in (``done``) and how many there are to be (``due``)."""
        done = models.Count("pk", filter=models.Q(status=AssignmentStatus.SUBMITTED))
        due = models.Count("pk", filter=~models.Q(status=AssignmentStatus.RECUSED))
        return self.order_by().values("round").annotate(done=done, due=due)

    def standing(self):
        """Neither recused nor cancelled nor blocked: one of the reviews that the application is to have."""
        return self.filter(status__in=STANDING, blocked_at=None)

    def unfinished(self):
        """The expert still owes a review."""
        return self.filter(status__in=UNFINISHED, blocked_at=None)

    def counting(self):
        """Submitted, and by nobody who has to step aside: what a ranking is made of."""
        return self.filter(status=AssignmentStatus.SUBMITTED, blocked_at=None)

    def blocked(self):
        """A ground to step aside came up afterwards."""
        return self.filter(status__in=STANDING).exclude(blocked_at=None)

    def unplaced(self):
        """The expert stepped aside, and nobody has taken over."""
        return self.filter(status=AssignmentStatus.RECUSED, passed_to=None)

    def for_list(self):
        """With what list pages show."""
        return self.select_related("round", "application__organisation", "expert").order_by(
            "round", "application", "pk"
        )


class RecusalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view recusals see all; nobody else does."""
        return self if user.is_staff and user.has_perm("projects.view_recusal") else self.none()

    def live(self):
        """In force: not lifted."""
        return self.filter(lifted_at=None)

    def hitting(self):
        """In force, of an expert who is assigned to the application."""
        assignments = self.model._meta.apps.get_model("projects", "Assignment")._base_manager.filter(
            expert=OuterRef("expert"), application=OuterRef("application"), status__in=STANDING
        )
        return self.live().filter(Exists(assignments))


class TieQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view doubtful ties see all; nobody else does."""
        return self if user.is_staff and user.has_perm("projects.view_tie") else self.none()

    def waiting(self):
        """An officer is to judge."""
        return self.filter(status=TieStatus.OPEN)

    def waiting_in(self, round):
        """An officer is to judge, of an application of this round."""
        return self.waiting().filter(application__review_items__round=round, expert__status__in=IN_BANK)


class DrawQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may view draws see all; nobody else does."""
        return self if user.is_staff and user.has_perm("projects.view_draw") else self.none()


class DrawPartQuerySet(models.QuerySet):
    """What a draw asks: as the draw itself."""

    def visible_to(self, user):
        """Whoever may view draws sees their plans."""
        return self if user.is_staff and user.has_perm("projects.view_draw") else self.none()


class MaterialPartQuerySet(models.QuerySet):
    """What is known of an attachment's text: for the bureau alone."""

    def visible_to(self, user):
        """Staff who may view applications see all; nobody else does."""
        return self if user.is_staff and user.has_perm("projects.view_application") else self.none()

    def waiting(self):
        """Something in the attachment cannot be read by a machine, and nobody has looked yet."""
        return self.exclude(unread=[]).filter(checked_at=None)
