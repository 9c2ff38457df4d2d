"""The last hour of a call: many drafts saved every half minute, submissions coming in, each timed from when it was due."""

import asyncio
import secrets
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Division, Membership, Organisation, User
from bureau.codes import credit_code_check
from bureau.portal.demonstration import calls as demonstration
from bureau.portal.demonstration.accounts import make_accounts
from bureau.privacy import consents
from bureau.signin import sessions
from projects import agreeing
from projects.models import Answer, Application, Attachment, Submission, TeamMember
from projects.workflow import calls, submitting

CONNECTIONS = 8
SECTION = "content"
WORDS = "研究稀土萃取分离的关键工艺，建立中试线，形成可推广的成套技术。" * 12


@dataclass(slots=True)
class Sent:
    """One request: when it was due, how long after that its answer was there, and what it said."""

    kind: str
    application: int
    took: float
    status: int
    body: bytes
    typed: str = ""


def fill(count: int) -> list[tuple[int, str, str]]:
    """``count`` whole drafts of as many units, each fifth already sent for review: (application, session, kind)."""
    users = make_accounts()
    until = timezone.now() + timedelta(days=1)
    call = demonstration.make_call(users["officer"], "测量", "plan", until - timedelta(days=9), until)
    call.rules.filter(code="leader_running").delete()
    calls.send(call, by=users["officer"])
    calls.publish(call, by=users["section_head"])
    place = Division.objects.get(name="章贡区")
    unit, manager, contributor = _unit(0, place)
    first = demonstration.make_application(call, unit, contributor, "测量项目", 0)
    submitting.propose(first, by=contributor)
    return [(first.pk, _session(manager), "submit"), *_copies(first, place, count - 1)]


def _unit(n: int, place: Division) -> tuple[Organisation, User, User]:
    head = f"91360702PDY{n:05d}X"
    unit = Organisation.objects.create(
        name=f"测量{n}", name_key=f"测量{n}", credit_code=head + credit_code_check(head), division=place
    )
    people = []
    for role in (MembershipRole.MANAGER, MembershipRole.CONTRIBUTOR):
        user = User.objects.create(username=f"{role}{n}", name=f"人{n}")
        Membership.objects.create(user=user, organisation=unit, role=role)
        people.append(User.objects.get(pk=user.pk))
    return unit, *people


def _copies(first: Application, place: Division, count: int) -> Iterator[tuple[int, str, str]]:
    answers, files = list(first.answers.all()), list(first.attachments.all())
    leader_and_other = list(first.team.all())
    for n in range(1, count + 1):
        unit, manager, contributor = _unit(n, place)
        is_submitted = n % 5 == 0
        signed = (
            {"proposed_by": contributor, "proposed_at": timezone.now(), "status": "unit_review"} if is_submitted else {}
        )
        application = Application.objects.create(
            call=first.call, version=first.version, organisation=unit, token=uuid.uuid4(), title=first.title, created_by=contributor, **signed
        )  # fmt: skip
        made = Answer.objects.bulk_create(
            Answer(application=application, code=a.code, value=a.value, changed_by=contributor, changed_at=a.changed_at) for a in answers
        )  # fmt: skip
        fields = first.version.form.fields
        for answer in made:
            if agreeing.is_asked_for(fields[answer.code]):
                consents.give(consents.SECRET, answer, by=contributor)
        for member in leader_and_other:
            copy = TeamMember(
                application=application, position=member.position, name=f"{member.name}{n}", id_number=f"X{n:08d}{member.position}",
                rank=member.rank, unit_name="x", duty="x", confirmed_at=timezone.now(),
            )  # fmt: skip
            copy.save()
            consents.give(consents.IDENTITY, copy, by=contributor)
        Attachment.objects.bulk_create(
            Attachment(application=application, code=f.code, file=f.file.name, name=f.name, mime=f.mime, size=f.size, sha256=f.sha256, uploaded_by=contributor)
            for f in files
        )  # fmt: skip
        yield application.pk, _session(manager if is_submitted else contributor), "submit" if is_submitted else "save"


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def at_work(drafts: list) -> None:
    """As in the middle of a day: when each was last seen is spread over the time in which that is written once."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    now, span = time.time(), settings.SESSION_IDLE_MINUTES * 60 / sessions.WRITTEN_IN
    for place, (_pk, key, _kind) in enumerate(drafts):
        session = store(key)
        session[sessions.MARK] = session[sessions.MARK] | {"seen": now - place * span / len(drafts)}
        session.save()


def run(port: int, drafts: list, *, seconds: int, every: int, submissions: int, per_second: float) -> list[Sent]:
    """The load, open-loop: requests are due at their moments whether or not earlier ones have been answered."""
    saving = [(pk, session) for pk, session, kind in drafts if kind == "save"]
    handing = [(pk, session) for pk, session, kind in drafts if kind == "submit"][:submissions]
    due = [
        (place * every / len(saving) + turn * every, "save", pk, session)
        for turn in range(seconds // every)
        for place, (pk, session) in enumerate(saving)
    ]
    due += [(place / per_second, "submit", pk, session) for place, (pk, session) in enumerate(handing)]
    return asyncio.run(_run(port, sorted(due)))


async def _run(port: int, due: list) -> list[Sent]:
    queue: asyncio.Queue = asyncio.Queue()
    done: list[Sent] = []
    revisions: dict[int, int] = {}
    start = time.perf_counter() + 0.5
    senders = [asyncio.create_task(_send_all(port, queue, done, revisions, start)) for _ in range(CONNECTIONS)]
    for moment, kind, pk, session in due:
        await asyncio.sleep(max(0, start + moment - time.perf_counter()))
        queue.put_nowait((moment, kind, pk, session))
    for _ in senders:
        queue.put_nowait(None)
    await asyncio.gather(*senders)
    return done


async def _send_all(port, queue, done, revisions, start) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (one := await queue.get()) is not None:
        moment, kind, pk, session = one
        seen = revisions.get(pk, 1)
        typed = f"{WORDS}{seen}"
        values = (
            {"background": typed, "revision-background": seen}
            if kind == "save"
            else {"verb": "submit", "token": uuid.uuid4()}
        )
        path = f"section/{SECTION}" if kind == "save" else "check"
        writer.write(_request(f"/workspace/applications/{pk}/{path}/", values, session))
        status, body = await _answer(reader)
        done.append(Sent(kind, pk, time.perf_counter() - start - moment, status, body, typed if kind == "save" else ""))
        if kind == "save" and status == 200:
            revisions[pk] = seen + 1
    writer.close()


def _request(path: str, values: dict, session: str) -> bytes:
    token, body = secrets.token_hex(16), urlencode(values).encode()
    head = (
        f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json", f"X-CSRFToken: {token}",
        f"Cookie: {settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}",
    )  # fmt: skip
    return "\r\n".join([*head, "", ""]).encode() + body


async def _answer(reader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


def lost(done: list[Sent]) -> list[str]:
    """What was acknowledged and is not there, or is there twice."""
    faults = []
    last = {sent.application: sent.typed for sent in done if sent.kind == "save" and sent.status == 200}
    kept = dict(Answer.objects.filter(code="background", application__in=last).values_list("application", "value"))
    faults += [f"申报 {pk} 的内容不是最后确认的。" for pk, typed in last.items() if kept.get(pk) != typed]
    handed = [sent.application for sent in done if sent.kind == "submit" and sent.status == 302]
    counts = dict.fromkeys(handed, 0)
    for pk in Submission.objects.filter(application__in=handed).values_list("application", flat=True):
        counts[pk] += 1
    faults += [f"申报 {pk} 有 {count} 次提交。" for pk, count in counts.items() if count != 1]
    expected = {"save": 200, "submit": 302}
    faults += [f"{sent.kind} {sent.application}：{sent.status}" for sent in done if sent.status != expected[sent.kind]]
    return faults


def percentile(done: list[Sent], kind: str, share: float) -> float:
    """The time within which that share of the requests of a kind were answered."""
    times = sorted(sent.took for sent in done if sent.kind == kind)
    return times[min(len(times) - 1, int(len(times) * share))]
