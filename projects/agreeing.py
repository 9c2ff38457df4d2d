"""Where separate consent is asked for (个人信息保护法 art. 29): identity numbers of a team, bank accounts, records of experts."""

from collections.abc import Iterable

from bureau.privacy import consents
from bureau.privacy.models import Consent
from projects.choices import FieldKind, Meaning
from projects.formdata.schema import Field
from projects.models import Answer, TeamMember

EXPERT = consents.Statement(
    "expert_sensitive",
    "2026年第1版",
    "我单独同意科技局为专家遴选、评审回避和发放咨询费处理我的身份证号、手机号和银行账号等敏感个人信息。",
    "没有勾选单独同意，不能保存身份证号等敏感个人信息，也不能申请入库。",
)


def is_asked_for(field: Field) -> bool:
    """Whether a field holds sensitive data; a telephone is kept secret and is none."""
    return field.kind == FieldKind.SECRET and field.meaning != Meaning.CONTACT_PHONE


def agreed_fields(answers: Iterable[Answer]) -> set[str]:
    """The codes of those answers to whose keeping somebody has agreed."""
    codes = {answer.pk: answer.code for answer in answers}
    given = _given(consents.SECRET, Answer, codes)
    return {code for pk, code in codes.items() if pk in given}


def agreed_members(team: Iterable[TeamMember]) -> set[int]:
    """Those of the team whose agreement was declared."""
    return _given(consents.IDENTITY, TeamMember, [member.pk for member in team])


def _given(statement: consents.Statement, model, keys) -> set[int]:
    if not keys:
        return set()
    found = Consent.objects.standing().filter(
        kind=statement.code, version=statement.version, model=model._meta.label_lower, object_id__in=list(keys)
    )
    return set(found.values_list("object_id", flat=True))
