"""Attachments on their way to experts: read by the machine, looked at by a person where it cannot, copied for each expert.

A blind round opens when every attachment has been read, and what could not be read has been looked at.
"""

import hashlib
from collections import Counter

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from bureau import redacting
from bureau.accounts.models import User
from bureau.audit.book import note
from bureau.files import EXCEL, OFD, WORD, Unacceptable
from bureau.stripping import strip
from bureau.watermarks import mark_excel, mark_word
from bureau.workflow import Refused
from projects import blinding
from projects.choices import RoundStatus
from projects.models import Application, Assignment, Attachment, ExpertCopy, Reading, ReviewRound

CHECKS = "projects.check_application"
NIGHTLY = "每夜任务"
AT_ONCE = 200  # Attachments that are read while somebody waits for the round to start.
VERSION = "1"  # Of how copies are made: another number makes them anew.


def read(attachment: Attachment) -> Reading:
    """Look what in the file no machine can read; what is known already stays."""
    with attachment.file.open("rb") as stored:
        found = redacting.unread(stored.read(), attachment.mime)
    return Reading.objects.get_or_create(attachment=attachment, defaults={"unread": found, "read_at": timezone.now()})[
        0
    ]


def read_all(application: Application) -> list[Reading]:
    """Every attachment that stands, with what is known of it; what was not read yet is read now."""
    held = application.attachments.current().select_related("reading").order_by("pk")
    return [getattr(one, "reading", None) or read(one) for one in held]


def not_read(round: ReviewRound):
    """Attachments of the round's applications that nothing has read."""
    held = Attachment.objects.filter(application__review_items__round=round, removed_at=None)
    return held.filter(reading=None).order_by("pk")


def waiting(round: ReviewRound):
    """What a person has to look at before the round may open blind."""
    rows = Reading.objects.waiting().filter(
        attachment__application__review_items__round=round, attachment__removed_at=None
    )
    return rows.select_related("attachment__application").order_by("attachment")


def read_missing(round: ReviewRound) -> None:
    """Read what nothing has read yet. Raises Refused when that is too much to wait for: a worker is at it."""
    missing = list(not_read(round)[: AT_ONCE + 1])
    if len(missing) > AT_ONCE:
        raise Refused("附件的文字还在识别，请过几分钟再启动。")
    for attachment in missing:
        read(attachment)


def demand_checked(round: ReviewRound) -> None:
    """Raises Refused while a blind round has attachments that neither a machine nor a person has read."""
    if not_read(round).exists():
        raise Refused("附件的文字还在识别，请过几分钟再启动。")
    if left := waiting(round).count():
        first = waiting(round)[0].attachment.application
        raise Refused(
            f"本轮盲评，还有 {left} 份附件有无法自动识别、因此不能自动遮盖的内容（如“{first}”）。"
            "请在这些申报的页面逐份看过，确认其中没有单位和人员的名称，点“附件已人工核对”。"
        )


def confirm(application: Application, *, by: User) -> None:
    """An officer has looked at what no machine can read, and found nobody named in it. Raises Refused when nothing waits."""
    if not by.has_perm(CHECKS) or not Application.objects.visible_to(by).filter(pk=application.pk).exists():
        raise PermissionDenied("confirm_files")
    with transaction.atomic():
        rows = Reading.objects.waiting().filter(attachment__application=application, attachment__removed_at=None)
        names = [str(one.attachment) for one in rows.select_for_update(of=("self",)).select_related("attachment")]
        if not names:
            raise Refused("没有需要人工核对的附件。")
        rows.update(checked_by=by, checked_at=timezone.now())
        note(
            "confirm_files", by=by, subject=str(application), model=application._meta.label_lower,
            object_id=application.pk, reason="、".join(names)[:500],
        )  # fmt: skip


def copy_for(assignment: Assignment, attachment: Attachment, *, is_blind: bool) -> ExpertCopy:
    """The expert's own copy, made at the first look. Raises Unacceptable for what cannot be opened or marked."""
    names = blinding.names_of(assignment.application, with_contacts=True) if is_blind else []
    mark = f"专家 {assignment.number:02d}　{assignment.expert.number}"
    said = "\n".join([VERSION, mark, str(is_blind), attachment.sha256, *names])
    recipe = hashlib.sha256(said.encode()).hexdigest()
    held = ExpertCopy.objects.filter(assignment=assignment, attachment=attachment, recipe=recipe).first()
    if held is not None:
        return held
    with attachment.file.open("rb") as stored:
        data = _made(stored.read(), attachment.mime, mark, names, is_blind=is_blind)
    copy = ExpertCopy(
        assignment=assignment, attachment=attachment, recipe=recipe, sha256=hashlib.sha256(data).hexdigest(),
        made_at=timezone.now(),
    )  # fmt: skip
    copy.file.save(f"{recipe[:24]}.bin", ContentFile(data), save=False)
    ExpertCopy.objects.bulk_create([copy], ignore_conflicts=True)
    return ExpertCopy.objects.get(assignment=assignment, attachment=attachment, recipe=recipe)


def sweep() -> int:
    """Each night: delete the copies of rounds that are over; the originals stay. Returns how many.

    Nobody reviews by them any more, and the marks of who was given what stand in the views that were written. The file goes
    first: what stops half way is taken up the next night.
    """
    over = ExpertCopy.objects.filter(assignment__round__status=RoundStatus.ENDED)
    counts = Counter()
    for copy in over.select_related("assignment__round__call").order_by("pk").iterator(chunk_size=200):
        copy.file.storage.delete(copy.file.name)
        ExpertCopy.objects.filter(pk=copy.pk).delete()
        counts[copy.assignment.round] += 1
    for round, count in counts.items():
        note(
            "sweep_copies", by=NIGHTLY, subject=f"{round.call}{round}", model=round._meta.label_lower, object_id=round.pk,
            reason=f"评审已结束，删除专家附件副本 {count} 份，原件不动",
        )  # fmt: skip
    return sum(counts.values())


def marked_for(reader, attachment: Attachment, *, is_blind: bool) -> bytes:
    """The same for a member of a panel, who holds no assignment: made at each look and kept nowhere.

    ``reader`` tells the application, the expert and the number that stands on each page.
    """
    names = blinding.names_of(reader.application, with_contacts=True) if is_blind else []
    with attachment.file.open("rb") as stored:
        mark = f"专家 {reader.number:02d}　{reader.expert.number}"
        return _made(stored.read(), attachment.mime, mark, names, is_blind=is_blind)


def _made(data: bytes, mime: str, mark: str, names: list[str], *, is_blind: bool) -> bytes:
    if is_blind:
        data = redacting.blot(data, mime, names)
    plain = mark.replace("专家", "EXPERT").replace("　", " ")
    if mime == WORD.mime:
        data = mark_word(data, mark)
    elif mime == EXCEL.mime:
        data = mark_excel(data, mark, plain)
    elif is_blind and mime == OFD.mime:
        raise Unacceptable("OFD 文件不能遮盖其中的名称，本轮盲评不能查看。请与评审工作人员联系。")
    return strip(data, mime, mark=plain)
