"""抽取记录表: an expert draw on paper, as it was sealed; the page of GB/T 9704-2012, as other forms of reviews."""

from typing import BinaryIO

from django.utils import timezone

from projects import drawing
from projects.choices import SeatStatus
from projects.models import Draw
from projects.papers import add_lines, add_table, new_paper
from projects.reviewpages import draw_told


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else "—"


def write_draw(draw: Draw, file: BinaryIO) -> None:
    """Its plan, how many could be drawn, seed, who was drawn and who answered what, operator and supervisor; landscape."""
    document = new_paper("专家抽取记录表", is_landscape=True)
    add_lines(document, f"批次：{draw.round.call}　　{draw.round}　　第 {draw.number} 次抽取", size=12)
    told = draw_told(draw)
    _add_facts(document, draw)
    add_lines(document, "", "一、抽取要求与可抽取人数", size=12)
    rows = [
        [line["line"], str(line["field"]), str(line["seats"]), str(line["backups"]), str(line["eligible"]), line["others"] or "—"]
        for line in told["lines"]
    ]  # fmt: skip
    add_table(
        document,
        ["分组与类型", "领域", "正选", "备选", "可抽取", "其他人不能抽取的原因"],
        rows,
        [52, 36, 14, 14, 17, 92],
    )
    seats = list(told["seats"])
    add_lines(document, "", f"二、抽取结果与答复（{len(seats)} 人）", size=12)
    add_table(
        document,
        ["分组与类型", "次序", "编号", "姓名", "工作单位", "抽为", "答复", "理由"],
        [_seat(seat) for seat in seats],
        [46, 12, 24, 20, 52, 14, 22, 35],
    )
    gone = [seat for seat in seats if seat.status in (SeatStatus.DECLINED, SeatStatus.CANCELLED)]
    asked = [seat for seat in seats if seat.was_backup and seat.invited_at]
    add_lines(document, f"婉拒或取消 {len(gone)} 人，备选递补 {len(asked)} 人。", size=12)
    add_lines(
        document,
        f"核对：manage.py verify_draw {draw.pk} 按保存的输入和种子重新抽取，结果须一致（次序＝SHA-256（种子|专家序号）从小到大）。",
        "",
        "操作人签字：　　　　　　　　　　监督人签字：　　　　　　　　　　　　　　年　　月　　日",
        size=12,
    )
    document.save(file)


def _add_facts(document, draw: Draw) -> None:
    pool = draw.content.get("candidates", ())
    able = sum(
        1
        for one in pool
        if any(not drawing.obstacle(one, line, draw.content) for line in draw.content["plan"]["lines"])
    )
    rule = (
        f"市外不少于 {draw.outside_share}%；职称不低于{draw.get_least_rank_display()}；每组同一单位至多 {draw.per_unit} 人；"
        f"每人每年至多 {draw.yearly_cap} 次；"
        + (f"近 {draw.rotation_rounds} 个同类轮次评过的不抽；" if draw.rotation_rounds else "不轮换；")
        + (f"连续参加同类评审至多 {draw.consecutive_cap} 次；" if draw.consecutive_cap else "连续参加不限；")
        + f"答复期限 {draw.answer_days} 个工作日"
    )
    named = "；".join(str(choice) for choice in draw.choices.all())
    rows = [
        ["规则", rule],
        [
            "抽取范围",
            f"在库专家 {len(pool)} 人，其中符合至少一行要求的 {able} 人；数据日期 {draw.content.get('day', '—')}",
        ],
        ["指定与排除", named or "无"],
        ["操作人", f"{draw.prepared_by or '—'}　{_moment(draw.prepared_at)}（准备，冻结名单）"],
        ["监督人", f"{draw.supervised_by or '—'}　{_moment(draw.supervised_at)}（确认并抽取）"],
        ["种子", draw.seed],
        ["指纹", draw.digest],
    ]
    add_table(document, ["事项", "内容"], rows, [30, 195])


def _seat(seat) -> list[str]:
    return [
        str(seat.line), str(seat.place), seat.expert.number or "", str(seat.expert),
        seat.expert.unit_name + ("（市外）" if seat.expert.is_outside else ""), "备选" if seat.was_backup else "正选",
        seat.get_status_display() + (f" {timezone.localtime(seat.answered_at):%m-%d}" if seat.answered_at else ""), seat.reason,
    ]  # fmt: skip
