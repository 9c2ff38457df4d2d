"""What is recommended to whom, how people judged it, and which words mean the same."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import signed
from matchmaking.choices import Band, Grade, Side
from matchmaking.querysets import JudgementQuerySet, RecommendationQuerySet, SynonymQuerySet

LISTED = 20  # Places in a list.


class Recommendation(models.Model):
    """One place in the stored list of an achievement (of demands) or of a demand (of achievements). Computed, never typed."""

    side = models.CharField("谁的推荐", max_length=20, choices=Side)
    achievement = models.ForeignKey(
        "matchmaking.Achievement",
        models.CASCADE,
        related_name="recommendations",
        db_index=False,
        verbose_name="科技成果",
    )
    demand = models.ForeignKey(
        "matchmaking.Demand", models.CASCADE, related_name="recommendations", db_index=False, verbose_name="技术需求"
    )
    rank = models.PositiveSmallIntegerField("名次")
    band = models.CharField("匹配程度", max_length=20, choices=Band)
    listed_at = models.DateTimeField("计算时间", default=timezone.now)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推荐"
        default_permissions = ()
        indexes = [  # How many lists an item stands in, and which.
            Index(fields=["demand"], name="recommended_demand", condition=Q(side=Side.ACHIEVEMENT)),
            Index(fields=["achievement"], name="recommended_achievement", condition=Q(side=Side.DEMAND)),
        ]
        constraints = [
            CheckConstraint(condition=Q(side__in=Side.values), name="matchmaking_recommendation_side_known"),
            CheckConstraint(condition=Q(band__in=Band.values), name="matchmaking_recommendation_band_known"),
            CheckConstraint(condition=Q(rank__gte=1, rank__lte=LISTED), name="matchmaking_recommendation_within_list"),
            *(
                UniqueConstraint(
                    fields=[side, *rest], condition=Q(side=side), name=f"matchmaking_recommendation_{side}_{claim}"
                )
                for side, other in ((Side.ACHIEVEMENT.value, "demand"), (Side.DEMAND.value, "achievement"))
                for rest, claim in ((["rank"], "rank_once"), ([other], "once"))
            ),
        ]

    def __str__(self):
        return f"{self.get_side_display()} {self.achievement_id}×{self.demand_id}：{self.get_band_display()}"


class Judgement(models.Model):
    """Somebody found a pair relevant or not: the set by which matching is evaluated."""

    achievement = models.ForeignKey(
        "matchmaking.Achievement", models.PROTECT, related_name="judgements", db_index=False, verbose_name="科技成果"
    )
    demand = models.ForeignKey("matchmaking.Demand", models.PROTECT, related_name="judgements", verbose_name="技术需求")
    side = models.CharField("由谁判断", max_length=20, choices=Side)
    grade = models.PositiveSmallIntegerField("相关程度", choices=Grade)
    rank = models.PositiveSmallIntegerField("当时名次", null=True, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="判断人"
    )
    made_at = models.DateTimeField("判断时间", null=True, editable=False)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推荐评价"
        default_permissions = ("view",)
        permissions = [("export_judgement", "导出")]
        constraints = [
            signed("made"),
            CheckConstraint(condition=Q(grade__in=Grade.values), name="matchmaking_judgement_grade_known"),
            CheckConstraint(condition=Q(side__in=Side.values), name="matchmaking_judgement_side_known"),
            UniqueConstraint(
                fields=["achievement", "demand", "side"],
                name="matchmaking_judgement_once_a_side",
                violation_error_message="这一方已经评价过这一对。",
            ),
        ]

    def __str__(self):
        return f"{self.get_side_display()}：{self.get_grade_display()}"


class Synonym(models.Model):
    """Two words that mean the same, as the bureau says: a text with one of them finds the other too, at half weight."""

    word = models.CharField("词", max_length=30, validators=[MinLengthValidator(2)])
    other = models.CharField("同义词", max_length=30, validators=[MinLengthValidator(2)])

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        default_permissions = ("view", "add", "change")
        constraints = [
            CheckConstraint(
                condition=~Q(word=F("other")),
                name="matchmaking_synonym_of_another",
                violation_error_message="两个词相同。",
            ),
            UniqueConstraint(
                fields=["word", "other"],
                name="matchmaking_synonym_once",
                violation_error_message="这一对同义词已经有了。",
            ),
        ]

    def __str__(self):
        return f"{self.word}＝{self.other}"
