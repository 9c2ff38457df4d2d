"""Drawing experts by lot: the plan, what went in, the seed, what came out, who drew and who watched."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from projects.choices import DrawChoiceKind, DrawStatus, ExpertType, Rank
from projects.models.experts import _at, _by
from projects.models.reviewing import ReviewGroup, ReviewRound
from projects.querysets import DrawPartQuerySet, DrawQuerySet


class Draw(models.Model):
    """One draw for a round. Two persons: who prepared it does not watch it; no name is shown before it is drawn."""

    round = models.ForeignKey(ReviewRound, models.PROTECT, related_name="draws", verbose_name="评审轮次")
    number = models.PositiveSmallIntegerField("第几次抽取", editable=False)
    status = models.CharField("状态", max_length=10, choices=DrawStatus, default=DrawStatus.DRAFT, editable=False)
    outside_share = models.PositiveSmallIntegerField("市外专家不少于（%）", default=0)
    least_rank = models.CharField("职称不低于", max_length=20, choices=Rank, default=Rank.ASSOCIATE)
    per_unit = models.PositiveSmallIntegerField("每组同一单位至多（人）", default=2)
    yearly_cap = models.PositiveSmallIntegerField("每人每年评审至多（次）", default=10)
    rotation_rounds = models.PositiveSmallIntegerField(
        "轮换：近几个同类轮次评过的不抽", default=0, help_text="同一计划类别的评审轮次，从最近的数起；0 为不轮换。"
    )
    consecutive_cap = models.PositiveSmallIntegerField(
        "连续参加同类评审至多（次）", default=0, help_text="已连续参加这么多次的不再抽，通常 2 次；0 为不限。"
    )
    answer_days = models.PositiveSmallIntegerField("答复期限（工作日）", default=2)
    content = models.JSONField("抽取输入", default=dict, blank=True, editable=False)
    seed = models.CharField("种子", max_length=64, blank=True, editable=False)
    result = models.JSONField("抽取结果", default=list, blank=True, editable=False)
    digest = models.CharField("指纹", max_length=64, blank=True, editable=False)
    reason = models.CharField("作废理由", max_length=500, blank=True, editable=False)
    created_by = _by("编制人", null=False)
    created_at = _at("编制时间", null=False)
    prepared_by = _by("操作人")
    prepared_at = _at("准备时间")
    supervised_by = _by("监督人")
    supervised_at = _at("抽取时间")

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专家抽取"
        default_permissions = ("view", "add", "change")
        permissions = [("supervise_draw", "监督并抽取")]
        constraints = [
            *(signed(verb) for verb in ("created", "prepared", "supervised")),
            UniqueConstraint(fields=["round", "number"], name="projects_draw_one_per_number"),
            CheckConstraint(
                condition=iff(Q(status=DrawStatus.DRAWN), ~Q(seed="") & ~Q(digest="") & Q(supervised_at__isnull=False)),
                name="projects_draw_drawn_iff_sealed",
            ),
            CheckConstraint(
                condition=~Q(status__in=(DrawStatus.PREPARED, DrawStatus.DRAWN)) | Q(prepared_at__isnull=False),
                name="projects_draw_prepared_is_dated",
            ),
            CheckConstraint(
                condition=Q(supervised_by=None) | ~Q(supervised_by=F("prepared_by")),
                name="projects_draw_watched_by_another",
                violation_error_message="监督人不能是操作人本人。",
            ),
            CheckConstraint(
                condition=Q(outside_share__lte=100, per_unit__gte=1, yearly_cap__gte=1, answer_days__gte=1),
                name="projects_draw_numbers_possible",
                violation_error_message="市外比例在 0 至 100 之间，其他数至少是 1。",
            ),
            CheckConstraint(
                condition=iff(Q(status=DrawStatus.VOID), ~Q(reason="")),
                name="projects_draw_void_iff_says_why",
                violation_error_message="作废须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.round}·第 {self.number} 次抽取"


class DrawLine(models.Model):
    """So many experts of a type and field for a group, and so many backups."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="lines", verbose_name="抽取")
    group = models.ForeignKey(
        ReviewGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="分组",
        help_text="不分组的留空。",
    )
    field = models.ForeignKey(
        "projects.ExpertiseField", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专业领域",
        help_text="含其下级领域；财务等不限领域的留空。",
    )  # fmt: skip
    type = models.CharField("专家类型", max_length=20, choices=ExpertType, default=ExpertType.TECHNICAL)
    seats = models.PositiveSmallIntegerField("人数", default=5)
    backups = models.PositiveSmallIntegerField("备选", default=5)

    objects = DrawPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽取要求"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["draw", "group", "type", "field"],
                nulls_distinct=False,
                name="projects_drawline_once",
                violation_error_message="同一组、同一类型和领域只写一行。",
            ),
            CheckConstraint(
                condition=Q(seats__gte=1),
                name="projects_drawline_asks_somebody",
                violation_error_message="人数至少 1。",
            ),
        ]

    def __str__(self):
        return f"{self.group or '不分组'}·{self.get_type_display()} {self.seats} 人"

    def clean(self):
        """The group is one of the round's."""
        if self.group_id and self.group.round_id != self.draw.round_id:
            raise ValidationError({"group": "分组不属于该评审轮次。"})


class DrawChoice(models.Model):
    """An expert who is drawn in any case, or an expert or a unit that is not, with the reason. Never beats a recusal."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="choices", verbose_name="抽取")
    kind = models.CharField("方式", max_length=10, choices=DrawChoiceKind)
    expert = models.ForeignKey(
        "projects.Expert", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="专家"
    )
    unit_name = models.CharField("单位", max_length=200, blank=True, help_text="排除整个单位时填，专家留空。")
    reason = models.CharField("理由", max_length=200)

    objects = DrawPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指定与排除"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(
                fields=["draw", "expert"],
                name="projects_drawchoice_once",
                violation_error_message="同一专家只写一行：不能既指定又排除。",
            ),
            CheckConstraint(
                condition=iff(Q(expert=None), ~Q(unit_name="")),
                name="projects_drawchoice_of_one_thing",
                violation_error_message="写明专家或单位，两者选一。",
            ),
            CheckConstraint(
                condition=~Q(kind=DrawChoiceKind.INCLUDE) | Q(expert__isnull=False),
                name="projects_drawchoice_includes_an_expert",
                violation_error_message="指定抽入的须是专家，不能是单位。",
            ),
            CheckConstraint(
                condition=~Q(reason=""),
                name="projects_drawchoice_says_why",
                violation_error_message="须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.expert or self.unit_name}"
