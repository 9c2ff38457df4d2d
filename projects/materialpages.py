"""What an expert is shown of an application, at the review desk and in a panel: title, document, files, blind where the round is.

``reader`` says who reads what: the ``application``, the ``round`` that may be blind, the ``expert`` and the ``number`` that stands on
every page. An Assignment says it; for a member of a panel ``views.panels.Reader`` does.
"""

import io

from django.db.models import prefetch_related_objects
from django.http import FileResponse
from django.utils import timezone

from bureau.files import IMAGES, PDF
from projects import blinding
from projects.documents import shown_content, write_word
from projects.workflow import reviewing

DOCUMENT, WORD = "申报书", "申报书（Word）"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMES = (
    "application__organisation__former_names", "application__version", "application__recommender", "application__team",
    "application__answers",
)  # fmt: skip


def read_names(readers: list) -> None:
    """Fetch at once all that names are read off, for those readers who must not be shown any."""
    prefetch_related_objects([one for one in readers if reviewing.is_blind(one)], *NAMES)


def title_of(reader) -> str:
    """The title, without names where the round is blind."""
    title = reader.application.title
    return blinding.blot(title, blinding.names_of(reader.application)) if reviewing.is_blind(reader) else title


def content_of(reader) -> dict:
    """The document that was handed in, as templates and Word take it; blind where the round is."""
    content, _submission = shown_content(reader.application)
    return blinding.redacted(content, reader.application) if reviewing.is_blind(reader) else content


def files_of(reader) -> list[dict]:
    """Every attachment that stands: the ``file``, the ``label`` of its field, and the ``name`` it goes by."""
    fields, is_blind = reader.application.version.form.fields, reviewing.is_blind(reader)
    found = []
    for number, file in enumerate(reader.application.attachments.current().order_by("pk"), 1):
        label = fields[file.code].label if file.code in fields else "附件"
        name = blinding.neutral_name(number, file.name) if is_blind else file.name
        found.append({"file": file, "label": label, "name": name})
    return found


def file_of(reader, pk: int) -> dict | None:
    """One of them, or None: a file of another application, or one that was taken away."""
    return next((one for one in files_of(reader) if one["file"].pk == pk), None)


def is_shown(mime: str) -> bool:
    """Whether a browser shows the kind of file; the others are saved."""
    return mime in {PDF.mime, *(kind.mime for kind in IMAGES)}


def mark_of(reader) -> str:
    """Whose copy it is and of which day, as it stands across every page."""
    return f"专家 {reader.number:02d}　{reader.expert.number}　{timezone.localdate():%Y-%m-%d}"


def word_of(reader) -> FileResponse:
    """The document as Word, with the expert's mark on each page."""
    file = io.BytesIO()
    write_word(content_of(reader), file, submission=None, mark=f"评审专用　{mark_of(reader)}")
    file.seek(0)
    name = f"{reader.application.number}.docx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=WORD_TYPE)
