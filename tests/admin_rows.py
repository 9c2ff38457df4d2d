"""One row of every noun, made by its number, for what every list of the browser admin promises."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import note
from bureau.audit.models import Entry as Line
from bureau.bulletins.figures import compute
from bureau.bulletins.models import Bulletin
from bureau.collecting.models import Collection
from bureau.lists.models import HeadingAlias, ImportRun, ImportSheet, UnmatchedName
from bureau.messaging.models import Delivery, Message, Template
from bureau.news.models import Item
from bureau.portal.models import Article, Channel, Column, Feedback, Finding
from bureau.privacy.models import Breach, ImpactAssessment, Processor
from bureau.publicity.models import Objection, Publicity
from bureau.registration.models import Registration, Renaming
from bureau.reports.models import AnnualReport, CityFigure, Entry, PlanItem, Section, Target
from bureau.signin.models import DataRequest, Lock
from enterprises.models import (
    ApiToken,
    Assessment,
    Commissioner,
    FinanceRecord,
    Incubator,
    Park,
    Platform,
    Recognition,
    RegisterEvent,
    Reserve,
    ReserveRule,
    StartupGrant,
    TalentBase,
    Ticket,
    Wording,
    YearlyData,
    YearlyFiling,
)
from matchmaking.models import (
    Achievement,
    Appraisal,
    Attendance,
    Challenge,
    Contact,
    ContractFiling,
    Deal,
    Demand,
    Event,
    FollowUp,
    Interest,
    Judgement,
    Participant,
    ResultRegistration,
    SlotMeeting,
    Synonym,
    TechnologyContract,
)
from patents.models import (
    Campaign,
    CitySummary,
    CumulativeSummary,
    MonthlySummary,
    Nomination,
    Patent,
    Population,
    PrizeRound,
    StockSummary,
    Subsidy,
    ValueMark,
    ZeroFirm,
)
from projects.formdata.scheme import ready_scheme
from projects.models import (
    AgendaItem,
    Application,
    Assignment,
    AwardCandidate,
    Call,
    ComparedText,
    Draw,
    Expert,
    ExpertiseField,
    FormSection,
    FormVersion,
    Opinion,
    Panel,
    Project,
    Proposal,
    Recusal,
    Restriction,
    ReviewRound,
    ReviewScheme,
    Sheet,
    SimilarPair,
    SiteVisit,
    Solicitation,
    Standing,
    Suggestion,
    Tie,
)

DAY = date(2015, 5, 5)


def unit(n):
    return Organisation.objects.create(name=f"赣州第{n}有限公司", name_key=f"赣州第{n}有限公司")


def row(model, places, n):
    """One more row of ``model``, different from the others."""
    now = {"changed_at": timezone.now()}
    place = places["章贡区"]
    contact = {"contact_person": "王老师", "contact_phone": "13900001234"}
    if model is Contact:
        return Contact.objects.create(
            achievement=row(Achievement, places, 100 + n),
            demand=row(Demand, places, 100 + n),
            met_on=DAY,
            result="met",
            **now,
        )
    if model is Judgement:
        return Judgement.objects.create(
            achievement=row(Achievement, places, 500 + n), demand=row(Demand, places, 500 + n), side="demand", grade=0
        )
    if model is ResultRegistration:
        paper = SimpleUploadedFile("鉴定.pdf", b"%PDF-1.4")
        return ResultRegistration.objects.create(
            organisation=unit(n + 2500),
            title=f"成果{n}",
            status="submitted",
            file=paper,
            name="鉴定.pdf",
            mime="application/pdf",
        )
    if model is Challenge:
        return Challenge.objects.create(
            demand=row(Demand, places, 800 + n), organisation=unit(n + 2700), title=f"榜单{n}", status="submitted"
        )
    if model is Event:
        begins = timezone.now()
        return Event.objects.create(
            name=f"对接会{n}",
            notice="通知",
            collect_from=DAY,
            collect_until=DAY,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
        )
    if model is Participant:
        return Participant.objects.create(
            event=row(Event, places, 2000 + n),
            mobile=f"139{n:08d}",
            name="王五",
            division=place,
            registered_at=timezone.now(),
        )
    if model is SlotMeeting:
        return _at_a_table(places, n)
    if model in (ContractFiling, FollowUp):
        return _filed(model, n)
    if model in (Interest, Deal):
        return _dealt(model, places, n)
    if model is Bulletin:
        month = date(2000 + n, 5, 1)
        return Bulletin.objects.create(month=month, data=compute(month), computed_at=timezone.now())
    if model is Campaign:
        return Campaign.objects.create(
            name=f"消零行动{n}", cohort="high_tech", as_of=DAY, measure="filed", firms_on_list=1
        )
    if model is ZeroFirm:
        return ZeroFirm.objects.create(
            campaign=row(Campaign, places, 200 + n), organisation=unit(300 + n), division=place
        )
    if model is ValueMark:
        who, when = User.objects.create_user(username=f"marker-{n}", name="标注人"), timezone.now()
        return ValueMark.objects.create(
            patent=row(Patent, places, 400 + n),
            ground="strategic",
            held_from=DAY,
            source_document="战略性新兴产业分类",
            marked_by=who,
            marked_at=when,
        )
    if model is PrizeRound:
        who, when = User.objects.create_user(username=f"opener-{n}", name="建立人"), timezone.now()
        return PrizeRound.objects.create(
            year=2000 + n % 90, name="江西省专利奖", quota=3, notice="赣知发〔2015〕1号", opened_by=who, opened_at=when
        )
    if model is Nomination:
        one = row(Patent, places, 500 + n)
        return Nomination.objects.create(
            round=row(PrizeRound, places, 30 + n),
            patent=one,
            application_number=one.number,
            title=one.title,
            holder="甲",
            grounds="原创性强",
            nominated_by=User.objects.create_user(username=f"namer-{n}", name="登记人"),
            nominated_at=timezone.now(),
        )
    values = {
        Patent: {"application_number": f"20151{n:07d}", "check_digit": "0", "title": "稀土萃取", "kind": "invention", "applicants": "甲", "division": place, "county": "章贡区", "filed_on": DAY},
        MonthlySummary: {"month": date(2015, n % 12 + 1, 1), "county": "章贡区", "division": place, "filed": 3, "filed_invention": 3},
        CumulativeSummary: {"month": date(2015, n % 12 + 1, 1), "county": "章贡区", "division": place, "filed": 3, "filed_invention": 3},
        StockSummary: {"month": date(2015, n % 12 + 1, 1), "county": "章贡区", "division": place, "invention": 3, "individuals": 3},
        CitySummary: {"month": date(2015, n % 12 + 1, 1), "city": "南昌市", "measure": "filed", "ytd": 5, "total": 3, "invention": 3, "individuals": 3},
        Subsidy: {"year": 2015, "application_number": f"20151{n:07d}", "stage": "grant", "recipient": "甲", "county": "章贡区", "division": place, "amount": 5000, "paid_on": DAY},
        Population: {"year": 2000 + n, "county": "章贡区", "division": place, "residents": 47},
        Recognition: {"organisation": unit(n) if model is Recognition else None, "enterprise_name": "甲", "credit_code": "91360702PDY00001X6", "certificate_number": f"GR{n}", "issued_on": DAY, "division": place},
        Project: {"number": f"P{n}", "title": "=1+1", "organisation_name": "甲", "level": "provincial", "approved_on": DAY, "granted_amount": 1},
        AwardCandidate: {"year": 2015, "title": f"奖{n}", "organisation_name": "甲", "online_result": "candidate", "is_recommended": True},
        Achievement: {"number": f"A{n}", "title": "成果", "organisation_name": "甲", "collected_on": DAY, **contact},
        Demand: {"number": f"D{n}", "title": "需求", "organisation_name": "甲", "collected_on": DAY, **contact},
        Attendance: {"held_on": DAY, "county": f"地{n}", "people": 3},
        TechnologyContract: {"number": f"T{n}", "title": "合同", "kind": "service", "seller_name": "甲", "buyer_name": "乙", "value": 2, "technology_value": 1, "signed_on": DAY, "registered_on": DAY},
        Appraisal: {"number": f"J{n}", "title": "鉴定", "organisation_name": "甲", "appraised_on": DAY},
        Platform: {"name": f"实验室{n}", "kind": "key_laboratory", "level": "provincial", "organisation_name": "甲", "approved_on": DAY, "division": place},
        Park: {"name": f"园区{n}", "kind": "industrial", "level": "city", "approved_on": DAY, "division": place},
        Incubator: {"name": f"孵化器{n}", "kind": "incubator", "level": "city", "organisation_name": "甲", "approved_on": DAY},
        TalentBase: {"name": f"工作站{n}", "kind": "academician", "level": "city", "organisation_name": "甲", "approved_on": DAY},
        StartupGrant: {"number": f"CY{n}", "title": "竹", "founder": "王", "organisation_name": "甲", "amount": 5, "granted_on": DAY},
        FinanceRecord: {"number": f"DK{n}", "kind": "loan", "organisation_name": "甲", "amount": 5, "began_on": DAY},
        Commissioner: {"year": 2015, "number": f"KT{n}", "name": "王", "organisation_name": "甲", "served_unit": "甲村"},
    }  # fmt: skip
    if model in values:
        return model.objects.create(**values[model], **now)
    if model is ImportRun:
        run = ImportRun.objects.create(file_name=f"{n}.xlsx", sha256="0", signature="测试")
        ImportSheet.objects.create(run=run, sheet="1", kind="patents")
        return run
    if model is Line:
        return note("x", by="测试", subject=str(n))
    if model is Delivery:
        message = Message.objects.create(
            kind="x", key=str(n), user=User.objects.create_user(username=f"told-{n}"), title="标题", batch=uuid4()
        )
        return Delivery.objects.create(message=message, channel="sms", due_at=timezone.now())
    if model is Collection:
        return Collection.objects.create(title=f"任务{n}", kind="projects", period_from=DAY, period_to=DAY, due_on=DAY)
    if model is Publicity:
        return Publicity.objects.create(title=f"公示{n}", kind="other", starts_on=DAY, ends_on=DAY)
    if model is Objection:
        return Objection.objects.create(
            publicity=row(Publicity, places, n), number=f"YY{n}", token=uuid4(), kind="person", name="李实名",
            phone="13800005678", received_at=timezone.now(),
        )  # fmt: skip
    if model is Item:
        return Item.objects.create(
            key=f"article:{n}", kind="article", tags=["funds"], title=f"推送{n}", url="/", happened_at=timezone.now()
        )
    if model is Template:
        keeper = User.objects.create_user(username=f"keeper-{n}")
        return Template.objects.create(kind=f"kind-{n}", title="标题", changed_by=keeper, changed_at=timezone.now())
    if model in (Registration, Renaming):
        return _asked_for(model, place, n)
    if model in CALLS:
        return CALLS[model](n)
    if model in (YearlyData, Assessment):
        return _yearly(model, n)
    if model in SITE:
        return SITE[model](n)
    if model in PRIVACY:
        return model.objects.create(**PRIVACY[model], title=f"事项{n}") if model is not Processor else _processor(n)
    others = {
        UnmatchedName: {"name": f"名{n}", "name_key": f"名{n}"},
        RegisterEvent: {
            "recognition": row(Recognition, places, 500 + n) if model is RegisterEvent else None,
            "kind": "moved_out",
            "happened_on": DAY,
            "document": "文件",
            "told": "迁出",
        },
        YearlyFiling: {
            "organisation": unit(n) if model is YearlyFiling else None,
            "year": 2015,
            "filed_on": date(2016, 5, 1),
        },
        ApiToken: {
            "organisation": unit(n),
            "name": f"系统{n}",
            "secret_hash": str(n).encode(),
            "hint": "abcd",
            "expires_on": DAY,
            "created_by": User.objects.create_user(f"holds{n}"),
        }
        if model is ApiToken
        else {},
        Reserve: {"organisation": unit(n) if model is Reserve else None},
        ReserveRule: {"valid_from": date(2000 + n, 1, 1), "source": f"规则{n}"},
        Ticket: {
            "organisation": unit(n),
            "subject": "辅助账",
            "text": "如何编制？",
            "asked_by": User.objects.create_user(f"asks{n}"),
            "asked_at": timezone.now(),
            "due_on": DAY,
        }
        if model is Ticket
        else {},
        Synonym: {"word": f"光伏{n}", "other": "太阳能电池"},
        HeadingAlias: {"kind": "patents", "heading": "申请号", "alias": f"号{n}"},
        Organisation: {"name": f"单位{n}", "name_key": f"单位{n}", "division": place},
        AnnualReport: {"year": 2000 + n},
        Entry: {"indicator": "policy.documents", "year": 2000 + n, "value": 5, "source_document": "文件"},
        CityFigure: {
            "indicator": "patents.grants",
            "year": 2000 + n,
            "city": "南昌市",
            "value": 5,
            "source_document": "文件",
        },
        Target: {"indicator": "hnte.total", "year": 2000 + n, "value": 5},
        PlanItem: {"year": 2015, "position": n, "text": "条目"},
        Section: {"year": 2000 + n, "code": "opening", "text": "文字"},
        DataRequest: {
            "kind": "correction",
            "text": "说明",
            "due_on": DAY,
            "user": User.objects.create_user(f"asking{n}") if model is DataRequest else None,
        },
        Lock: {
            "name_index": str(n),
            "address": "10.0.0.1",
            "user": User.objects.create_user(f"locked{n}") if model is Lock else None,
        },
    }
    return model.objects.create(**others[model])


def _filed(model, n):
    """A contract that waits for the registry, or what is asked of it afterwards."""
    n += 900 if model is FollowUp else 800
    filing = ContractFiling.objects.create(
        organisation=unit(n + 1000), title=f"合同{n}", kind="service", status="submitted", file=SimpleUploadedFile("合同.pdf", b"%PDF-1.4"),
        name="合同.pdf", mime="application/pdf",
    )  # fmt: skip
    return filing if model is ContractFiling else FollowUp.objects.create(filing=filing, months=3, due_on=DAY)


def _dealt(model, places, n):
    """An interest of two units, or the deal that came of it."""
    n += 700 if model is Deal else 600
    owner, now = User.objects.create_user(f"deals{n}"), timezone.now()
    interest = Interest.objects.create(
        achievement=row(Achievement, places, n), demand=row(Demand, places, n), side="demand", asker=unit(n), answerer=unit(n + 500),
        cooperation_sought="联合开发", unclear="无", introduction="企业", asked_by=owner, asked_at=now, due_on=DAY,
    )  # fmt: skip
    if model is Interest:
        return interest
    return Deal.objects.create(
        interest=interest, organisation=interest.asker, kind="development", title=f"协议{n}", amount=1, file="x.pdf", name="x.pdf",
        drafted_by=owner, drafted_at=now,
    )  # fmt: skip


def _at_a_table(places, n):
    """A meeting of two units at an event, by a schedule that was adopted."""
    event, now = row(Event, places, 3000 + n), timezone.now()
    officer = User.objects.create_user(f"schedules{n}")
    plan = event.schedules.create(
        number=1, tables=1, status="adopted", total=1, bound=1, solved_at=now, adopted_by=officer, adopted_at=now
    )
    slot = event.slots.create(starts_at=event.starts_at, ends_at=event.ends_at)
    return plan.meetings.create(slot=slot, table_number=1, one=unit(n + 3000), other=unit(n + 3500))


def _yearly(model, n):
    """What a firm handed in, and what the rules say of it."""
    owner = User.objects.create_user(username=f"{model.__name__}-{n}")
    data = YearlyData.objects.create(
        organisation=unit(n), year=2015, status="submitted", submitted_by=owner, submitted_at=timezone.now()
    )
    found = Assessment.objects.create(
        wording=Wording.objects.get_or_create(digest="0", defaults={"content": [["2016", "2016.1", "标题", [], 0, 110, 71], [], None]})[0],
        data=data, rule_set="2016", version="2016.1", apply_on=DAY, status="met", score_min=71, score_max=80,
        inputs={}, said=[["甲", "2015-05-05", "met", 71, 80, "met", [], []], [], None], made_at=timezone.now(),
    )  # fmt: skip
    return data if model is YearlyData else found


def _asked_for(model, place, n):
    """What a person of the public handed in about a unit."""
    person = User.objects.create_user(username=f"{model.__name__}-{n}")
    signed = {"submitted_by": person, "submitted_at": timezone.now(), "status": "submitted"}
    if model is Renaming:
        paper = SimpleUploadedFile("变更.pdf", b"%PDF-1.4")
        return Renaming.objects.create(
            organisation=unit(n),
            former_name=f"赣州第{n}有限公司",
            name=f"赣州新{n}有限公司",
            requested_by=person,
            document=paper,
        )
    return Registration.objects.create(
        created_by=person, credit_code=f"91360702PDY{n:05d}X0", name=f"赣州待{n}有限公司", division=place, number=f"DW{n}",
        contact_phone="13900001234", licence=SimpleUploadedFile("证照.pdf", b"%PDF-1.4"), **signed,
    )  # fmt: skip


def _article(n):
    column = Column.objects.get_or_create(code="notices", defaults={"name": "通知公告"})[0]
    return Article.objects.create(column=column, kind=column.kind, title=f"通知{n}", body="<p>正文</p>")


NUMBERS = count(1000)  # What a row of one noun needs of another is its alone, in whatever order they are made.


def _call(n):
    moments = {
        "opens_at": "2026-01-01T00:00Z",
        "closes_at": "2026-02-01T00:00Z",
        "recommend_until": "2026-02-09T00:00Z",
    }
    return Call.objects.create(title=f"批次{n}", plan_year=2026, category="重点研发", **moments)


def _application(_n):
    n = next(NUMBERS)
    person, now = User.objects.create_user(f"applies{n}"), timezone.now()
    call = _call(200 + n)
    version = FormVersion.objects.create(
        call=call, number=1, content={"sections": []}, published_by=person, published_at=now
    )
    signed = {"submitted_by": person, "submitted_at": now, "recommended_by": person, "recommended_at": now}
    return Application.objects.create(
        call=call, version=version, organisation=unit(n), token=uuid4(), title=f"申报{n}", number=f"SB{n}", created_by=person,
        status="recommended", arrived_at=now, **signed,
    )  # fmt: skip


def _pair(n):
    one, other = (
        ComparedText.objects.create(application=_application(start + n), title=f"相似{n}") for start in (300, 400)
    )
    return SimilarPair.objects.create(
        application=one.application, other=other, share="0.5", title_likeness=1, characters=9
    )


def _expert(_n):
    n = next(NUMBERS)
    clerk, now = User.objects.create_user(f"enters{n}"), timezone.now()
    signed = {"created_by": clerk, "submitted_by": clerk, "submitted_at": now}
    return Expert.objects.create(
        name=f"专家{n}",
        unit_name="示例大学",
        city="赣州市",
        types=["technical"],
        status="pending",
        mobile="13900001234",
        **signed,
    )


def _round(_n):
    n = next(NUMBERS)
    clerk = User.objects.create_user(f"rounds{n}")
    return ReviewRound.objects.create(call=_call(300 + n), name=f"网评{n}", due_at=timezone.now(), created_by=clerk)


def _assignment(n):
    made = _round(100 + n)
    return Assignment.objects.create(
        round=made, application=_application(300 + n), expert=_expert(300 + n), number=1, source="drawn",
        assigned_by=made.created_by,
    )  # fmt: skip


def _sheet(n):
    made = _assignment(500 + n)
    version = made.application.version
    content = version.content | {"scheme": ready_scheme("plan").as_json()}
    version = FormVersion.objects.create(
        call=made.round.call, number=1, content=content, published_by=made.assigned_by, published_at=timezone.now()
    )
    return Sheet.objects.create(assignment=made, version=version)


def _standing(n):
    made = _sheet(100 + n).assignment
    return Standing.objects.create(application=made.application, call=made.round.call)


def _proposal(n):
    clerk = User.objects.create_user(f"proposes{n}")
    return Proposal.objects.create(
        call=_call(700 + n), title=f"建议{n}", prefix=f"GZ{n}", created_by=clerk, created_at=timezone.now()
    )


def _panel(n):
    n = next(NUMBERS)
    clerk, held = User.objects.create_user(f"convenes{n}"), _round(n)
    ReviewRound.objects.filter(pk=held.pk).update(kind="panel")
    return Panel.objects.create(
        round_id=held.pk, name=f"答辩会{n}", starts_at=timezone.now(), place="三楼", created_by=clerk, created_at=timezone.now()
    )  # fmt: skip


def _opinion(n):
    panel, now = _panel(n), timezone.now()
    signed = {"opened_by": panel.created_by, "opened_at": now, "closed_by": panel.created_by, "closed_at": now}
    item = AgendaItem.objects.create(
        panel=panel, application=_application(n), position=1, minutes=20, status="closed", present=5, result="failed", **signed
    )  # fmt: skip
    return Opinion.objects.create(item=item, result="failed", text="不同意")


def _solicitation(n):
    moments = {"opens_at": "2026-01-01T00:00Z", "closes_at": "2026-01-21T00:00Z"}
    return Solicitation.objects.create(
        title=f"征集{n}", plan_year=2027, categories="重点研发", notice="通知", contact="科室", **moments
    )


def _suggestion(n):
    n = next(NUMBERS)
    who, now = User.objects.create_user(f"suggests{n}"), timezone.now()
    field = ExpertiseField.objects.get_or_create(code="90", defaults={"name": "领域"})[0]
    signed = {"created_by": who, "created_at": now, "submitted_by": who, "submitted_at": now, "status": "submitted"}
    return Suggestion.objects.create(
        solicitation=_solicitation(n), organisation=unit(n), token=uuid4(), number=f"JY{n}", category="重点研发",
        title=f"方向{n}", field=field, problem="问题", goals="目标", amount=1, years=2, **signed,
    )  # fmt: skip


def _visit(n):
    clerk = User.objects.create_user(f"visits{next(NUMBERS)}")
    return SiteVisit.objects.create(
        application=_application(n),
        starts_at=timezone.now(),
        place="章贡区",
        created_by=clerk,
        created_at=timezone.now(),
    )


CALLS = {
    Solicitation: _solicitation,
    Suggestion: _suggestion,
    SiteVisit: _visit,
    Panel: _panel,
    Opinion: _opinion,
    Proposal: _proposal,
    Sheet: _sheet,
    Standing: _standing,
    Expert: _expert,
    ExpertiseField: lambda n: ExpertiseField.objects.create(code=f"{50 + n}", name=f"领域{n}"),
    ReviewRound: _round,
    Assignment: _assignment,
    Recusal: lambda n: Recusal.objects.create(
        expert=_expert(400 + n), application=_application(400 + n), ground="team", source="register", evidence="名单"
    ),
    Draw: lambda n: Draw.objects.create(
        round=_round(700 + n), number=1, created_by=User.objects.create_user(f"draws{n}"), created_at=timezone.now()
    ),
    Tie: lambda n: Tie.objects.create(
        expert=_expert(500 + n), application=_application(500 + n), ground="team", evidence="同名"
    ),
    Call: _call,
    SimilarPair: _pair,
    Application: _application,
    ReviewScheme: lambda n: ReviewScheme.objects.create(call=_call(300 + n)),
    FormSection: lambda n: FormSection.objects.create(call=_call(100 + n), code=f"s{n}", title=f"分节{n}"),
    Restriction: lambda n: Restriction.objects.create(
        kind="overdue", person_name="张三", person_number="360702199001011234", about=f"项目{n}", source="文件", starts_on=DAY
    ),
}  # fmt: skip
PRIVACY = {
    ImpactAssessment: {"occasions": ["sensitive"], "conclusion": "allowed", "review_on": DAY},
    Processor: {},
    Breach: {"found_at": timezone.now(), "persons": 1},
}


def _processor(n):
    paper = SimpleUploadedFile("合同.pdf", b"%PDF-1.4")
    return Processor.objects.create(
        name=f"受托方{n}", starts_on=DAY, ends_on=DAY, contract=paper, contract_name="合同.pdf"
    )


SITE = {
    Column: lambda n: Column.objects.create(code=f"c{n}", name=f"栏目{n}"),
    Channel: lambda n: Channel.objects.create(code=f"c{n}", name=f"渠道{n}", working_days=5),
    Article: _article,
    Feedback: lambda n: Feedback.objects.create(
        channel=SITE[Channel](100 + n), token=uuid4(), subject=f"意见{n}", body="内容", mobile="13900001234",
        received_at=timezone.now(), due_on=DAY,
    ),
    Finding: lambda n: Finding.objects.create(
        article=_article(100 + n), kind="dead_link", what=f"/{n}/", found_at=timezone.now()
    ),
}  # fmt: skip
