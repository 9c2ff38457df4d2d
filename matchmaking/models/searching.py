"""What people look for again and again."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import UniqueConstraint
from django.utils import timezone

from matchmaking.querysets import SavedSearchQuerySet


class SavedSearch(models.Model):
    """A question of the public search that a person wants to hear the new answers to, once a day."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="saved_searches", verbose_name="谁")
    asked = models.JSONField("条件", encoder=DjangoJSONEncoder)
    words = models.CharField("说明", max_length=200)
    created_at = models.DateTimeField("保存时间", default=timezone.now)
    told_at = models.DateTimeField("已告知到", default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存的搜索"
        default_permissions = ()
        constraints = [
            UniqueConstraint(
                fields=["user", "words"],
                name="matchmaking_savedsearch_once",
                violation_error_message="这个搜索已经保存过。",
            )
        ]

    def __str__(self):
        return self.words
