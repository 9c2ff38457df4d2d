"""What keeps an application from being handed in: one list, each line with its field and the notice's clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Organisation
from projects import agreeing, budget, eligibility
from projects.choices import FieldKind, Meaning
from projects.facts import facts_for
from projects.formdata import values as formdata
from projects.formdata.schema import Field
from projects.formdata.terms import Terms
from projects.models import Application, Attachment, Call, TeamMember


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is missing or breaks a rule."""

    text: str
    section: str = ""
    field: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Draft:
    """All that an application says now, read once."""

    application: Application
    terms: Terms
    values: dict
    revisions: dict[str, int]
    team: tuple[TeamMember, ...]
    files: tuple[Attachment, ...]
    agreed: frozenset  # Codes of fields and keys of members whose sensitive data may be kept.


def read_draft(application: Application) -> Draft:
    """Read everything that has been filled in."""
    answers, team = list(application.answers.all()), tuple(application.team.all())
    fields = application.version.form.fields
    asked = [answer for answer in answers if answer.code in fields and agreeing.is_asked_for(fields[answer.code])]
    return Draft(
        application=application,
        terms=application.version.terms,
        values={answer.code: answer.value for answer in answers},
        revisions={answer.code: answer.revision for answer in answers},
        team=team,
        files=tuple(application.attachments.current()),
        agreed=frozenset(agreeing.agreed_fields(asked) | agreeing.agreed_members(team)),
    )


def problems(draft: Draft, *, today: date) -> list[Problem]:
    """Everything, in the order of the form; what concerns the unit comes first."""
    found = _rule_problems(draft, today)
    own = [
        problem for field in formdata.shown(draft.terms.form, draft.values) for problem in field_problems(draft, field)
    ]
    order = {code: place for place, code in enumerate(draft.terms.form.fields, 1)}
    return sorted([*found, *own], key=lambda problem: order.get(problem.field, 0))


def field_problems(draft: Draft, field: Field) -> list[Problem]:
    """What one field lacks by itself."""
    if field.kind == FieldKind.TEAM:
        said = team_problems(field, draft.team) + [
            f"{member.name}的身份证号还没有单独同意，请在“修改”中告知本人后勾选。"
            for member in draft.team
            if member.id_number and member.pk not in draft.agreed
        ]
    elif field.kind == FieldKind.FILE:
        said = _file_problems(field, [file for file in draft.files if file.code == field.code])
    elif field.kind == FieldKind.BUDGET:
        said = budget_problems(draft.terms, draft.values.get(field.code) or {})
    else:
        value = draft.values.get(field.code, formdata.empty(field))
        said = formdata.problems(field, value)
        if value and agreeing.is_asked_for(field) and field.code not in draft.agreed:
            said = [*said, f"“{field.label}”是敏感个人信息，还没有勾选单独同意。"]
    home = draft.terms.form.home_of[field.code].code
    return [Problem(text, home, field.code, field.clause) for text in said]


def budget_problems(terms: Terms, value: dict) -> list[str]:
    """What the budget breaks, cell by cell, then as a whole."""
    rules = terms.rules_of_budget
    if rules is None:
        return []
    lines, wrong = formdata.read_budget(value, rules)
    return [*wrong, *budget.findings(lines, rules, terms.ceiling)]


def team_problems(field: Field, team: Sequence[TeamMember]) -> list[str]:
    """Too few, too many, or somebody who has not said yes."""
    found = []
    if len(team) < max(field.least or 0, field.is_required):
        found.append(f"“{field.label}”至少 {max(field.least or 0, 1)} 人，现有 {len(team)} 人。")
    if field.most and len(team) > field.most:
        found.append(f"“{field.label}”至多 {field.most} 人，现有 {len(team)} 人。")
    for member in team:
        if not member.id_number:
            found.append(f"{member.name}没有填身份证号。")
        if member.declined_at:
            found.append(f"{member.name}已拒绝参加，请从项目组移除或与本人核对。")
        elif not member.confirmed_at:
            found.append(f"{member.name}还没有本人确认，请发送确认链接。")
    return found


def _file_problems(field: Field, files: list) -> list[str]:
    if field.is_required and not files:
        return [f"还没有上传“{field.label}”。"]
    if field.most and len(files) > field.most:
        return [f"“{field.label}”至多 {field.most} 份，现有 {len(files)} 份。"]
    return []


def _rule_problems(draft: Draft, today: date) -> list[Problem]:
    application, form = draft.application, draft.terms.form
    facts = facts_for(
        application.call, application.organisation, today=today, application=application, terms=draft.terms,
        values=draft.values, team=draft.team,
    )  # fmt: skip
    money = (form.of_kind(FieldKind.BUDGET) or [form.meant(Meaning.REQUESTED)])[0]
    fields = {
        "title": form.meant(Meaning.TITLE), "novelty": form.meant(Meaning.NOVELTY), "budget": money,
        "team": (form.of_kind(FieldKind.TEAM) or [None])[0],
    }  # fmt: skip
    found = [Problem(words) for words in kind_problems(draft.terms, application.organisation)]
    for finding in eligibility.findings(draft.terms.rules, facts):
        field = fields.get(finding.about)
        home = form.home_of[field.code].code if field else ""
        found.append(Problem(finding.text, home, field.code if field else "", finding.clause))
    if (
        money
        and money.kind == FieldKind.MONEY
        and facts.fiscal
        and draft.terms.ceiling
        and facts.fiscal > draft.terms.ceiling
    ):
        words = f"申请 {budget.wan(facts.fiscal)} 万元，超过本批上限 {budget.wan(draft.terms.ceiling)} 万元。"
        found.append(Problem(words, form.home_of[money.code].code, money.code))
    return found


def kind_problems(terms: Terms, organisation: Organisation) -> list[str]:
    """Whether the call is for units of this kind at all."""
    if terms.applicant_kinds and organisation.kind not in terms.applicant_kinds:
        kinds = "、".join(OrganisationKind(kind).label for kind in terms.applicant_kinds)
        return [f"本批次面向{kinds}，贵单位登记为{organisation.get_kind_display()}。"]
    return []


def why_not(call: Call, terms: Terms, organisation: Organisation, *, today: date) -> list[Problem]:
    """What keeps a unit from answering a call, whatever it would write."""
    facts = facts_for(call, organisation, today=today)
    found = [Problem(words) for words in kind_problems(terms, organisation)]
    return [*found, *(Problem(f.text, clause=f.clause) for f in eligibility.about_unit(terms.rules, facts))]
