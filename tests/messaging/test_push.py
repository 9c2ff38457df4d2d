"""Web push: sealed as RFC 8291 says, signed as RFC 8292 says, to allowed services alone, and only where it is configured."""

import base64
import json
import os
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.management import CommandError, call_command
from django.urls import reverse

from bureau import webpush
from bureau.messaging import delivering, kinds, workflow
from bureau.messaging.choices import Channel, DeliveryStatus
from bureau.messaging.kinds import Kind
from bureau.messaging.models import Delivery, PushDevice
from bureau.workflow import Refused

pytestmark = pytest.mark.django_db


class Service:
    """A push service on the loopback that keeps what it is given."""

    def __init__(self):
        self.given, self.status = [], 201
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.given.append((dict(self.headers), body))
                self.send_response(service.status)
                if service.status == 302:
                    self.send_header("Location", "http://127.0.0.1:9/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}/push/abc"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def service(settings):
    settings.PUSH_KEY = ec.generate_private_key(ec.SECP256R1())
    settings.PUSH_HOSTS, settings.MESSAGE_QUIET_HOURS = ["127.0.0.1"], None
    made = Service()
    yield made
    made.server.shutdown()


@pytest.fixture
def news():
    made = Kind(code="test.push", name="推送", title="{title}", body="{title}", placeholders={"title": "奖补"}, channels=(Channel.PUSH,), for_units=True)  # fmt: skip
    kinds.register(made)
    yield made
    del kinds._registered[made.code]


class Browser:
    """A browser's side of the push API."""

    def __init__(self):
        self.private, self.auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.keys = {"key": webpush.public_text(self.private), "secret": webpush.encoded(self.auth)}

    def open(self, body: bytes) -> bytes:
        """What was sealed for it, by the steps of RFC 8291 section 3.4 written down anew."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        public = webpush.decoded(self.keys["key"])
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        ikm = HKDF(hashes.SHA256(), 32, self.auth, b"WebPush: info\0" + public + sender).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(ikm)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(ikm)
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x02")


def push(news, user) -> Delivery:
    workflow.send(news.code, to=user, key="1", context={"title": "研发奖补开始申报"})
    delivery = Delivery.objects.get(message__user=user)
    delivering.deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_sealing_gives_the_example_of_the_standard():
    """RFC 8291 section 5 and appendix A, byte for byte."""
    sender = ec.derive_private_key(int.from_bytes(webpush.decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1())  # fmt: skip
    sealed = webpush.seal(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        sender=sender,
        salt=webpush.decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert webpush.encoded(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_a_message_arrives_sealed_and_signed(service, news, applicant):
    browser = Browser()
    workflow.add_device(by=applicant, endpoint=service.endpoint, **browser.keys)
    delivery = push(news, applicant)
    ((headers, body),) = service.given

    assert delivery.status == DeliveryStatus.SENT
    text = json.loads(browser.open(body))
    assert (text["title"], text["url"]) == (
        "研发奖补开始申报",
        reverse("messaging:message-open", args=[delivery.message_id]),
    )
    assert "研发".encode() not in body
    token, key = headers["Authorization"].removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    raw = webpush.decoded(signature)
    whole = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), webpush.decoded(key))
    public.verify(whole, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["aud"] == service.endpoint.removesuffix("/push/abc")


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service, news, applicant, status):
    service.status = status
    workflow.add_device(by=applicant, endpoint=service.endpoint, **Browser().keys)

    assert push(news, applicant).status == DeliveryStatus.SKIPPED
    assert not PushDevice.objects.exists()


def test_a_service_that_is_busy_is_asked_again_later(service, news, applicant):
    service.status = 503
    workflow.add_device(by=applicant, endpoint=service.endpoint, **Browser().keys)

    assert push(news, applicant).status == DeliveryStatus.WAITING
    assert PushDevice.objects.exists()


def test_a_redirect_is_not_followed(service, news, applicant):
    service.status = 302
    workflow.add_device(by=applicant, endpoint=service.endpoint, **Browser().keys)

    assert push(news, applicant).status == DeliveryStatus.WAITING
    assert len(service.given) == 1


def test_without_a_key_nothing_goes(service, news, applicant, settings, client):
    workflow.add_device(by=applicant, endpoint=service.endpoint, **Browser().keys)
    settings.PUSH_KEY = None

    assert push(news, applicant).status == DeliveryStatus.SKIPPED
    assert service.given == []
    client.force_login(applicant)
    assert "data-push" not in client.get(reverse("messaging:preferences")).content.decode()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://10.0.0.1/x",
        "https://evil.example/x",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_only_the_services_of_browsers_are_ever_called(applicant, endpoint, client, settings):
    settings.PUSH_KEY = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(Refused):
        workflow.add_device(by=applicant, endpoint=endpoint, **Browser().keys)
    client.force_login(applicant)

    assert client.post(reverse("messaging:device-add"), {"endpoint": endpoint, **Browser().keys}).status_code == 400


def test_a_device_is_added_and_dropped_by_its_own_person(service, applicant, client, django_user_model):
    client.force_login(applicant)
    assert (
        client.post(reverse("messaging:device-add"), {"endpoint": service.endpoint, **Browser().keys}).status_code
        == 200
    )
    device = PushDevice.objects.get()
    assert (device.user, device.endpoint) == (applicant, service.endpoint)
    client.force_login(django_user_model.objects.create_user("other"))
    client.post(reverse("messaging:device-drop"), {"endpoint": service.endpoint})
    assert PushDevice.objects.exists()
    client.force_login(applicant)
    client.post(reverse("messaging:device-drop"), {"endpoint": service.endpoint})

    assert not PushDevice.objects.exists()


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path, settings):
    settings.PUSH_KEY_FILE = tmp_path / "push-key.pem"
    call_command("make_push_key")
    text = settings.PUSH_KEY_FILE.read_text()

    assert stat.S_IMODE(settings.PUSH_KEY_FILE.stat().st_mode) == 0o600
    assert len(webpush.decoded(webpush.public_text(webpush.load_key(text)))) == 65
    with pytest.raises(CommandError):
        call_command("make_push_key")
    assert settings.PUSH_KEY_FILE.read_text() == text
