"""What everybody may know: which personal information is kept and why, and who processes it for the bureau."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .inventory import lines
from .models import Processor


@login_not_required
@require_safe
def register(request):
    """个人信息处理清单 (个人信息保护法 art. 17, 网络数据安全管理条例 art. 21)."""
    processors = Processor.objects.in_force().only("name", "purpose", "data", "manner", "ends_on").order_by("name")
    return render(request, "privacy/register.html", {"lines": lines(), "processors": processors})
