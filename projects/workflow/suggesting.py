"""A suggestion from its first word to its answer."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau import disclosure
from bureau.accounts.models import Organisation, User
from bureau.audit.book import record
from bureau.lists import batches
from bureau.workflow import Refused, Transition
from projects import deadlines, letters
from projects.choices import ANSWERED, TAKEN_UP, SolicitationStatus, SuggestionStatus
from projects.models import Solicitation, Suggestion
from projects.models.soliciting import ASKED

_S = SuggestionStatus
_OWN, _ANSWER = "projects.write_suggestion", "projects.answer_suggestion"
_OPEN_TO_ANSWER = (_S.SUBMITTED, *ANSWERED)  # An answer may be put right until it is summed up.
WRITE = Transition("write_suggestion", "修改", (_S.DRAFT,), None, _OWN, rows="owned_by")
SUBMIT = Transition("submit_suggestion", "提交", (_S.DRAFT,), _S.SUBMITTED, _OWN, rows="owned_by")
WITHDRAW = Transition("withdraw_suggestion", "撤回", (_S.SUBMITTED,), _S.WITHDRAWN, _OWN, rows="owned_by")
RESUME = Transition("resume_suggestion", "恢复填写", (_S.WITHDRAWN,), _S.DRAFT, _OWN, rows="owned_by")
ENTER = Transition(
    "enter_suggestion", "提出", (_S.DRAFT,), _S.SUBMITTED, "projects.enter_suggestion", rows="of_section"
)
TAKE_BACK = Transition(
    "take_back_suggestion", "撤回", (_S.SUBMITTED,), _S.WITHDRAWN, "projects.enter_suggestion", rows="of_section"
)
ADOPT = Transition("adopt_suggestion", "采纳", _OPEN_TO_ANSWER, _S.ADOPTED, _ANSWER)
ADOPT_PARTLY = Transition("adopt_partly", "部分采纳", _OPEN_TO_ANSWER, _S.PARTLY, _ANSWER)
DECLINE = Transition("decline_suggestion", "不采纳", _OPEN_TO_ANSWER, _S.DECLINED, _ANSWER)
ALL = (WRITE, SUBMIT, WITHDRAW, RESUME, ENTER, TAKE_BACK, ADOPT, ADOPT_PARTLY, DECLINE)
ANSWERS = {str(each.target): each for each in (ADOPT, ADOPT_PARTLY, DECLINE)}


def begin(solicitation: Solicitation, *, by: User, token: UUID, organisation: Organisation | None = None) -> Suggestion:
    """An empty draft, of a unit that the person acts for or of the person; the same opening said twice is one draft."""
    if not by.has_perm(_OWN):
        raise PermissionDenied("begin")
    if organisation and organisation.pk not in {m.organisation_id for m in by.current_memberships}:
        raise PermissionDenied("begin")
    if not solicitation.is_open:
        raise Refused(f"“{solicitation}”现在不接受建议。")
    now, categories = timezone.now(), solicitation.category_list
    made = Suggestion(
        solicitation=solicitation, organisation=organisation, token=token, created_by=by, created_at=now,
        category=categories[0] if len(categories) == 1 else "",
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record(made, "begin", by=by)
    except IntegrityError:
        known = Suggestion.objects.filter(created_by=by, token=token).first()
        if known is None:
            raise
        return known
    return made


def enter(solicitation: Solicitation, *, by: User, token: UUID, **values) -> Suggestion:
    """What the person's own 科室 suggests, whole and handed in at once; the same opening said twice is one.

    Raises Refused when the person belongs to no 科室, when something is missing, and out of time.
    """
    if not by.has_perm(ENTER.permission):
        raise PermissionDenied("enter")
    if by.section_id is None:
        raise Refused("您的账号没有设置科室，请系统管理员在“用户”中设置后再提。")
    now = timezone.now()
    with transaction.atomic():
        if known := Suggestion.objects.filter(created_by=by, token=token).first():
            return known
        made = Suggestion(
            solicitation=solicitation, section_id=by.section_id, token=token, created_by=by, created_at=now,
            **values,
        )  # fmt: skip
        made.save(force_insert=True)
        with ENTER(made, by=by):
            if not _held(made).is_open:
                raise Refused(f"“{solicitation}”现在不接受建议。")
            if found := lacking(made):
                raise Refused("".join(sentence for _name, sentence in found))
            made.submitted_by, made.submitted_at, made.number = by, now, _number(made)
    return made


def write(suggestion: Suggestion, *, by: User, revision: int, **values) -> None:
    """Keep what was typed, complete or not. ``revision`` is the save that the person saw: a later one is not overwritten."""
    with WRITE(suggestion, by=by):
        if suggestion.revision != revision:
            raise Refused("这条建议刚才被本单位另一人改过，没有保存。请先记下您写的内容，重新打开后再改。")
        for name, value in values.items():
            setattr(suggestion, name, value)
        suggestion.revision += 1


def lacking(suggestion: Suggestion) -> list[tuple[str, str]]:
    """(field, sentence) of what keeps the suggestion from being handed in."""
    found = [
        (name, f"还没有填写“{suggestion._meta.get_field(name).verbose_name.removesuffix('（元）')}”。")
        for name in ASKED
        if getattr(suggestion, name) in ("", None)
    ]
    if suggestion.category and suggestion.category not in suggestion.solicitation.category_list:
        found.append(("category", f"本次没有征集“{suggestion.category}”的建议，请重新选择。"))
    for name in ("title", "problem", "goals", "wording"):
        if numbers := disclosure.find(getattr(suggestion, name)):
            label = suggestion._meta.get_field(name).verbose_name
            found.append((name, f"“{label}”中有{numbers[0].what}（{numbers[0].shown}），请删去。"))
    return found


def submit(suggestion: Suggestion, *, by: User, arrived_at: datetime | None = None) -> None:
    """Hand in, under a number. ``arrived_at`` is when the request reached the portal: that is what the deadline asks."""
    arrived = arrived_at or timezone.now()
    with SUBMIT(suggestion, by=by):
        solicitation = _held(suggestion)
        if not deadlines.in_time(arrived, solicitation.closes_at):
            raise Refused(f"征集已于 {deadlines.told(solicitation.closes_at)} 截止。")
        if found := lacking(suggestion):
            raise Refused("".join(sentence for _name, sentence in found))
        suggestion.submitted_by, suggestion.submitted_at = by, timezone.now()
        suggestion.number = suggestion.number or _number(suggestion)
        letters.tell_suggester(
            suggestion, "received", number=suggestion.number, at=deadlines.told(arrived), until=deadlines.told(solicitation.closes_at),
            solicitation=solicitation,
        )  # fmt: skip


def _number(suggestion: Suggestion) -> str:
    return f"JY{suggestion.solicitation.plan_year}{suggestion.pk:05d}"


def take_back(suggestion: Suggestion, *, by: User) -> None:
    """A 科室 takes its own back, until the 征集 closes and as long as nobody has answered."""
    with TAKE_BACK(suggestion, by=by):
        _demand_open(suggestion, "撤回")


def withdraw(suggestion: Suggestion, *, by: User) -> None:
    """Take it back, until the 征集 closes and as long as nobody has answered."""
    with WITHDRAW(suggestion, by=by):
        _demand_open(suggestion, "撤回")


def resume(suggestion: Suggestion, *, by: User) -> None:
    """Write on in what was taken back; its number stays."""
    with RESUME(suggestion, by=by):
        _demand_open(suggestion, "恢复填写")
        suggestion.submitted_by = suggestion.submitted_at = None


def _held(suggestion: Suggestion) -> Solicitation:
    """Its 征集, held until the commit: it is summed up before or after, never meanwhile. Raises Refused unless it runs."""
    found = Solicitation.objects.select_for_update(no_key=True).get(pk=suggestion.solicitation_id)
    if found.status != SolicitationStatus.OPEN:
        raise Refused(f"“{found}”{found.get_status_display()}。")
    return found


def _demand_open(suggestion: Suggestion, words: str) -> None:
    solicitation = _held(suggestion)
    if not deadlines.in_time(timezone.now(), solicitation.closes_at):
        raise Refused(f"征集已于 {deadlines.told(solicitation.closes_at)} 截止，不能再{words}。")


def answer(suggestion: Suggestion, *, by: User, outcome: str, reply: str, adopted_text: str = "") -> None:
    """Say what comes of it (``outcome`` is one of ANSWERED) and why; the suggester is told at once, the public after 汇总.

    What is taken up stands in the guide in ``adopted_text``; empty: as it was suggested. An answer may be put right until
    the 汇总.
    """
    if not reply.strip():
        raise Refused("采纳与否都须写明答复。")
    with ANSWERS[outcome](suggestion, by=by):
        _held(suggestion)
        if suggestion.section_id and suggestion.submitted_by_id == by.pk:
            raise Refused("科室的建议由另一人答复，不能由提出的人自己答复。")
        text = (adopted_text.strip() or suggestion.wording or suggestion.title) if outcome in TAKEN_UP else ""
        if found := disclosure.find(f"{reply}\n{text}", landlines=False):
            raise Refused(f"答复或表述中有{found[0].what}（{found[0].shown}），汇总后要公开，请删去。")
        suggestion.reply, suggestion.adopted_text = reply.strip(), text
        suggestion.answered_by, suggestion.answered_at = by, timezone.now()
        words = SuggestionStatus(outcome).label
        letters.tell_suggester(suggestion, "answered", outcome=words, reply=suggestion.reply)


def answer_many(key: str, pks: Sequence[int], *, by: User, outcome: str, reply: str) -> None:
    """Answer alike what a person was shown: a few at once, many by a worker. The same ``key`` said twice is one batch."""
    if len(pks) <= batches.AT_ONCE:
        if batches.progress(key, by=by) is None:
            answer_each(key, pks, by=by, outcome=outcome, reply=reply)
    elif batches.begin(key, pks, by=by, reason=reply, words=_words(outcome)):
        current_app.signature(
            "projects.tasks.answer_suggestions", [key, list(pks), by.pk, outcome, reply]
        ).apply_async()


def answer_each(key: str, pks: Sequence[int], *, by: User, outcome: str, reply: str) -> None:
    """One by one, each in its own transaction; what has an answer by now is skipped."""
    rows = Suggestion.objects.visible_to(by).awaiting_answer()
    say = partial(answer, by=by, outcome=outcome, reply=reply)
    batches.do_all(key, rows, pks, say, by=by, reason=reply, words=_words(outcome))


def _words(outcome: str) -> str:
    return f"答复（{SuggestionStatus(outcome).label}）"
