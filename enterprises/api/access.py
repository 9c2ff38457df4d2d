"""Who asks: a person by session, or a firm's system by a token, which is its holder within the one unit of the token."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from enterprises.models import ApiToken
from enterprises.workflow.tokens import holder_of

KEYWORD = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer ent_…``: ``request.user`` is the holder, ``request.auth`` the token."""

    def authenticate(self, request):
        """None without the header; AuthenticationFailed (401) for a token that does not stand."""
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != KEYWORD.lower():
            return None
        token = holder_of(words[1]) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(
                "令牌无效：不存在、已过期、已吊销，或持有人已不在该单位。请由单位管理员重新建立。"
            )
        return token.created_by, token

    def authenticate_header(self, request):
        """What a 401 asks for."""
        return KEYWORD


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "description": "单位管理员在工作台建立的接口令牌。"}


AUTHENTICATION = [TokenAuthentication, SessionAuthentication]


class ByToken(BasePermission):
    """Only a unit's own system."""

    message = "写入只接受接口令牌，请在请求头写 Authorization: Bearer 令牌。"

    def has_permission(self, request, view):
        """Whether the request came with a token."""
        return isinstance(request.auth, ApiToken)


class CallerThrottle(SimpleRateThrottle):
    """By token, else by person, else by address."""

    scope = "caller"

    def get_rate(self):
        """As the settings say now, not as they did when the class was read."""
        return api_settings.DEFAULT_THROTTLE_RATES[self.scope]

    def get_cache_key(self, request, view):
        """What is counted together."""
        if isinstance(request.auth, ApiToken):
            caller = f"token-{request.auth.pk}"
        else:
            caller = f"user-{request.user.pk}" if request.user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": caller}


class WriteThrottle(CallerThrottle):
    """A year is written seldom."""

    scope = "write"
