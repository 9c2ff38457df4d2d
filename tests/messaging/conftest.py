"""A kind of message for tests, people to tell, and a platform on the loopback that keeps what it is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bureau.accounts.models import User
from bureau.messaging import kinds
from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind


@pytest.fixture
def kind():
    """申报书被退回: by e-mail and text message, may be switched off."""
    made = Kind(
        code="test.returned",
        name="申报书被退回",
        title="《{title}》被退回",
        body="{unit}：您提交的《{title}》被退回，原因：{reason}",
        placeholders={"title": "钨合金刀具涂层研究", "unit": "赣州甲有限公司", "reason": "缺少查新报告"},
        channels=(Channel.EMAIL, Channel.SMS),
        for_units=True,
        for_staff=True,
    )
    kinds.register(made)
    yield made
    del kinds._registered[made.code]


VALUES = {"title": "钨合金刀具涂层研究", "unit": "赣州甲有限公司", "reason": "缺少查新报告"}


@pytest.fixture
def applicant(db):
    """Somebody of a unit, reached by e-mail and mobile."""
    return User.objects.create_user(username="applicant", name="王填报", email="wang@example.com", mobile="13900001234")


class Platform:
    """A short-message platform and a group robot in one: a real HTTP server that counts what reaches it."""

    def __init__(self):
        self.told, self.status, self.answer, self.hold = [], 200, {"code": 0, "errcode": 0}, None
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                platform.told.append((self.path, json.loads(body), self.headers.get("Authorization")))
                if platform.hold is not None:
                    platform.hold.wait(20)
                data = json.dumps(platform.answer).encode()
                self.send_response(platform.status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_words):
                """Tests are silent."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_request):
                """Whoever hangs up is part of the test."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def platform(settings):
    """The platform that SMS and 企业微信 are pointed at."""
    made = Platform()
    settings.SMS_BACKEND, settings.SMS_URL, settings.SMS_TOKEN = "http", f"{made.url}/sms", "token"
    settings.WECOM_BACKEND, settings.WECOM_WEBHOOK_URL = "http", f"{made.url}/robot"
    yield made
    made.close()
