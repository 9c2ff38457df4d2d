"""What the members of a panel say of its items: who leaves the room, the ballots, what was looked at, the opinion."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import iff, signed
from projects.choices import OpinionStatus, PanelResult, Vote
from projects.models.experts import _at, _by
from projects.querysets import BallotQuerySet, OpinionQuerySet, PanelPartQuerySet

from .panels import AgendaItem, PanelMember

# A ballot is taken while its item is open, from a member who is in the room and need not step aside. As an assignment and a
# recusal do, it first holds the expert's row, so that a recusal that comes at once sees it. Of a secret ballot the choice is
# added to the item's counts and forgotten: no row of any table says who voted what. Nobody enters a ballot for a member who has an
# account, nor a secret one for anybody: whoever entered it would know it.
GUARD_BALLOT = """
IF TG_OP = 'UPDATE' THEN
    IF NEW.blocked_at IS DISTINCT FROM OLD.blocked_at AND NEW.choice = OLD.choice AND NEW.turn = OLD.turn
            AND NEW.total IS NOT DISTINCT FROM OLD.total AND NEW.item_id = OLD.item_id AND NEW.member_id = OLD.member_id THEN
        RETURN NEW;
    END IF;
END IF;
SELECT * INTO sitter FROM projects_panelmember WHERE id = NEW.member_id;
PERFORM 1 FROM projects_expert WHERE id = sitter.expert_id FOR NO KEY UPDATE;
SELECT * INTO thing FROM projects_agendaitem WHERE id = NEW.item_id FOR NO KEY UPDATE;
SELECT * INTO held FROM projects_panel WHERE id = thing.panel_id;
IF EXISTS (SELECT 1 FROM projects_recusal WHERE expert_id = sitter.expert_id AND application_id = thing.application_id
           AND lifted_at IS NULL)
        OR EXISTS (SELECT 1 FROM projects_leaving WHERE item_id = thing.id AND member_id = sitter.id) THEN
    RAISE EXCEPTION 'projects_ballot_recused: member % must not judge item %', sitter.id, thing.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF held.status <> 'sitting' OR thing.status <> 'open' OR NEW.turn <> thing.turn THEN
    RAISE EXCEPTION 'projects_ballot_closed: item % takes no ballot', thing.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF sitter.panel_id <> thing.panel_id OR sitter.status <> 'accepted' OR NOT sitter.is_present THEN
    RAISE EXCEPTION 'projects_ballot_absent: member % is not in the room', sitter.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF (held.mode = 'votes') <> (NEW.choice <> '') OR (held.mode = 'scores') <> (NEW.total IS NOT NULL)
        OR (held.mode = 'votes' AND TG_OP = 'UPDATE') THEN
    RAISE EXCEPTION 'projects_ballot_of_its_mode: panel % takes %', held.id, held.mode
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF NEW.entered_by_id IS NOT NULL AND (held.is_secret
        OR EXISTS (SELECT 1 FROM projects_expert WHERE id = sitter.expert_id AND user_id IS NOT NULL)) THEN
    RAISE EXCEPTION 'projects_ballot_own_hand: member % gives the own ballot', sitter.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF held.is_secret THEN
    UPDATE projects_agendaitem
       SET agree = agree + (NEW.choice = 'agree')::int, oppose = oppose + (NEW.choice = 'oppose')::int,
           abstain = abstain + (NEW.choice = 'abstain')::int
     WHERE id = thing.id;
    NEW.choice := '';
END IF;
RETURN NEW;
"""


DECLARES = [("sitter", "projects_panelmember%ROWTYPE"), ("thing", "projects_agendaitem%ROWTYPE"), ("held", "projects_panel%ROWTYPE")]  # fmt: skip


# Signed by the 组长 of the item alone; afterwards it opens again only for a reason.
LOCK_OPINION = """
IF OLD.status = 'signed' AND (NEW.status <> 'draft' OR NEW.reopen_reason = '' OR NEW.reopened_at IS NULL
        OR NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at OR NEW.text <> OLD.text
        OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.result <> OLD.result) THEN
    RAISE EXCEPTION 'projects_opinion_locked: opinion % is signed', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF NEW.status = 'signed' AND OLD.status <> 'signed' AND NOT EXISTS (
        SELECT 1 FROM projects_agendaitem i
          JOIN projects_panelmember m ON m.id = coalesce(i.acting_id,
               (SELECT id FROM projects_panelmember WHERE panel_id = i.panel_id AND is_chair))
          JOIN projects_expert e ON e.id = m.expert_id
         WHERE i.id = NEW.item_id AND i.status = 'closed' AND e.user_id = NEW.signed_by_id) THEN
    RAISE EXCEPTION 'projects_opinion_signed_by_the_chair: opinion %', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
"""


class Leaving(models.Model):
    """回避离场: a member left the room for an item, and is neither present for it nor a voter."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="leavings", verbose_name="会评项目")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="leavings", verbose_name="会评专家")
    reason = models.CharField("情形", max_length=300)
    left_at = _at("离场时间", null=False)

    objects = PanelPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回避离场"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["item", "member"], name="projects_leaving_once"),
            CheckConstraint(condition=~Q(reason=""), name="projects_leaving_says_why"),
        ]
        triggers = [pgtrigger.Protect(name="leaving_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.member}回避“{self.item}”"


class Ballot(models.Model):
    """What a member gives for an item in one turn: a vote, or marks. A secret one says only that it was given."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots", verbose_name="会评项目")
    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="ballots", verbose_name="会评专家")
    turn = models.PositiveSmallIntegerField("第几次评议")
    choice = models.CharField("表决", max_length=10, choices=Vote, blank=True)
    marks = models.JSONField("逐项评分", default=dict, blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True, blank=True)
    comment = models.TextField("意见", blank=True, max_length=2000)
    cast_at = _at("提交时间", null=False)
    entered_by = _by("代录人")  # From the paper that a member without an account has signed.
    entered_at = _at("代录时间")
    blocked_at = _at("因回避不计时间")  # Written by the database when a Recusal comes later.

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会评评分与表决"
        default_permissions = ()
        ordering = ["member__number"]
        constraints = [
            signed("entered"),
            UniqueConstraint(
                fields=["item", "member", "turn"],
                name="projects_ballot_one_each",
                violation_error_message="您已提交，每人一票。",
            ),
            CheckConstraint(
                condition=Q(total=None) | Q(total__gte=0, total__lte=100), name="projects_ballot_total_of_a_hundred"
            ),
            CheckConstraint(condition=Q(choice="") | Q(choice__in=Vote.values), name="projects_ballot_choice_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="ballot_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="guard_ballot",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=DECLARES,
                func=GUARD_BALLOT,
            ),
        ]

    def __str__(self):
        return f"{self.item}·专家 {self.member.number:02d}"


class PanelView(models.Model):
    """That a member opened a material of an item: what, when. Written, never changed."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="views", verbose_name="会评项目")
    what = models.CharField("材料", max_length=255)
    viewed_by = _by("查看人", null=False)
    viewed_at = _at("查看时间", null=False)

    objects = PanelPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会评材料查看记录"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [signed("viewed")]
        triggers = [pgtrigger.Protect(name="panelview_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.what


class Opinion(models.Model):
    """专家组意见: what the panel says of one application; the 组长 signs it, and then it stays as it is."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="opinion", verbose_name="会评项目")
    status = models.CharField("状态", max_length=10, choices=OpinionStatus, default=OpinionStatus.DRAFT, editable=False)
    result = models.CharField("结论", max_length=20, choices=PanelResult, editable=False)
    text = models.TextField("专家组意见", max_length=5000, blank=True)
    amount = models.DecimalField("建议资助经费（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    revision = models.PositiveIntegerField("保存次数", default=0, editable=False)
    is_by_secretary = models.BooleanField("由工作人员代为起草", default=False, editable=False)
    written_by = _by("起草人")
    written_at = _at("起草时间")
    signed_by = _by("签字人")
    signed_at = _at("签字时间")
    reopened_by = _by("退回人")
    reopened_at = _at("退回时间")
    reopen_reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专家组意见"
        default_permissions = ("view",)
        permissions = [("write_opinion", "代为起草"), ("reopen_opinion", "退回已签字的")]
        constraints = [
            *(signed(verb) for verb in ("written", "signed", "reopened")),
            CheckConstraint(
                condition=iff(Q(status=OpinionStatus.SIGNED), Q(signed_at__isnull=False)),
                name="projects_opinion_signed_iff_dated",
            ),
            CheckConstraint(
                condition=Q(status=OpinionStatus.DRAFT) | ~Q(text=""),
                name="projects_opinion_signed_says_something",
                violation_error_message="签字前请写明专家组意见。",
            ),
            CheckConstraint(
                condition=Q(amount=None) | Q(result=PanelResult.PASSED, amount__gte=0),
                name="projects_opinion_amount_if_passed",
                violation_error_message="通过的才写建议资助经费，且不能为负数。",
            ),
            CheckConstraint(
                condition=iff(Q(reopened_at=None), Q(reopen_reason="")),
                name="projects_opinion_reopened_says_why",
                violation_error_message="退回须写明理由。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="opinion_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="lock_opinion", when=pgtrigger.Before, operation=pgtrigger.Update, func=LOCK_OPINION
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.item}·专家组意见"
