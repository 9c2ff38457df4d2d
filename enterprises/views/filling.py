"""The workbook of a year out and in, and filling in what the portal knows."""

import io

from django import forms
from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import EXCEL, CheckedFileField
from bureau.workflow import Refused
from enterprises import workbook
from enterprises.workflow import filling

from .yearly import own_data

SHOWN = 50


class WorkbookForm(forms.Form):
    """The filled-in workbook."""

    file = CheckedFileField(label="填好的工作簿", kinds=(EXCEL,))


@require_safe
def data_workbook(request, pk: int):
    """The year as a workbook, with what is known."""
    data = own_data(request, pk)
    file = io.BytesIO()
    workbook.write(data, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{data.organisation}-{data.year}年度数据.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def data_upload(request, pk: int):
    """The workbook comes back: all of it or nothing."""
    data = own_data(request, pk)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            filling.fill_from_workbook(data, workbook.read(form.cleaned_data["file"]), by=request.user)
        except filling.Unwritten as refusal:
            form.add_error(None, refusal.faults[:SHOWN])  # Each a line of its own, to be worked off.
            form.add_error("file", f"没有写入：有 {len(refusal.faults)} 处须改正，列在上面；改好后重新上传。")
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "已按工作簿填写。")
            return redirect("enterprises:data-detail", pk)
    return render(request, "enterprises/data_upload.html", {"data": data, "form": form})


@require_POST
def data_prefill(request, pk: int):
    """Add the rights and activities that the portal knows."""
    data = own_data(request, pk)
    try:
        rights, activities = filling.prefill(data, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已加入知识产权 {rights} 项、研发活动 {activities} 项，请核对并补全。")
    return redirect("enterprises:data-detail", pk)
