"""A call is composed, sent to be signed, published by another (which freezes a version), revised (the next), cancelled, copied."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from bureau import front
from bureau.accounts.models import Organisation, User
from bureau.audit.book import note, record, snapshot
from bureau.workflow import Refused, Transition
from projects import budget, letters
from projects.choices import FILLABLE, CallStatus, FieldKind
from projects.formdata import schema, scheme
from projects.formdata.ready import NAMES, ready_form
from projects.formdata.terms import Line, Terms, digest
from projects.models import (
    Call,
    CallRule,
    CheckLine,
    FormField,
    FormSection,
    FormVersion,
    ReviewScheme,
    SchemeCriterion,
    Sheet,
    Window,
)

COMPOSE = Transition(
    "compose", "编制表单", (CallStatus.DRAFT, CallStatus.PUBLISHED), None, "projects.change_call"
)  # fmt: skip
SEND = Transition("send_call", "送审签", (CallStatus.DRAFT,), CallStatus.SIGNING, "projects.change_call")
RECALL = Transition("recall_call", "撤回审签", (CallStatus.SIGNING,), CallStatus.DRAFT, "projects.change_call")
RETURN = Transition("return_call", "退回", (CallStatus.SIGNING,), CallStatus.DRAFT, "projects.publish_call")
PUBLISH = Transition("publish", "签发", (CallStatus.SIGNING,), CallStatus.PUBLISHED, "projects.publish_call")
REVISE = Transition("revise_call", "修订", (CallStatus.PUBLISHED,), None, "projects.publish_call")
CANCEL = Transition("cancel_call", "取消", (CallStatus.PUBLISHED,), CallStatus.CANCELLED, "projects.publish_call")
ALL = (COMPOSE, SEND, RECALL, RETURN, PUBLISH, REVISE, CANCEL)
COPIED = (
    "category", "guide", "contact", "support_kind", "ceiling", "applicant_kinds", "recommend_quota", "check_days",
    "correction_days", "visit_places", "visit_from",
)  # fmt: skip


def composed(call: Call) -> Terms:
    """What the rows say now: the terms that publishing would freeze."""
    rows = list(call.sections.all())
    prefetch_related_objects(rows, "fields")
    sections = tuple(
        schema.Section(s.code, s.title, s.help, tuple(field.as_field() for field in s.fields.all())) for s in rows
    )
    return Terms(
        form=schema.Form(sections),
        rules=tuple(rule.as_rule() for rule in call.rules.all()),
        check_lines=tuple(Line(line.text, line.clause) for line in call.check_lines.all()),
        budget_rules=call.budget_rules,
        ceiling=call.ceiling,
        applicant_kinds=tuple(call.applicant_kinds),
        scheme=row.as_scheme() if (row := ReviewScheme.objects.filter(call=call).first()) else None,
    )


def faults(call: Call, terms: Terms | None = None) -> list[str]:
    """Sentences on what keeps the call from being published; ``terms`` are those composed now, where they are known."""
    terms = terms or composed(call)
    found = schema.faults(terms.form)
    if terms.form.of_kind(FieldKind.BUDGET) and not terms.rules_of_budget:
        found.append("表单有预算表，须选定预算科目。")
    if not terms.check_lines:
        found.append("还没有形式审查清单。")
    if not call.guide.strip():
        found.append("还没有写申报指南。")
    return found + (scheme.faults(terms.scheme) if terms.scheme else [])


def use_form(call: Call, *, by: User, code: str) -> None:
    """Compose the call of a form that is ready; what was composed before goes."""
    with COMPOSE(call, by=by, reason=NAMES[code]):
        call.sections.all().delete()
        _write_rows(call, ready_form(code))
        if ready_form(code).of_kind(FieldKind.BUDGET) and not call.budget_rules:
            call.budget_rules = budget.usual_for(call.plan_year).code


def use_scheme(call: Call, *, by: User, code: str) -> None:
    """Let the call be reviewed by a scheme that is ready; what was composed before goes."""
    with COMPOSE(call, by=by, reason=scheme.NAMES[code]):
        _write_scheme(call, scheme.ready_scheme(code))


def _write_scheme(call: Call, made: scheme.Scheme) -> None:
    ReviewScheme.objects.filter(call=call).delete()
    row = ReviewScheme.objects.create(
        call=call, aggregation=made.aggregation, least_reviews=made.least_reviews, spread_limit=made.spread_limit,
        is_blind=made.is_blind, replaces_recused=made.replaces_recused, comment_least=made.comment_least, asks_amount=made.asks_amount,
        panel_use=made.panel_use, panel_share=made.panel_share, panel_secret=made.panel_secret,
    )  # fmt: skip
    SchemeCriterion.objects.bulk_create(
        SchemeCriterion(
            scheme=row, position=place, code=one.code, label=one.label, weight=one.weight, most=one.most, help=one.help,
            anchors=scheme.write_anchors(one.anchors), comment_least=one.comment_least, tie=one.tie,
        )
        for place, one in enumerate(made.criteria)
    )  # fmt: skip


def _write_rows(call: Call, form: schema.Form) -> None:
    for place, section in enumerate(form.sections):
        row = FormSection.objects.create(
            call=call, position=place, code=section.code, title=section.title, help=section.help
        )
        FormField.objects.bulk_create(_field_row(row, number, field) for number, field in enumerate(section.fields))


def _field_row(section: FormSection, position: int, field: schema.Field) -> FormField:
    lines = schema.write_columns(field.columns) if field.kind == FieldKind.TABLE else "\n".join(field.options)
    return FormField(
        section=section, position=position, code=field.code, label=field.label, kind=field.kind, help=field.help,
        is_required=field.is_required, least=field.least, most=field.most, meaning=field.meaning, choices=lines,
        shown_if=field.shown_if, shown_value=field.shown_value, clause=field.clause,
    )  # fmt: skip


@transaction.atomic
def copy(call: Call, *, by: User, plan_year: int, title: str) -> Call:
    """Next year's call out of this one: everything but the dates' year, the number of the notice and the publication."""
    if not by.has_perm("projects.add_call"):
        raise PermissionDenied("copy")
    later = (plan_year - call.plan_year) * 365
    made = Call(title=title, plan_year=plan_year, copied_from=call, budget_rules=call.budget_rules)
    for name in COPIED:
        setattr(made, name, getattr(call, name))
    for name in ("opens_at", "closes_at", "recommend_until"):
        setattr(made, name, getattr(call, name) + timedelta(days=later))
    rules = budget.RULE_SETS.get(call.budget_rules)
    if rules and rules.is_usual:
        made.budget_rules = budget.usual_for(plan_year).code
    try:
        made.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    made.save()
    terms = composed(call)
    _write_rows(made, terms.form)
    if terms.scheme:
        _write_scheme(made, terms.scheme)
    CallRule.objects.bulk_create(
        CallRule(call=made, code=r.code, limit=r.limit, words=r.words, clause=r.clause) for r in call.rules.all()
    )
    CheckLine.objects.bulk_create(
        CheckLine(call=made, position=line.position, text=line.text, clause=line.clause)
        for line in call.check_lines.all()
    )
    record(made, "add", by=by, reason=f"复制自 {call}")
    return made


def send(call: Call, *, by: User) -> None:
    """Hand what was composed to those who sign it (审签, domain.md 2.2 step 2); it cannot be changed while it lies there."""
    with SEND(call, by=by):
        _refuse_unready(call)
        call.sent_by, call.sent_at, call.returned, call.sent_digest = by, timezone.now(), "", _fingerprint(call)
        signers = User.objects.holding(PUBLISH.permission).exclude(pk=by.pk)
        letters.tell_staff(call, "call.sent", signers, person=by)


def recall(call: Call, *, by: User) -> None:
    """Take it back to go on composing, before anybody has signed."""
    with RECALL(call, by=by):
        call.sent_by = call.sent_at = None


def return_(call: Call, *, by: User, reason: str) -> None:
    """Back to whoever sent it, with what is to be changed."""
    if not reason.strip():
        raise Refused("请写明退回的意见。")
    with RETURN(call, by=by, reason=reason):
        author, call.returned = call.sent_by, reason.strip()
        call.sent_by = call.sent_at = None
        letters.tell_staff(call, "call.returned", author, reason=call.returned)


def _fingerprint(call: Call) -> str:
    """Of all that a person signs: the call's own fields and what has been composed in rows."""
    own = {field.name: str(field.value_from_object(call)) for field in call._meta.concrete_fields if field.editable}
    return digest({"call": own, "terms": composed(call).as_json()})


def _refuse_unready(call: Call) -> None:
    if call.closes_at <= timezone.now():
        raise Refused("申报截止时间已过，请先改期限。")
    if found := faults(call):
        raise Refused("还不能发布：" + "".join(found))


def publish(call: Call, *, by: User) -> None:
    """Sign what another sent and open the call to the public; what it asks is frozen as version 1."""
    with PUBLISH(call, by=by):
        if call.sent_by == by:
            raise Refused("送审签的人不能签发自己送的批次，请由另一位签发。")
        _refuse_unready(call)
        if _fingerprint(call) != call.sent_digest:
            raise Refused("送审签之后内容有改动，请退回，重新送审签。")
        call.published_by, call.published_at = by, timezone.now()
        _freeze(call, by=by, words="")
        letters.tell_staff(call, "call.signed", call.sent_by, person=by)
        front.changed()


def revise(call: Call, *, by: User, words: str, **values) -> FormVersion:
    """Change a published call: its fields and whatever has been composed since; freezes the next version."""
    if not words.strip():
        raise Refused("请写明改了什么、为什么。")
    with REVISE(call, by=by, reason=words):
        for name, value in values.items():
            setattr(call, name, value)
        before = call.versions.last()
        if before.terms.scheme != composed(call).scheme and Sheet.objects.filter(assignment__round__call=call).exists():
            raise Refused("已有专家开始评分，评审方案不能再改。")
        version = _freeze(call, by=by, words=words.strip())
        _hand_on(call, version, schema.differences(before.form, version.form))
        front.changed()
        return version


def _hand_on(call: Call, version: FormVersion, changes: list[str]) -> None:
    """What is still being filled in goes on under the new version; its people and those who handed in are told."""
    call.applications.filter(status__in=FILLABLE).update(version=version)
    letters.tell_touched(call, "call_revised", reason=version.note, changes="".join(changes), key=str(version.number))


def _freeze(call: Call, *, by: User, words: str) -> FormVersion:
    if found := faults(call):
        raise Refused("还不能发布：" + "".join(found))
    content = composed(call).as_json()
    latest = call.versions.last()
    version = FormVersion(
        call=call, number=(latest.number if latest else 0) + 1, content=content, digest=digest(content), note=words,
        published_by=by, published_at=timezone.now(),
    )  # fmt: skip
    version.save(force_insert=True)
    return version


def cancel(call: Call, *, by: User, reason: str) -> None:
    """Take a published call back, for a reason that everybody reads."""
    if not reason.strip():
        raise Refused("请写明取消的理由。")
    with CANCEL(call, by=by, reason=reason):
        call.reason = reason.strip()
        letters.tell_touched(call, "call_cancelled", reason=call.reason, key="once")
        front.changed()


def set_window(
    call: Call,
    *,
    by: User,
    unit: Organisation,
    closes_at: datetime,
    recommend_until: datetime,
    quota: int | None = None,
) -> Window:
    """Give a recommending unit deadlines and a quota of its own, or change them."""
    with COMPOSE(call, by=by, reason=f"{unit} 的期限与名额"):
        window = Window.objects.filter(call=call, unit=unit).first() or Window(call=call, unit=unit)
        before = snapshot(window) if window.pk else {}
        window.closes_at, window.recommend_until, window.quota = closes_at, recommend_until, quota
        try:
            window.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        window.save()
        changes = {k: [before.get(k), v] for k, v in snapshot(window).items() if before.get(k) != v}
        note("set_window", by=by, subject=str(window), changes=changes, model=call._meta.label_lower, object_id=call.pk)
    return window
