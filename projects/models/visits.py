"""A visit to the applicant (现场考察): who went when, what they found, what they advise, who signed it."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import iff, signed
from projects.choices import VisitConclusion, VisitStatus
from projects.models.experts import _at, _by
from projects.querysets import SiteVisitQuerySet, VisitMemberQuerySet

EXPERTS_AT_LEAST = 2  # domain.md 2.2 step 12: officers and two experts at least.
# What is done was signed by everybody who went: an officer and two experts at least, none of whom should have stepped aside.
DEMAND_SIGNATURES = f"""
IF NEW.status = 'done' AND (
    EXISTS (SELECT 1 FROM projects_visitmember WHERE visit_id = NEW.id AND signed_at IS NULL)
    OR (SELECT count(*) FROM projects_visitmember WHERE visit_id = NEW.id AND expert_id IS NOT NULL) < {EXPERTS_AT_LEAST}
    OR NOT EXISTS (SELECT 1 FROM projects_visitmember WHERE visit_id = NEW.id AND officer_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM projects_visitmember m JOIN projects_recusal r ON r.expert_id = m.expert_id
                WHERE m.visit_id = NEW.id AND r.application_id = NEW.application_id AND r.lifted_at IS NULL)) THEN
    RAISE EXCEPTION 'projects_sitevisit_signed_by_all: visit % lacks a signature, an officer or an expert who may judge', NEW.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""
# As an assignment: it first holds the expert's row, so that a recusal that comes at once is seen.
REFUSE_RECUSED = """
IF NEW.expert_id IS NULL THEN
    RETURN NEW;
END IF;
PERFORM 1 FROM projects_expert WHERE id = NEW.expert_id FOR NO KEY UPDATE;
IF EXISTS (SELECT 1 FROM projects_recusal r JOIN projects_sitevisit v ON v.application_id = r.application_id
            WHERE v.id = NEW.visit_id AND r.expert_id = NEW.expert_id AND r.lifted_at IS NULL) THEN
    RAISE EXCEPTION 'projects_visitmember_recused: expert % must not visit', NEW.expert_id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""
# Of a visit that is over nothing changes any more.
KEEP_SIGNED = """
IF EXISTS (SELECT 1 FROM projects_sitevisit WHERE id = OLD.visit_id AND status <> 'planned') THEN
    RAISE EXCEPTION 'projects_visitmember_kept: visit % is over', OLD.visit_id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN coalesce(NEW, OLD);
"""


class SiteVisit(models.Model):
    """One visit to one applicant, planned, then done or called off."""

    application = models.ForeignKey("projects.Application", models.PROTECT, related_name="visits", verbose_name="申报")
    starts_at = models.DateTimeField("考察时间")
    place = models.CharField("考察地点", max_length=200)
    note = models.CharField("请申报单位准备", max_length=500, blank=True)
    status = models.CharField("状态", max_length=20, choices=VisitStatus, default=VisitStatus.PLANNED, editable=False)
    points = models.JSONField("考察情况", default=list, editable=False)
    opinion = models.TextField("考察意见", max_length=5000, blank=True, editable=False)
    conclusion = models.CharField("结论", max_length=20, choices=VisitConclusion, blank=True, editable=False)
    amount = models.DecimalField(
        "建议资助经费（元）", max_digits=14, decimal_places=2, null=True, blank=True, editable=False
    )
    reason = models.CharField("取消理由", max_length=500, blank=True, editable=False)
    created_by = _by("安排人", null=False)
    created_at = _at("安排时间", null=False)
    recorded_by = _by("记录人")
    recorded_at = _at("记录时间")
    finished_by = _by("办结人")
    finished_at = _at("办结时间")

    objects = SiteVisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场考察"
        default_permissions = ("view",)
        permissions = [("run_sitevisit", "安排、记录与办结")]
        indexes = [models.Index(fields=["status", "starts_at"], name="sitevisit_by_day")]
        constraints = [
            *(signed(verb) for verb in ("created", "recorded", "finished")),
            UniqueConstraint(
                fields=["application"],
                condition=Q(status=VisitStatus.PLANNED),
                name="projects_sitevisit_one_planned",
                violation_error_message="该项目已有一次待考察的安排。",
            ),
            CheckConstraint(
                condition=iff(Q(status=VisitStatus.DONE), Q(finished_at__isnull=False)),
                name="projects_sitevisit_done_iff_finished",
            ),
            CheckConstraint(
                condition=iff(Q(recorded_at__isnull=False), ~Q(conclusion="") & ~Q(opinion="")),
                name="projects_sitevisit_recorded_iff_concluded",
                violation_error_message="考察须写明意见和结论。",
            ),
            CheckConstraint(
                condition=Q(finished_at=None) | Q(recorded_at__isnull=False),
                name="projects_sitevisit_finished_is_recorded",
                violation_error_message="请先记录考察情况和意见。",
            ),
            CheckConstraint(
                condition=iff(Q(status=VisitStatus.CANCELLED), ~Q(reason="")),
                name="projects_sitevisit_cancelled_iff_told",
                violation_error_message="取消须写明理由。",
            ),
            CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="projects_sitevisit_amount_not_negative",
                violation_error_message="建议资助经费不能为负数。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="demand_signatures", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update,
                func=DEMAND_SIGNATURES,
            ),
            pgtrigger.Protect(name="visit_kept", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.application}的现场考察"


class VisitMember(models.Model):
    """Somebody who goes: an expert of the bank or a person of the bureau; signs what was found, on the portal or on paper."""

    visit = models.ForeignKey(SiteVisit, models.PROTECT, related_name="members", verbose_name="现场考察")
    expert = models.ForeignKey(
        "projects.Expert", models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="专家"
    )
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本局人员"
    )
    signed_by = _by("签字登记人")
    signed_at = _at("签字时间")
    is_on_paper = models.BooleanField("纸质签字", default=False, editable=False)

    objects = VisitMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考察人员"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            signed("signed"),
            CheckConstraint(
                condition=iff(Q(expert=None), Q(officer__isnull=False)),
                name="projects_visitmember_expert_or_officer",
                violation_error_message="考察人员须是一名专家或一名本局人员。",
            ),
            UniqueConstraint(fields=["visit", "expert"], name="projects_visitmember_expert_once"),
            UniqueConstraint(fields=["visit", "officer"], name="projects_visitmember_officer_once"),
            CheckConstraint(
                condition=Q(is_on_paper=False) | Q(signed_at__isnull=False),
                name="projects_visitmember_paper_is_signed",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="refuse_recused_visit", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.UpdateOf("expert_id"),
                func=REFUSE_RECUSED,
            ),
            pgtrigger.Trigger(
                name="keep_signed", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=KEEP_SIGNED
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.expert or self.officer)
