"""The pages of 征集 and suggestions: who opens them, what they say, what they cost; the officer's batch; the workbook."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bureau.accounts.models import User
from bureau.lists import batches
from bureau.todos import todos_of
from projects.alike import alike
from projects.models import Call, Solicitation, Suggestion
from projects.tasks import answer_suggestions
from projects.workflow import soliciting, suggesting

from .doors import SUGGESTIONS
from .soliciting import CONTENT, INDUSTRY, SOFT, close, drafted, handed_in, opened, summed_up, written

pytestmark = pytest.mark.django_db

LIST = "admin:projects_suggestion_changelist"


@pytest.fixture
def cast(people, person, somebody, tree):
    """A unit, its contributor and manager, somebody for themself, an officer, a section head."""
    unit, contributor, manager, _office = people()
    return unit, contributor, manager, somebody("王自荐"), person("officer"), person("section_head")


@pytest.fixture
def asked(cast):
    """An open 征集."""
    return opened(cast[-1])


def typed(**values) -> dict:
    return {
        "category": INDUSTRY, "title": "绿色开采", "field": "", "problem": "成本高", "goals": "下降三成", "amount": "12.5", "years": "2",
        "wording": "", "revision": "0",
    } | values  # fmt: skip


def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def test_pages_open_to_whom_they_concern_and_to_nobody_else(asked, cast, people, client):
    unit, contributor, manager, person, officer, _head = cast
    rows = {"solicitation": asked.pk, "suggestion": handed_in(asked, contributor, unit).pk}
    wrong = []
    for name, (method, given) in SUGGESTIONS.items():
        url = reverse(name, kwargs={key: rows.get(value, value) for key, value in given.items()})
        client.logout()
        if "/login/" not in getattr(client, method)(url).get("Location", ""):
            wrong.append((name, "nobody"))
        is_own = "suggestion" in given.values()
        for who, user in enumerate((contributor, manager, person, people("南康区")[1], officer)):
            client.force_login(user)
            status = getattr(client, method)(url).status_code
            expected = (200, 302) if (not is_own and method == "get") or (is_own and who < 2) else (404,)
            if status not in expected:
                wrong.append((name, who, status))

    assert wrong == []


def test_a_draft_is_kept_whatever_it_lacks_checked_and_handed_in(asked, cast, client):
    unit, contributor, *_rest = cast
    client.force_login(contributor)
    start = reverse("projects:suggestion-begin", args=[asked.pk])
    token = uuid4()
    for _twice in range(2):
        answer = client.post(start, {"token": token, "as": "unit"})
    made = Suggestion.objects.get()
    edit, check = (reverse(f"projects:suggestion-{page}", args=[made.pk]) for page in ("edit", "check"))
    assert (answer["Location"], made.organisation) == (edit, unit)

    client.post(edit, typed(problem="", later="1"))
    lacking = client.get(check).text
    assert "还没有填写“需求与问题”" in lacking
    assert "提交建议</button>" not in lacking
    client.post(check)
    assert Suggestion.objects.get().status == "draft"
    wrong = client.post(edit, typed(amount="十二万", revision="1"))
    assert (wrong.status_code, "十二万" in wrong.text) == (422, True)
    field = asked_field()
    assert client.post(edit, typed(field=field, revision="1"))["Location"] == check
    assert client.post(check)["Location"] == reverse("projects:suggestion-detail", args=[made.pk])

    made.refresh_from_db()
    assert (made.status, made.amount, made.years) == ("submitted", 125_000, 2)
    assert made.number in client.get(reverse("projects:suggestion-detail", args=[made.pk])).text
    assert client.get(edit)["Location"] == client.get(check)["Location"]  # Not to be changed any more.


def asked_field() -> int:
    return Suggestion._meta.get_field("field").related_model.objects.get(code="1310").pk


def test_a_person_suggests_for_themself_takes_back_and_goes_on(asked, cast, client):
    person = cast[3]
    client.force_login(person)
    assert (
        client.post(reverse("projects:suggestion-begin", args=[asked.pk]), {"token": uuid4(), "as": "unit"}).status_code
        == 404
    )
    client.post(reverse("projects:suggestion-begin", args=[asked.pk]), {"token": uuid4(), "as": "person"})
    made = Suggestion.objects.get()
    assert (made.organisation, made.created_by) == (None, person)

    made = handed_in(asked, person)
    for verb, status in (("withdraw", "withdrawn"), ("resume", "draft")):
        client.post(reverse("projects:suggestion-verb", args=[made.pk, verb]))
        made.refresh_from_db()
        assert made.status == status
    assert client.get(reverse("projects:suggestion-verb", args=[made.pk, "adopt"])).status_code == 404


@pytest.mark.parametrize("page", ["solicitation-list", "solicitation-detail", "suggestion-list"])
def test_a_list_costs_the_same_at_one_row_and_at_three(page, asked, cast, client):
    unit, contributor, _manager, person, officer, head = cast
    url, used = reverse(f"projects:{page}", args=[asked.pk] if page == "solicitation-detail" else []), []
    client.force_login(contributor)
    for more in (1, 2):
        for _row in range(more):
            opened(head)
            handed_in(asked, contributor, unit)
            handed_in(asked, person, shows_name=True)
        if page == "solicitation-detail":
            summed_up(asked, officer)
        used.append(queries(client, url))
        if page == "solicitation-detail":  # And goes on, as no verb lets it.
            again = {"status": "open", "summed_up_by": None, "summed_up_at": None, "summary": ""}
            Solicitation.objects.filter(pk=asked.pk).update(closes_at=timezone.now() + timedelta(days=9), **again)
            asked.refresh_from_db()

    assert used[0] == used[1] <= 12


def test_the_public_reads_the_outcome_and_names_only_of_whom_allows_it(asked, cast, client):
    unit, contributor, _manager, person, officer, _head = cast
    url = reverse("projects:solicitation-detail", args=[asked.pk])
    rows = [
        handed_in(asked, contributor, unit, title="单位署名的方向", shows_name=True),
        handed_in(asked, contributor, unit, title="单位不署名的方向"),
        handed_in(asked, person, title="个人署名的方向", shows_name=True),
    ]
    written(asked, person, title="没有提交的方向")
    gone = handed_in(asked, person, title="撤回的方向")
    suggesting.withdraw(gone, by=person)
    for row in rows:
        suggesting.answer(row, by=officer, outcome="adopted", reply="列入指南。")
    before = client.get(url).text
    assert "距征集截止" in before
    assert "方向" not in before.partition("征集通知")[0].replace("建议方向", "")
    summed_up(asked, officer)
    text = client.get(url).text

    assert all(row.title in text for row in rows)
    assert not [words for words in ("没有提交的方向", "撤回的方向", "王自荐") if words in text]
    assert (text.count(unit.name), text.count("王**"), text.count("未署名")) == (1, 1, 1)
    assert "本次征集情况。" in text


def test_a_draft_is_hidden_and_a_cancelled_one_says_why(asked, cast, client):
    hidden, head = drafted(), cast[-1]
    assert client.get(reverse("projects:solicitation-detail", args=[hidden.pk])).status_code == 404
    soliciting.cancel(asked, by=head, reason="计划调整")

    listed = client.get(reverse("projects:solicitation-list")).text
    assert (hidden.title in listed, asked.title in listed) == (False, True)
    assert "计划调整" in client.get(reverse("projects:solicitation-detail", args=[asked.pk])).text


def test_an_open_one_is_on_the_front_page_and_found(asked, client):
    assert asked.title in client.get(reverse("home")).text
    assert asked.title in client.get(reverse("search"), {"q": "征集建议"}).text


def test_a_call_says_from_which_solicitation_it_came(asked, cast, published, client):
    call = published()
    assert "吸收了" not in client.get(reverse("projects:call-detail", args=[call.pk])).text
    asked.made.create(category=INDUSTRY, call=call, created_by=cast[4], created_at=timezone.now())

    assert f"“{asked}”" in client.get(reverse("projects:call-detail", args=[call.pk])).text
    client.force_login(cast[4])
    page = client.get(reverse("admin:projects_call_change", args=[call.pk])).text
    assert reverse("admin:projects_solicitation_change", args=[asked.pk]) in page


def test_what_waits_is_told(asked, cast):
    unit, contributor, _manager, person, officer, _head = cast
    written(asked, contributor, unit)
    handed_in(asked, person)
    assert [todo.text for todo in todos_of(contributor)] == ["提交建议“离子型稀土绿色开采”"]
    assert not [todo for todo in todos_of(officer) if "建议" in todo.text]
    close(asked)

    assert todos_of(contributor) == []
    assert [todo.text for todo in todos_of(officer)] == ["1 条建议已截止征集，待答复"]


def test_the_officers_first_page_counts_what_waits(asked, cast, client):
    handed_in(asked, cast[3])
    close(asked)
    client.force_login(cast[4])
    text = client.get(reverse("admin:index")).text

    assert "条建议已截止征集，待答复" in text
    assert "个征集已截止，待汇总" in text


def test_an_officer_answers_from_the_page(asked, cast, client):
    made = handed_in(asked, cast[3])
    client.force_login(cast[4])
    page = reverse("admin:projects_suggestion_answer_page", args=[made.pk])
    client.post(page, {"outcome": "partly", "reply": "部分列入。", "adopted_text": "支持绿色开采。"})

    made.refresh_from_db()
    assert (made.status, made.reply, made.adopted_text) == ("partly", "部分列入。", "支持绿色开采。")


def choose(client, rows, **more):
    return client.post(reverse(LIST), {"action": "answer_selected", "_selected_action": [r.pk for r in rows], **more})


def test_a_batch_first_says_whom_it_answers_and_whom_it_skips(asked, cast, client, queued):
    _unit, _contributor, _manager, person, officer, head = cast
    rows = [handed_in(asked, person, title=f"方向{n}") for n in range(3)]
    suggesting.answer(rows[0], by=officer, outcome="adopted", reply="列入指南。")
    client.force_login(head)
    page = choose(client, rows)
    text, token = page.text, page.context["plan"].token
    assert ("将答复 2 条" in text, "将跳过 1 条" in text, "（采纳）" in text) == (True, True, True)
    assert Suggestion.objects.awaiting_answer().count() == 2

    again = choose(client, rows[1:2], confirmed=token, outcome="declined", reply="")
    assert (again.context["plan"].taken_count, Suggestion.objects.awaiting_answer().count()) == (2, 2)
    for _twice in range(2):
        done = choose(client, rows[1:2], confirmed=token, outcome="declined", reply="不属于支持范围。")
    assert "答复（未采纳） 2 条" in client.get(done["Location"]).text
    assert {(r.status, r.answered_by) for r in Suggestion.objects.filter(pk__in=[rows[1].pk, rows[2].pk])} == {
        ("declined", head)
    }
    assert Suggestion.objects.get(pk=rows[0].pk).reply == "列入指南。"
    assert queued() == []
    client.force_login(officer)  # Nobody else's to look at, nor to confirm.
    assert client.get(done["Location"]).status_code == 403
    choose(client, rows[1:2], confirmed=token, outcome="adopted", reply="x")
    assert not Suggestion.objects.filter(reply="x").exists()


def test_a_large_batch_is_a_workers_and_goes_on_where_it_stopped(asked, cast, client, queued):
    officer, person = cast[4], cast[3]
    first = handed_in(asked, person)
    same = {
        f.attname: getattr(first, f.attname)
        for f in Suggestion._meta.concrete_fields
        if f.name not in ("id", "token", "number")
    }
    rows = [first, *(Suggestion.objects.create(**same, token=uuid4(), number=f"JY{n}") for n in range(batches.AT_ONCE))]
    client.force_login(officer)
    token = choose(client, rows).context["plan"].token
    done = choose(client, rows[:1], confirmed=token, outcome="declined", reply="同类已立项。")
    assert "正在答复（未采纳）" in client.get(done["Location"]).text

    ((task, said),) = queued()
    assert task == answer_suggestions.name
    answer_suggestions(*said)
    answer_suggestions(*said)
    assert f"答复（未采纳） {len(rows)} 条" in client.get(done["Location"]).text
    assert not Suggestion.objects.awaiting_answer().exists()


def test_an_officer_composes_and_is_warned_of_an_unusual_window(cast, client):
    client.force_login(cast[4])
    page, day = reverse("admin:projects_solicitation_add"), timezone.localdate()
    said = {
        "title": "征集", "plan_year": "2027", "categories": SOFT, "notice": "请提建议。", "notice_number": "", "contact": "科室",
        "opens_at_0": day, "opens_at_1": "09:00", "closes_at_0": day + timedelta(days=5), "closes_at_1": "17:30",
    }  # fmt: skip
    told = client.post(page, said, follow=True).text
    assert "短于通常的 15—30 天" in told
    row = Solicitation.objects.get()
    change = reverse("admin:projects_solicitation_change", args=[row.pk])
    client.post(change, said | {"title": "改了名"})
    assert Solicitation.objects.get().title == "改了名"

    soliciting.publish(row, by=cast[5])
    assert client.post(change, said | {"title": "又改"}).status_code == 403
    assert Solicitation.objects.get().title == "改了名"


def test_the_pages_of_the_officers_lead_from_asking_to_the_call(asked, cast, client):
    officer, head, made = cast[4], cast[5], handed_in(asked, cast[3])
    suggesting.answer(made, by=officer, outcome="adopted", reply="列入。")
    client.force_login(head)

    def page(name):
        return reverse(f"admin:projects_solicitation_{name}_page", args=[asked.pk])

    day = timezone.localdate()
    client.post(page("extend"), {"closes_at_0": day + timedelta(days=25), "closes_at_1": "17:30", "reason": "建议太少"})
    asked.refresh_from_db()
    assert timezone.localdate(asked.closes_at) == day + timedelta(days=25)
    close(asked)
    form = client.get(page("sum_up")).context["form"]
    assert "采纳 1 条，部分采纳 0 条" in form.fields["summary"].initial
    client.post(page("sum_up"), {"summary": "情况如下。"})
    begin = client.get(page("make_call")).context["form"]
    assert begin.fields["category"].choices == [(INDUSTRY, INDUSTRY)]
    said = {"category": INDUSTRY, "title": "2027 年度工业领域"}
    for place, name in enumerate(("opens_at", "closes_at", "recommend_until"), 1):
        said |= {f"{name}_0": day + timedelta(days=20 * place), f"{name}_1": "17:30"}
    client.post(page("make_call"), said)
    assert Call.objects.get().guide.endswith("1. 离子型稀土绿色开采")
    assert "没有可建立的批次" in client.get(page("make_call"), follow=True).text
    assert "2027 年度工业领域" in client.get(reverse("admin:projects_solicitation_change", args=[asked.pk])).text


def test_the_workbook_holds_what_counts_and_is_in_the_book(asked, cast, client):
    unit, contributor, _manager, person, officer, _head = cast
    first, second = handed_in(asked, contributor, unit, title="=1+1"), handed_in(asked, person)
    written(asked, person)
    suggesting.answer(second, by=officer, outcome="declined", reply="不属于支持范围。")
    client.force_login(officer)
    file = client.get(reverse("admin:projects_solicitation_table_page", args=[asked.pk]))
    book = load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    counts, rows = ([list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book)

    assert counts[1:] == [[INDUSTRY, 2, 1, 0, 0, 1], [SOFT, 0, 0, 0, 0, 0]]
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(r["建议编号"], r["建议方向"], r["建议人"], r["采纳情况"], r["预计经费（万元）"]) for r in named] == [
        (first.number, "=1+1", unit.name, "已提交", 300), (second.number, CONTENT["title"], "王自荐（个人）", "未采纳", 300),
    ]  # fmt: skip
    assert book["建议汇总表"].cell(2, 4).data_type == "s"


def test_like_directions_are_shown_to_who_answers(asked, cast, client, people):
    unit, contributor, _manager, person, officer, head = cast
    made = handed_in(asked, contributor, unit, title="离子型稀土尾水氨氮深度处理与资源回收")
    like = handed_in(asked, person, title="离子型稀土尾水氨氮处理与回收利用")
    handed_in(asked, person, title="脐橙采后保鲜")
    handed_in(opened(head), person, title=made.title)
    suggesting.withdraw(handed_in(asked, person, title=made.title), by=person)

    assert [(one.pk, one.words) for one in alike(made)] == [(like.pk, "已提交")]
    client.force_login(officer)
    assert like.number in client.get(reverse("admin:projects_suggestion_answer_page", args=[made.pk])).text
    assert like.number in client.get(reverse("admin:projects_suggestion_change", args=[made.pk])).text


@pytest.mark.parametrize(
    ("asks", "found"),
    [({"q": "断面"}, 1), ({"q": "甲有限"}, 1), ({"q": "脐橙"}, 0), ({"todo": "answer"}, 2), ({"todo": "overdue"}, 0)],
)
def test_the_officers_list_is_searched_and_narrowed(asks, found, asked, cast, client, unit, member):
    _unit, _contributor, _manager, person, officer, _head = cast
    handed_in(asked, person, problem="断面考核压力大。")
    own = unit("赣州甲有限公司")
    handed_in(asked, member(own), own)
    suggesting.answer(handed_in(asked, person), by=officer, outcome="declined", reply="x")
    client.force_login(User.objects.get(pk=officer.pk))

    assert client.get(reverse(LIST), asks).context["cl"].result_count == found
