"""What was sealed under a challenge (揭榜挂帅) is judged here: once opened, each bid is an accepted application of a call that
nobody applies for, and the rounds, draws, desk and ranking of every call are its as well.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record
from bureau.workflow import Refused
from projects.checking import read_draft
from projects.choices import ApplicationStatus, CallStatus, FieldKind, Meaning
from projects.documents import content_of
from projects.facts import amounts
from projects.formdata import scheme as schemes
from projects.formdata.schema import Column, Field, Form, Section
from projects.formdata.terms import Terms, digest
from projects.models import Answer, Application, Attachment, Call, FormVersion, Submission

CONCERNED = "concerned"  # The table that recusals read: who has an interest besides the unit itself.
FORM = Form(
    (
        Section(
            "bid", "揭榜方案",
            fields=(
                Field("title", "方案名称", FieldKind.SHORT, meaning=Meaning.TITLE, most=200),
                Field("approach", "技术方案", FieldKind.LONG),
                Field("basis", "现有基础", FieldKind.LONG),
                Field("indicators", "承诺指标", FieldKind.LONG),
                Field("schedule", "进度安排", FieldKind.LONG),
                Field("quote", "报价（万元）", FieldKind.MONEY, meaning=Meaning.REQUESTED),
                Field("leader", "项目负责人", FieldKind.SHORT, meaning=Meaning.CONTACT_NAME),
                Field(CONCERNED, "利益相关单位", FieldKind.TABLE, meaning=Meaning.PARTNERS,
                      columns=(Column("unit", "单位"), Column("part", "关系"))),
            ),
        ),
        Section("files", "附件", fields=(Field("file", "附件", FieldKind.FILE, is_required=False),)),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a bid."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Opened:
    """A bid as it was opened: ``values`` by the codes of FORM, ``number`` as its receipt names it."""

    number: str
    organisation: Organisation
    by: User
    sealed_at: datetime
    values: dict[str, str]
    papers: tuple[Paper, ...] = ()


def scheme_of(criteria: Iterable[tuple[str, Decimal]], *, is_blind: bool) -> schemes.Scheme:
    """The review scheme of a challenge: each criterion is marked out of its weight. ``faults`` says what does not hold."""
    rows = tuple(
        schemes.Criterion(code=f"c{place}", label=label, weight=weight, most=weight, tie=place)
        for place, (label, weight) in enumerate(criteria, 1)
    )
    return schemes.Scheme(criteria=rows, is_blind=is_blind, comment_least=30, asks_amount=False)


@transaction.atomic
def host(
    *, title: str, guide: str, owner: Organisation, opens_at: datetime, closes_at: datetime, scheme: schemes.Scheme,
    bids: Iterable[Opened], by: User,
) -> Call:  # fmt: skip
    """The call in which opened bids are judged by ``scheme``. Whoever says it has checked that they may be opened."""
    call = Call(
        title=title, plan_year=timezone.localtime(closes_at).year, category="揭榜挂帅", guide=guide, opens_at=opens_at,
        closes_at=closes_at, recommend_until=closes_at, status=CallStatus.HOSTED,
    )  # fmt: skip
    try:
        call.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    call.save()
    record(call, "host", by=by)
    content = Terms(form=FORM, scheme=scheme).as_json()
    version = FormVersion(
        call=call, number=1, content=content, digest=digest(content), published_by=by, published_at=timezone.now()
    )
    version.save(force_insert=True)
    for bid in bids:
        _take_in(version, bid, owner, by)
    return call


def _take_in(version: FormVersion, bid: Opened, owner: Organisation, by: User) -> Application:
    now = timezone.now()
    values = bid.values | {CONCERNED: [{"unit": owner.name, "part": "发榜单位"}]}
    application = Application.objects.create(
        call=version.call, version=version, organisation=bid.organisation, token=uuid4(), title=values["title"],
        number=bid.number, status=ApplicationStatus.ACCEPTED, leader_name=values["leader"], created_by=bid.by,
        created_at=bid.sealed_at, submitted_by=bid.by, submitted_at=bid.sealed_at, arrived_at=bid.sealed_at,
        recommended_by=by, recommended_at=now, decided_by=by, decided_at=now,
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(application=application, code=code, value=value, changed_by=bid.by, changed_at=bid.sealed_at)
        for code, value in values.items()
    )
    for paper in bid.papers:
        held = Attachment(
            application=application, code="file", name=paper.name, mime=paper.mime, size=len(paper.data),
            sha256=hashlib.sha256(paper.data).hexdigest(), uploaded_by=bid.by, uploaded_at=bid.sealed_at,
        )  # fmt: skip
        held.file.save("bid.bin", ContentFile(paper.data), save=False)
        held.save()
    draft = read_draft(application)
    application.requested_amount, _own = amounts(draft.terms, draft.values)
    application.save(update_fields=["requested_amount"])
    document = content_of(draft, 1)
    Submission(
        application=application, turn=1, token=uuid4(), content=document, digest=digest(document),
        arrived_at=bid.sealed_at, submitted_by=bid.by, submitted_at=bid.sealed_at,
    ).save(force_insert=True)  # fmt: skip
    record(application, "host", by=by)
    return application
