"""查重: texts are kept and compared by the portal; what a pair of them is, an officer says. No status follows from it."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from celery import current_app
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.similarity import Comparison, compare, likeness, shingles
from bureau.workflow import Refused, Transition
from projects.choices import PUT_FORWARD, FieldKind, PairStatus
from projects.models import Application, ComparedText, Project, Shingle, SimilarPair

LISTED_SHARE = 0.45
"""From this share of the shorter text on, a pair is put before an officer (set with all 200 judged pairs in view: ``manage.py similarity_eval``)."""
LISTED_CHARACTERS = 200
"""Between two units also from so many characters on, whatever their share: one chapter taken over."""
LISTED_TITLE = 0.8
COMMON_FROM = 50
"""A run of characters that so many texts hold is a phrase of the trade: it finds nobody."""
SHARED_RUNS, COMPARED_AT_MOST = 2, 60
TITLE_SALT, TITLE_RUN = "名称", 3
AT_ONCE = 2_000
CONFIRM = Transition(
    "confirm_pair", "认定重复", (PairStatus.OPEN,), PairStatus.CONFIRMED, "projects.decide_similarpair"
)
DISMISS = Transition(
    "dismiss_pair", "认定不重复", (PairStatus.OPEN,), PairStatus.DISMISSED, "projects.decide_similarpair"
)
REVIEW = Transition(
    "review_pair",
    "重新核对",
    (PairStatus.CONFIRMED, PairStatus.DISMISSED),
    PairStatus.OPEN,
    "projects.decide_similarpair",
)
ALL = (CONFIRM, DISMISS, REVIEW)


def confirm(pair: SimilarPair, *, by: User, reason: str) -> None:
    """They are the same work. What follows for the applications, their own verbs say."""
    with CONFIRM(pair, by=by, reason=reason):
        _sign(pair, by, reason)


def dismiss(pair: SimilarPair, *, by: User, reason: str) -> None:
    """They are different work, or a following phase, or one unit's common words."""
    with DISMISS(pair, by=by, reason=reason):
        _sign(pair, by, reason)


def _sign(pair: SimilarPair, by: User, reason: str) -> None:
    pair.decided_by, pair.decided_at, pair.reason = by, timezone.now(), reason.strip()


def review(pair: SimilarPair, *, by: User, reason: str) -> None:
    """Look at it anew."""
    if not reason.strip():
        raise Refused("请写明重新核对的理由。")
    with REVIEW(pair, by=by, reason=reason):
        pair.decided_by = pair.decided_at = None
        pair.reason = ""


def ring(application: Application) -> None:
    """Have the application compared once this transaction is written; should the broker be down, the night makes up for it."""
    task = current_app.signature("projects.tasks.compare_application", [application.pk])
    transaction.on_commit(lambda: task.apply_async(), robust=True)


def body_of(application: Application) -> str:
    """All that the applicant tells in words of their own: the long texts of the form, one below the other."""
    codes = [field.code for field in application.version.form.fields.values() if field.kind == FieldKind.LONG]
    told = dict(application.answers.filter(code__in=codes).values_list("code", "value"))
    return "\n".join(str(told[code]).strip() for code in codes if told.get(code))


def keep_text(application: Application) -> ComparedText:
    """What the application tells now, ready to be found by others; unchanged texts are left alone."""
    body = body_of(application)
    digest = _digest(application.title, body)
    text = ComparedText.objects.filter(application=application).first() or ComparedText(application=application)
    if text.digest != digest:
        text.title, text.body, text.digest, text.compared_at = application.title, body, digest, None
        text.save()
        text.shingles.all().delete()
        _keep_shingles([text])
    return text


def keep_projects() -> int:
    """The titles of approved projects that have none yet or were corrected since; how many there were."""
    count = 0
    rows = Project.objects.filter(voided_at=None)
    changed = rows.filter(Q(compared=None) | ~Q(compared__title=F("title")))
    while batch := list(changed.select_related("compared").order_by("pk")[:AT_ONCE]):
        with transaction.atomic():
            texts = [_titled(project) for project in batch]
            ComparedText.objects.bulk_create(
                texts, update_conflicts=True, unique_fields=["project"], update_fields=["title", "digest"]
            )
            Shingle.objects.filter(text__in=texts).delete()
            _keep_shingles(texts)
        count += len(batch)
    return count


def _titled(project: Project) -> ComparedText:
    text = project.compared if hasattr(project, "compared") else ComparedText(project=project)
    text.title, text.digest = project.title, _digest(project.title, "")
    return text


def _digest(title: str, body: str) -> str:
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def _keep_shingles(texts: list[ComparedText]) -> None:
    Shingle.objects.bulk_create(
        (Shingle(value=value, text=text) for text in texts for value in _all_shingles(text)), batch_size=AT_ONCE
    )


def _all_shingles(text: ComparedText) -> set[int]:
    return shingles(text.body) | title_shingles(text.title)


def title_shingles(title: str) -> set[int]:
    """All runs of three characters of a title: too short for samples."""
    return shingles(title, TITLE_SALT, one_in=1, size=TITLE_RUN)


def compare_application(application: Application) -> list[SimilarPair]:
    """Compare with everything that stands: this call, other calls, approved projects. Gives the pairs to be looked at.

    Said again it changes nothing, but for pairs whose texts have changed: those wait to be looked at anew.
    """
    keep_projects()
    with transaction.atomic():
        application = (
            Application._base_manager.select_for_update(of=("self",)).select_related("version").get(pk=application.pk)
        )
        text = keep_text(application)
        found = [pair for other in candidates(text) if (pair := _pair(text, other))]
        mine = SimilarPair.objects.filter(Q(application=application) | Q(other=text))
        keys = {(pair.application_id, pair.other_id) for pair in found}
        for stale in mine.open():
            if (stale.application_id, stale.other_id) not in keys:
                stale.delete()
        kept = [_keep(pair) for pair in found]
        text.compared_at = timezone.now()
        text.save(update_fields=["compared_at"])
    return kept


def candidates(text: ComparedText) -> list[ComparedText]:
    """Texts that share uncommon runs of characters with this one, those with most first."""
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [COMMON_FROM + 1, text.pk, COMMON_FROM, text.pk, SHARED_RUNS, COMPARED_AT_MOST * 2])
        order = [pk for pk, _count in cursor.fetchall()]
    stands = Q(application__status__in=PUT_FORWARD) | Q(project__voided_at=None, project__isnull=False)
    rows = ComparedText.objects.filter(stands, pk__in=order).select_related("application", "project").in_bulk()
    return [rows[pk] for pk in order if pk in rows][:COMPARED_AT_MOST]


# The inner LIMIT keeps a phrase that thousands of texts hold as cheap as any other.
_CANDIDATES = """
    SELECT held.text_id, count(*)
    FROM projects_shingle mine
    CROSS JOIN LATERAL (
        SELECT array_agg(text_id) AS texts
        FROM (SELECT text_id FROM projects_shingle WHERE value = mine.value LIMIT %s) few
    ) holders
    CROSS JOIN LATERAL unnest(holders.texts) AS held(text_id)
    WHERE mine.text_id = %s AND cardinality(holders.texts) <= %s AND held.text_id <> %s
    GROUP BY held.text_id HAVING count(*) >= %s
    ORDER BY count(*) DESC, held.text_id LIMIT %s
"""


def _pair(text: ComparedText, other: ComparedText) -> SimilarPair | None:
    """The pair as it would be kept: its application is the later of the two. None where it need not be looked at."""
    if other.application_id and other.application_id > text.application_id:
        text, other = other, text
    found = compare(text.body, other.body) if other.body else Comparison(0.0, 0, ())
    title = likeness(text.title, other.title)
    source = other.application or other.project
    is_one_unit = source.organisation_id == text.application.organisation_id
    is_listed = (
        found.share >= LISTED_SHARE
        or title >= LISTED_TITLE
        or (found.characters >= LISTED_CHARACTERS and not is_one_unit)
    )
    if not is_listed:
        return None
    return SimilarPair(
        application=text.application, other=other, share=_three(found.share), title_likeness=_three(title),
        characters=found.characters, passages=[asdict(passage) for passage in found.passages],
        digests=f"{text.digest}:{other.digest}",
    )  # fmt: skip


def _three(number: float) -> Decimal:
    return Decimal(number).quantize(Decimal("0.001"))


def _keep(pair: SimilarPair) -> SimilarPair:
    """Keep what was found; where it was decided on other texts, it is to be looked at anew."""
    known = SimilarPair.objects.filter(application=pair.application_id, other=pair.other_id).first()
    if known is None:
        pair.save()
        return pair
    if known.digests != pair.digests:
        was_decided = known.status != PairStatus.OPEN
        for name in ("share", "title_likeness", "characters", "passages", "digests"):
            setattr(known, name, getattr(pair, name))
        known.status, known.decided_by, known.decided_at, known.reason = PairStatus.OPEN, None, None, ""
        known.save()
        if was_decided:
            record(known, "review_pair", by="查重", reason="文本已修改，须重新核对。")
    return known


def not_compared() -> Iterator[int]:
    """Applications put forward whose text nobody has compared: what a lost task left."""
    done = ComparedText.objects.filter(application=OuterRef("pk"), compared_at__isnull=False)
    return Application.objects.put_forward().filter(~Exists(done)).order_by("pk").values_list("pk", flat=True)
