"""Adjectives of messages and of their ways out."""

from django.db import models

from .choices import FAULTY, DeliveryStatus


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody sees what was said to them."""
        return self.filter(user=user)

    def unread(self):
        """Not opened yet."""
        return self.filter(read_at=None)

    def for_list(self):
        """Newest first."""
        return self.order_by("-pk")


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The send log is whole to whoever holds the permission."""
        return self if user.is_staff and user.has_perm("messaging.view_delivery") else self.none()

    def due(self, now):
        """To be sent by now."""
        return self.filter(status=DeliveryStatus.WAITING, due_at__lte=now)

    def faulty(self):
        """Somebody should look."""
        return self.filter(status__in=FAULTY)


class TemplateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All, to whoever keeps the texts of messages."""
        return self if user.is_staff and user.has_perm("messaging.view_template") else self.none()
