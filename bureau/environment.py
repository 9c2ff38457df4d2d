"""What the environment says, read strictly: a wrong or missing value stops the start and is named. For settings.py alone."""

import base64
import fcntl
import json
import os
import secrets
import sys
from collections.abc import Callable
from datetime import time
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from bureau import embedded
from bureau.webpush import load_key

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env("BUREAU_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
BUREAU_ENV = env("BUREAU_ENV", default="demo")
PRODUCTION = BUREAU_ENV == "production"
if BUREAU_ENV not in {"demo", "production"}:
    raise ImproperlyConfigured(f"BUREAU_ENV 只能是 demo 或 production，现为“{BUREAU_ENV}”。")
# Commands that read no data start no server.
_NO_DATA = {"help", "version", "makemessages", "compilemessages", "make_demo_lists"}
_IDLE = "--help" in sys.argv or "--version" in sys.argv or (sys.argv[1:2] != [] and sys.argv[1] in _NO_DATA)


def required(name: str, demo: str) -> str:
    """The variable's value; in production a missing one stops the start and is named."""
    value = env(name, default="" if PRODUCTION else demo)
    if PRODUCTION and not value.strip():
        raise ImproperlyConfigured(f"生产环境必须设置 {name}。")
    return value


def demo_keys() -> dict[str, str]:
    """Keys of a demonstration: made once, kept in the data directory, readable by its owner alone."""
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(DATA_DIR / "keys.json", os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        if text:
            return json.loads(text)
        made = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in ("field", "index", "audit")}
        made["secret"] = secrets.token_urlsafe(64)
        json.dump(made, file)
        return made


def key(name: str, text: str) -> bytes:
    """A key of 32 bytes as base64 writes it; another stops the start and is named."""
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError:
        value = b""
    if len(value) != 32:
        raise ImproperlyConfigured(f"{name} 须是 32 字节密钥的 base64，可用 openssl rand -base64 32 生成。")
    return value


def versioned_keys(name: str, text: str) -> dict[int, bytes]:
    """Keys written ``1:base64,2:base64``; the highest version writes, each reads what it wrote."""
    pairs = [part.strip().partition(":") for part in text.split(",")]
    if not all(version.isdecimal() for version, _, _key in pairs):
        raise ImproperlyConfigured(f"{name} 须写成 版本:密钥，以逗号分隔，例如 1:……,2:……。")
    return {int(version): key(name, made) for version, _, made in pairs}


def days(name: str, text: str) -> tuple[int, ...]:
    """Days before (-3) and after (1) something, by commas, in order; what is no number stops the start and is named."""
    try:
        return tuple(sorted({int(part) for part in text.split(",") if part.strip()}))
    except ValueError:
        raise ImproperlyConfigured(f"{name} 须是以逗号分隔的整数，例如 -3,-1,1,3（负数为截止前的天数）。") from None


def address(name: str, start: Callable[[Path], str], nowhere: str) -> str:
    """Where a server is: as given, else as ``start`` says; a command that reads no data starts none."""
    given = env(name, default="").strip()
    if given or _IDLE:
        return given or nowhere
    if PRODUCTION:
        raise ImproperlyConfigured(f"生产环境必须设置 {name}。")
    try:
        return start(DATA_DIR)
    except (embedded.NotInstalled, embedded.NotStarted) as error:
        raise ImproperlyConfigured(str(error)) from error


def oidc_providers(name: str, address: str, client: str, secret: str) -> dict:
    """allauth's settings of the one provider of identities, 统一身份认证."""
    app = {
        "provider_id": "unified",
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": address, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def object_store(bucket: str) -> dict:
    """Private files in a bucket instead of a folder."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env("S3_ENDPOINT_URL", default=None),
            "region_name": env("S3_REGION", default=None),
            "access_key": required("S3_ACCESS_KEY", ""),
            "secret_key": required("S3_SECRET_KEY", ""),
            "addressing_style": env("S3_ADDRESSING_STYLE", default="path"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }


def way(name: str, *needed: str) -> str:
    """off, console or http of one way out; http needs its address, and the console prints what it sends."""
    chosen = env(f"{name}_BACKEND", default="off" if PRODUCTION else "console")
    if chosen not in {"off", "console", "http"} or (PRODUCTION and chosen == "console"):
        raise ImproperlyConfigured(f"{name}_BACKEND 只能是 off 或 http（演示环境还可以是 console），现为“{chosen}”。")
    for address in needed:
        if chosen == "http" and not env(address, default="").startswith(("http://", "https://")):
            raise ImproperlyConfigured(f"{name}_BACKEND=http 时必须设置 {address}（http:// 或 https:// 开头）。")
    return chosen


def push_key(name: str, file: Path):
    """The key for web push: the PEM text or, where none is given, the file; None: push is off. A wrong one stops the start."""
    text = env(name, default="").replace("\\n", "\n").strip() or (file.read_text() if file.exists() else "")
    if not text:
        return None
    try:
        return load_key(text)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"{name} 须是 P-256 私钥的 PEM，可用 manage.py make_push_key 生成。") from error


def hours(text: str) -> tuple[time, time] | None:
    """22:00-07:00 as two times; empty: none."""
    if not text.strip():
        return None
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as error:
        raise ImproperlyConfigured(f"MESSAGE_QUIET_HOURS 须写成 22:00-07:00，现为“{text}”。") from error
    return begin, end
