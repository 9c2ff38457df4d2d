"""How applications are judged: the scheme of a call, what each expert signs, sees and gives, and how applications stand."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Func, Q, UniqueConstraint, Value
from django.db.models.functions import Length

from bureau.constraints import iff, signed
from projects.choices import Aggregation, Familiarity, PanelResult, PanelUse, Recommendation
from projects.formdata import schema
from projects.formdata.scheme import Criterion, Scheme, read_anchors
from projects.models.experts import _at, _by
from projects.querysets import CallPartQuerySet, ReviewPartQuerySet, StandingQuerySet

# A sheet is nobody's to write while its expert has to step aside; once submitted it opens again only for a reason.
LOCK_SHEET = """
IF EXISTS (SELECT 1 FROM projects_assignment WHERE id = NEW.assignment_id
           AND (blocked_at IS NOT NULL OR status IN ('recused', 'cancelled'))) THEN
    RAISE EXCEPTION 'projects_sheet_stopped: assignment % takes no review', NEW.assignment_id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF TG_OP = 'UPDATE' THEN
    IF OLD.submitted_at IS NOT NULL AND (NEW.submitted_at IS NOT NULL OR NEW.reopen_reason = ''
            OR NEW.reopened_at IS NULL OR NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at
            OR NEW.marks IS DISTINCT FROM OLD.marks OR NEW.comment IS DISTINCT FROM OLD.comment) THEN
        RAISE EXCEPTION 'projects_sheet_locked: sheet % is submitted', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END IF;
RETURN NEW;
"""
CODE = RegexValidator(schema.CODE, "代码须是小写字母开头的字母、数字和下划线。")


class ReviewScheme(models.Model):
    """The review scheme of a call while it is being composed; publishing freezes it with the form."""

    call = models.OneToOneField("projects.Call", models.CASCADE, related_name="scheme", verbose_name="申报批次")
    aggregation = models.CharField("计分方法", max_length=20, choices=Aggregation, default=Aggregation.MEAN)
    least_reviews = models.PositiveSmallIntegerField("有效评审不少于（份）", default=3)
    spread_limit = models.DecimalField(
        "分差提示（分）",
        max_digits=5,
        decimal_places=2,
        default=20,
        help_text="最高分减最低分大于此值的，提示请更多专家评审。",
    )
    is_blind = models.BooleanField(
        "盲评", default=False, help_text="专家看不到申报单位、人员和联系方式；文件名和文件属性一并隐去。"
    )
    replaces_recused = models.BooleanField(
        "后来的回避自动改派",
        default=False,
        help_text="评审中新发现须回避的，系统自动改派；不勾选的只停止评分并提醒工作人员。专家本人声明回避的总是自动改派。",
    )
    comment_least = models.PositiveSmallIntegerField("总体意见不少于（字）", default=100)
    asks_amount = models.BooleanField("请专家建议经费额度", default=True)
    panel_use = models.CharField("会评得分的作用", max_length=20, choices=PanelUse, default=PanelUse.ACCOMPANIES)
    panel_share = models.DecimalField(
        "会评权重（%）", max_digits=4, decimal_places=1, default=50, help_text="按权重合计时用，其余为网评的权重。"
    )
    panel_secret = models.BooleanField(
        "会评表决无记名", default=False, help_text="任何人（含工作人员和导出）都看不到谁投了什么票，只有票数。"
    )

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审方案"
        default_permissions = ("view", "change")
        constraints = [
            CheckConstraint(
                condition=Q(least_reviews__gte=1, spread_limit__gt=0),
                name="projects_reviewscheme_asks_for_reviews",
                violation_error_message="有效评审至少 1 份，分差提示须大于 0。",
            ),
            CheckConstraint(
                condition=Q(panel_share__gt=0, panel_share__lt=100),
                name="projects_reviewscheme_panel_shares",
                violation_error_message="会评权重须大于 0、小于 100。",
            ),
        ]

    def __str__(self):
        return f"{self.call}·评审方案"

    def as_scheme(self) -> Scheme:
        """The scheme as the pure functions take it."""
        names = (
            "aggregation",
            "least_reviews",
            "is_blind",
            "replaces_recused",
            "comment_least",
            "asks_amount",
            "panel_use",
            "panel_secret",
        )
        return Scheme(
            criteria=tuple(row.as_criterion() for row in self.criteria.all()),
            spread_limit=self.spread_limit.normalize(),
            panel_share=self.panel_share.normalize(),
            **{name: getattr(self, name) for name in names},
        )


class SchemeCriterion(models.Model):
    """One criterion of a scheme while it is being composed."""

    scheme = models.ForeignKey(ReviewScheme, models.CASCADE, related_name="criteria", verbose_name="评审方案")
    position = models.PositiveSmallIntegerField("次序", default=0)
    code = models.CharField("代码", max_length=40, validators=[CODE])
    label = models.CharField("指标", max_length=60)
    weight = models.DecimalField("权重（合计 100）", max_digits=5, decimal_places=2)
    most = models.DecimalField("满分", max_digits=5, decimal_places=1)
    help = models.CharField("评分要点", max_length=500, blank=True)
    anchors = models.TextField("分档", blank=True, max_length=1000, help_text="一行一档，例如“国际先进：9-10”。")
    comment_least = models.PositiveSmallIntegerField("说明不少于（字）", default=0)
    tie = models.PositiveSmallIntegerField(
        "同分比较次序", null=True, blank=True, help_text="总分相同时先比次序 1 的指标；不填不比。"
    )

    objects = CallPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审指标"
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["scheme", "code"],
                name="projects_schemecriterion_one_per_code",
                violation_error_message="指标代码重复。",
            ),
            CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100, most__gt=0) & (Q(tie=None) | Q(tie__gte=1)),
                name="projects_schemecriterion_counts",
                violation_error_message="权重须大于 0、不超过 100，满分须大于 0，同分次序从 1 起。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.label

    def clean(self):
        """Ranges are written one a line."""
        try:
            read_anchors(self.anchors)
        except schema.Malformed as error:
            raise ValidationError({"anchors": str(error)}) from error

    def as_criterion(self) -> Criterion:
        """The criterion as the scheme has it."""
        return Criterion(
            code=self.code, label=self.label, weight=self.weight.normalize(), most=self.most.normalize(), help=self.help,
            anchors=read_anchors(self.anchors), comment_least=self.comment_least, tie=self.tie,
        )  # fmt: skip


class _ReviewPart(models.Model):
    objects = ReviewPartQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()


class Pledge(models.Model):
    """What an expert signs before seeing anything of a round: to keep it confidential, and to have no interest in it."""

    round = models.ForeignKey("projects.ReviewRound", models.PROTECT, related_name="pledges", verbose_name="评审轮次")
    expert = models.ForeignKey("projects.Expert", models.PROTECT, related_name="pledges", verbose_name="专家")
    text = models.TextField("承诺书")
    signed_by = _by("签署人", null=False, help_text="签在纸上的，为登记人。")
    signed_at = _at("签署时间", null=False)
    is_on_paper = models.BooleanField("签在纸上，由工作人员登记", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评审承诺书"
        default_permissions = ()
        constraints = [
            signed("signed"),
            UniqueConstraint(fields=["round", "expert"], name="projects_pledge_once"),
        ]
        triggers = [pgtrigger.Protect(name="pledge_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.round}·{self.expert}"


class Sheet(_ReviewPart):
    """What one expert says of one application. ``marks`` hold what was typed; ``total`` is fixed at submitting."""

    assignment = models.OneToOneField(
        "projects.Assignment", models.PROTECT, related_name="sheet", verbose_name="评审任务"
    )
    version = models.ForeignKey("projects.FormVersion", models.PROTECT, related_name="+", verbose_name="评审方案版本")
    marks = models.JSONField("逐项评分", default=dict, blank=True)
    comment = models.TextField("总体意见", blank=True, max_length=5000)
    comment_length = models.GeneratedField(
        expression=Length(Func("comment", Value(r"\s"), Value(""), Value("g"), function="regexp_replace")),
        output_field=models.PositiveIntegerField(),
        verbose_name="总体意见字数",
        db_persist=True,
    )  # Without blanks, as the demanded length counts.
    recommendation = models.CharField("立项建议", max_length=20, choices=Recommendation, blank=True)
    amount = models.CharField("建议经费额度（万元）", max_length=20, blank=True)
    familiarity = models.CharField("熟悉程度", max_length=20, choices=Familiarity, blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True, editable=False)
    revision = models.PositiveIntegerField("保存次数", default=0)
    saved_at = _at("保存时间")
    submitted_by = _by("提交人")
    submitted_at = _at("提交时间")
    reopened_by = _by("退回人")
    reopened_at = _at("退回时间")
    reopen_reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)

    class Meta(_ReviewPart.Meta):
        verbose_name = verbose_name_plural = "专家评分表"
        default_permissions = ("view",)
        permissions = [("reopen_sheet", "退回重评"), ("rank_sheet", "评审看板：计算排名、催办与导出")]
        # Sheets are long; whoever measures experts reads this index instead of them.
        indexes = [
            models.Index(
                fields=["assignment"],
                include=["total", "comment_length", "version"],
                name="sheet_figures_by_assignment",
            )
        ]
        constraints = [
            signed("submitted"),
            signed("reopened"),
            CheckConstraint(
                condition=iff(Q(submitted_at=None), Q(total=None)),
                name="projects_sheet_submitted_iff_totalled",
            ),
            CheckConstraint(
                condition=Q(submitted_at=None) | ~Q(comment="") & ~Q(recommendation="") & ~Q(familiarity=""),
                name="projects_sheet_submitted_is_whole",
                violation_error_message="提交须有总体意见、立项建议和熟悉程度。",
            ),
            CheckConstraint(
                condition=iff(Q(reopened_at=None), Q(reopen_reason="")),
                name="projects_sheet_reopened_says_why",
                violation_error_message="退回重评须写明理由。",
            ),
            CheckConstraint(
                condition=Q(total=None) | Q(total__gte=0, total__lte=100), name="projects_sheet_total_of_a_hundred"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sheet_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="lock_sheet",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=LOCK_SHEET,
            ),
        ]

    def __str__(self):
        return str(self.assignment)


class MaterialView(_ReviewPart):
    """That an expert opened a material of an application: what, when. Written, never changed."""

    assignment = models.ForeignKey("projects.Assignment", models.PROTECT, related_name="views", verbose_name="评审任务")
    what = models.CharField("材料", max_length=255)
    viewed_by = _by("查看人", null=False)
    viewed_at = _at("查看时间", null=False)

    class Meta(_ReviewPart.Meta):
        verbose_name = verbose_name_plural = "材料查看记录"
        ordering = ["pk"]
        constraints = [signed("viewed")]
        triggers = [pgtrigger.Protect(name="view_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.what


class Standing(models.Model):
    """How an application stands among those of its call, out of the sheets that were submitted."""

    application = models.OneToOneField(
        "projects.Application", models.PROTECT, related_name="standing", verbose_name="申报"
    )
    call = models.ForeignKey("projects.Call", models.PROTECT, related_name="standings", verbose_name="申报批次")
    count = models.PositiveSmallIntegerField("有效评审（份）", default=0)
    mean = models.DecimalField("平均分", max_digits=5, decimal_places=2, null=True)
    online_score = models.DecimalField("网评得分", max_digits=6, decimal_places=2, null=True)
    panel_score = models.DecimalField("会评得分", max_digits=5, decimal_places=2, null=True)
    panel_result = models.CharField("会评结论", max_length=20, choices=PanelResult, blank=True)
    score = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True)
    high = models.DecimalField("最高分", max_digits=5, decimal_places=2, null=True)
    low = models.DecimalField("最低分", max_digits=5, decimal_places=2, null=True)
    is_dispersed = models.BooleanField("分差过大", default=False)
    is_enough = models.BooleanField("评审份数足够", default=False)
    place = models.PositiveIntegerField("名次", null=True)
    computed_at = _at("排名时间")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审排名"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["call", "place", "id"], name="standing_by_place")]
        constraints = [
            CheckConstraint(condition=iff(Q(place=None), Q(score=None)), name="projects_standing_placed_iff_scored"),
            CheckConstraint(
                condition=iff(Q(count=0), Q(mean=None, high=None, low=None)),
                name="projects_standing_counted_iff_measured",
            ),
            CheckConstraint(
                condition=Q(place=None) | Q(is_enough=True) | Q(panel_score__isnull=False),
                name="projects_standing_placed_has_enough",
            ),
            CheckConstraint(
                condition=Q(panel_score=None) | ~Q(panel_result=""), name="projects_standing_panel_score_of_a_result"
            ),
        ]

    def __str__(self):
        return str(self.application)

    @property
    def spread(self):
        """Highest less lowest; None while nobody has judged."""
        return self.high - self.low if self.count else None
