"""Adjectives of what is pushed."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from bureau.messaging.models import Message


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see all do; everybody else what is out and of a tag they take."""
        if user.is_staff:
            return self if user.has_perm("news.view_item") else self.none()
        return self.out()

    def out(self):
        """Not taken back."""
        return self.filter(is_withdrawn=False)

    def taken_by(self, user):
        """Of the tags that the person takes."""
        return self.filter(tags__overlap=list(user.news_subscriptions.values_list("tag", flat=True)))

    def with_read(self, user):
        """``is_read``: whether the person has opened it."""
        readings = self.model._meta.get_field("readings").related_model
        return self.annotate(is_read=Exists(readings.objects.filter(item=OuterRef("pk"), user=user)))

    def counted(self):
        """``told`` persons and ``opened`` by how many of them, for the list of the office."""
        messages = Message.objects.filter(kind=self.model.MESSAGE, key=_key()).order_by()
        told = messages.values("key").annotate(count=Count("pk")).values("count")
        return self.annotate(told=Coalesce(Subquery(told), 0), opened=Count("readings", distinct=True))

    def for_list(self):
        """Newest first."""
        return self.order_by("-happened_at", "-pk")


def _key():
    """As ``Item.message_key`` writes it."""
    return models.functions.Concat(
        models.Value("item:"),
        models.functions.Cast(OuterRef("pk"), models.CharField()),
        output_field=models.CharField(),
    )
