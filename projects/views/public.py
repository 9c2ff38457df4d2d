"""Pages that need no account: whether a paper is what was handed in; a member's own link."""

import io

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bureau.privacy.consents import IDENTITY_OWN
from bureau.tokens import token_hash
from bureau.workflow import Refused
from projects.documents import verify_address
from projects.models import Application, Submission, TeamMember
from projects.workflow import drafts


@never_cache
@login_not_required
@require_safe
def verify(request, number: str, code: str):
    """What was handed in under a number: whose, when, with which fingerprint. Nothing of its content."""
    found = (
        Submission.objects.filter(application__number=number, digest__startswith=code)
        .select_related("application__call", "application__organisation")
        .last()
    )
    latest = found and found.application.submissions.order_by("turn").last()
    context = {"number": number, "code": code, "submission": found, "is_latest": found == latest if found else False}
    return render(request, "projects/verify.html", context, status=200 if found else 404)


@require_safe
def verify_picture(request, pk: int):
    """The square code that stands on the printable page."""
    application = get_object_or_404(Application.objects.visible_to(request.user), pk=pk)
    submission = get_object_or_404(application.submissions.order_by("-turn")[:1])
    address = request.build_absolute_uri(verify_address(submission))
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", scale=4, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_link(request, token: str):
    """The person reads in what they are named, and says yes or no."""
    rows = TeamMember.objects.filter(token_hash=token_hash(token))
    told = ""
    if request.method == "POST":
        try:
            agrees, consented = request.POST.get("answer") == "yes", "consent" in request.POST
            drafts.answer_link(token, agrees=agrees, consented=consented)
        except Refused as refusal:
            told = str(refusal)
    member = rows.select_related("application__organisation", "application__call").first()
    context = {"member": member, "told": told, "statement": IDENTITY_OWN}
    return render(request, "projects/member_link.html", context, status=200 if member else 404)
