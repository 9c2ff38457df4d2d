"""What the portal knows already: the unit, its person, its earlier answers, its patents."""

from bureau.accounts.models import Organisation, User
from projects.choices import FieldKind, Meaning
from projects.formdata.schema import Form
from projects.formdata.values import seal
from projects.models import Answer, Application

RIGHTS_AT_MOST = 20


def prefilled(form: Form, organisation: Organisation, by: User, source: Application | None) -> dict[str, object]:
    """A value for each field that something is known of: an earlier application first, then the registers."""
    found: dict[str, object] = {}
    if source:
        earlier = source.version.form.fields
        for answer in source.answers.all():
            field = form.fields.get(answer.code)
            if field and field.kind == earlier[answer.code].kind and field.kind != FieldKind.CHECK:
                found[answer.code] = answer.value
    for field in form.fields.values():
        if field.meaning in _KNOWN and (value := _KNOWN[field.meaning](organisation, by)):
            found[field.code] = seal(value) if field.kind == FieldKind.SECRET else value
        elif field.meaning == Meaning.RIGHTS and field.code not in found:
            found[field.code] = _rights(field, organisation)
    if (bank := form.meant(Meaning.BANK)) and bank.code not in found:
        found |= _bank(form, bank.code, organisation)
    return {code: value for code, value in found.items() if value}


_KNOWN = {
    Meaning.UNIT_NAME: lambda organisation, by: organisation.name,
    Meaning.UNIT_CODE: lambda organisation, by: organisation.credit_code or "",
    Meaning.UNIT_PLACE: lambda organisation, by: str(organisation.division or ""),
    Meaning.CONTACT_NAME: lambda organisation, by: str(by),
    Meaning.CONTACT_PHONE: lambda organisation, by: by.mobile,
}


def _rights(field, organisation: Organisation) -> list[dict]:
    """The unit's newest patents, through the reverse relation: the register is another app's."""
    rows = organisation.patents.effective().order_by("-filed_on", "-pk")[:RIGHTS_AT_MOST]
    codes = [column.code for column in field.columns[:3]]
    return [dict(zip(codes, (row.title, row.application_number, row.get_kind_display()), strict=False)) for row in rows]


def _bank(form: Form, code: str, organisation: Organisation) -> dict[str, object]:
    """Bank and account as the unit's latest application gave them."""
    rows = Answer.objects.filter(application__organisation=organisation, code__in=(code, "bank_name"))
    latest = rows.filter(code=code).order_by("-changed_at").first()
    if latest is None:
        return {}
    own = rows.filter(application=latest.application_id)
    return {answer.code: answer.value for answer in own if answer.code in form.fields}
