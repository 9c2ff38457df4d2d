"""Make the portal's key for web push, once, in the data directory; nothing of it is ever printed or kept elsewhere."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "生成手机推送的密钥（保存在数据目录，只能生成一次）；重启服务后推送开通。"

    def handle(self, *args, **options):
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = settings.PUSH_KEY_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise CommandError(
                f"已有密钥 {path}。换新密钥会使所有设备须重新开通；确要更换，请先移走旧文件。"
            ) from error
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
        self.stdout.write(f"已生成 {path}。请重启服务（网页和后台任务），推送即开通。")
