"""The one settings file, read from the environment once.

``BUREAU_ENV=demo`` (the default) runs by itself: keys are made once and kept in the data directory, PostgreSQL and Redis are
embedded unless addresses are given. ``BUREAU_ENV=production`` refuses to start with anything missing.
"""

from datetime import date
from urllib.parse import unquote

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from bureau import embedded, navigation

from .environment import (
    BASE_DIR,
    DATA_DIR,
    PRODUCTION,
    address,
    days,
    demo_keys,
    env,
    hours,
    key,
    object_store,
    oidc_providers,
    push_key,
    required,
    versioned_keys,
    way,
)

_demo = {} if PRODUCTION else demo_keys()

DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("生产环境不能打开 DEBUG。")
SECRET_KEY = required("SECRET_KEY", _demo.get("secret", ""))
if PRODUCTION and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure")):
    raise ImproperlyConfigured("SECRET_KEY 太短或是默认值：请设置至少 50 个字符的随机密钥。")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS", "*").split(",")]
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS 须写明域名，不能是 *。")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])


# Personal data and the audit book: see bureau/personal.py and bureau/audit/book.py.
FIELD_KEYS = versioned_keys("FIELD_KEYS", required("FIELD_KEYS", f"1:{_demo.get('field', '')}"))
CIPHER_SUITE = env("CIPHER_SUITE", default="aes")
if CIPHER_SUITE not in {"aes", "sm"}:
    raise ImproperlyConfigured("CIPHER_SUITE 只能是 aes（AES-256-GCM、SHA-256）或 sm（SM4-GCM、SM3）。")
BLIND_INDEX_KEY = key("BLIND_INDEX_KEY", required("BLIND_INDEX_KEY", _demo.get("index", "")))
AUDIT_KEY = key("AUDIT_KEY", required("AUDIT_KEY", _demo.get("audit", "")))

# What every page of a government site must say (国办发〔2017〕47号).
SITE_NAME = required("SITE_NAME", "赣州市科学技术局")
SITE_ORGAN = required("SITE_ORGAN", "赣州市科学技术局")
SITE_CITY = env("SITE_CITY", default="赣州市")
SITE_PROVINCE = env("SITE_PROVINCE", default="江西省")
SITE_ICP = required("SITE_ICP", "（演示）ICP备00000000号")
SITE_GONGAN = required("SITE_GONGAN", "（演示）公网安备00000000000000号")
SITE_IDENTIFIER = required("SITE_IDENTIFIER", "（演示）0000000000")
SITE_INDEX_PREFIX = env("SITE_INDEX_PREFIX", default="KJJ")  # 索引号 begin with it.
SITE_CONTACT = required("SITE_CONTACT", "（演示）0797-0000000")

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "bureau.accounts",
    "bureau.audit",
    "bureau.messaging",
    "bureau.publicity",
    "bureau.privacy",
    "bureau.registration",
    "bureau.signin",
    "bureau.lists",
    "bureau.collecting",
    "enterprises",
    "projects",
    "patents",
    "matchmaking",
    "bureau.reports",
    "bureau.bulletins",
    "bureau.portal",
    "bureau.news",
    "bureau.design",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django_celery_beat",
    "django_celery_results",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "django_prose_editor",
    "csp",
    "pgtrigger",
]
MIDDLEWARE = [
    "bureau.signin.reading.reading_middleware",
    "bureau.caching.kept_pages_middleware",
    "bureau.arrival.arrival_middleware",
    "bureau.audit.middleware.proxy_middleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "bureau.design.middleware.admin_policy_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bureau.design.middleware.maintenance_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "matchmaking.views.hall.beats_middleware",
    "bureau.design.middleware.upload_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bureau.design.middleware.display_middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bureau.audit.middleware.origin_middleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bureau.signin.middleware.session_limits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bureau.design.middleware.private_pages_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bureau.signin.middleware.admin_addresses",
    "bureau.signin.middleware.DutiesFirst",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "bureau.urls"
WSGI_APPLICATION = "bureau.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
# A kind of accounts.backends.RoleBackend, as whatever signs people in must be: it alone knows what posts in units bring.
AUTHENTICATION_BACKENDS = ["bureau.signin.backends.NameOrMobileBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"  # Persons of the bureau go to the business side: bureau/signin/adapters.py.
LOGOUT_REDIRECT_URL = "home"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bureau.portal.context.site",
                "bureau.registration.active.acting",
                "bureau.messaging.context.inbox",
                "bureau.design.context.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["bureau.formats"]
USE_TZ = True


DATABASE_URL = address("DATABASE_URL", embedded.database_url, "postgresql://nowhere.invalid/bureau")
_database = env.db_url_config(DATABASE_URL)
DATABASES = {
    "default": _database
    | {
        "HOST": unquote(_database["HOST"] or ""),  # A socket's folder comes percent-encoded.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}

REDIS_URL = address("REDIS_URL", embedded.redis_url, "redis://nowhere.invalid")
CACHES = {
    "default": {
        "BACKEND": "bureau.store.Cache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "bureau",
    }
}
PAGE_CACHE_SECONDS = env.int(
    "PAGE_CACHE_SECONDS", default=60
)  # How long a finished public page is kept; 0: not at all.
CELERY_BROKER_URL = embedded.for_celery(REDIS_URL)
CELERY_RESULT_BACKEND = "django-db"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TRACK_STARTED = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3 * 3600}
CELERY_TASK_DEFAULT_QUEUE = env("CELERY_QUEUE", default="bureau")

SESSION_ENGINE = "bureau.signin.storage"
SESSION_HOURS = 12
SESSION_IDLE_MINUTES = 30
STAFF_SESSION_IDLE_MINUTES = 15
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "mobile")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "bureau.signin.passwords.StaffPasswordValidator"},
]

# Signing in: bureau/signin. GB/T 22239-2019 8.1.4.1 for persons of the bureau, OWASP ASVS for everybody else.
STAFF_PASSWORD_RULES = env.bool("STAFF_PASSWORD_RULES", default=True)
STAFF_PASSWORD_CLASSES = 3
STAFF_PASSWORD_REMEMBERED = 5
STAFF_PASSWORD_DAYS = env.int("STAFF_PASSWORD_DAYS", default=90 if PRODUCTION else 0)
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
if PRODUCTION and not SECOND_FACTOR_REQUIRED:
    raise ImproperlyConfigured("生产环境不能关闭工作人员的二次验证（SECOND_FACTOR_REQUIRED）。")
SIGN_IN_FAILURES, SIGN_IN_WINDOW_MINUTES, SIGN_IN_LOCK_MINUTES = 5, 15, 30
UNUSED_DAYS = env.int("UNUSED_DAYS", default=90)  # Accounts of the bureau unused so long are closed by night.
ADMIN_ADDRESSES = env.list("ADMIN_ADDRESSES", default=[])  # Networks that may reach /admin/; empty: all.
OIDC_OPENS_ACCOUNTS = env.bool("OIDC_OPENS_ACCOUNTS", default=False)
ACCOUNT_ADAPTER = "bureau.signin.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}  # The back end knows mobile numbers too.
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": f"{SIGN_IN_FAILURES}/{SIGN_IN_WINDOW_MINUTES * 60}s/key",  # Wrong codes; passwords: lockout.py.
}
ACCOUNT_FORMS = {
    "login": "bureau.signin.forms.SignInForm",
    "reauthenticate": "bureau.signin.forms.PasswordAgainForm",
    "change_password": "bureau.signin.forms.NewPasswordForm",
    "set_password": "bureau.signin.forms.FirstPasswordForm",
}
MFA_ADAPTER = "bureau.signin.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # Clocks of phones go wrong by half a minute.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "authenticate": "bureau.signin.forms.CodeForm",
    "reauthenticate": "bureau.signin.forms.CodeAgainForm",
    "activate_totp": "bureau.signin.forms.AuthenticatorForm",
    "add_webauthn": "bureau.signin.forms.PasskeyForm",
    "edit_webauthn": "bureau.signin.forms.PasskeyNameForm",
}
SOCIALACCOUNT_ADAPTER = "bureau.signin.adapters.SocialAccountAdapter"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True


SOCIALACCOUNT_PROVIDERS: dict = {}
OIDC_URL, OIDC_NAME = env("OIDC_URL", default=""), env("OIDC_NAME", default="统一身份认证")  # Empty: off.
if OIDC_URL:
    SOCIALACCOUNT_PROVIDERS = oidc_providers(
        OIDC_NAME, OIDC_URL, required("OIDC_CLIENT_ID", ""), required("OIDC_CLIENT_SECRET", "")
    )

# HTTPS is production's; a demonstration answers on this machine only.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "bureau.design.errors.csrf_failure"
MAINTENANCE = env("MAINTENANCE", default="").strip()  # When it is to be over, in words; empty: the site is open.
# Pages take nothing from elsewhere and run no inline script or style; /admin/ alone differs (bureau/design/middleware.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # Empty: files are found where they are; whitenoise asks for it.
PRIVATE_ROOT = DATA_DIR / "private"
S3_BUCKET = env("S3_BUCKET", default="")  # An object store for private files; empty: a folder.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "media"}},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["private"] = object_store(S3_BUCKET)
EXPORT_AT_ONCE_ROWS = env.int(
    "EXPORT_AT_ONCE_ROWS", default=5000
)  # Longer lists a worker writes (some 1,500 rows a second).
# Years from which 专利申请量 is counted anew nationally: no growth is told across one. Take one out when earlier years have been restated.
PATENT_SERIES_BREAKS = {
    2017: "2017 年起国家调整了专利申请量的统计口径，跨 2017 年不计算同比。",
    2021: "2021 年起国家限制发布专利申请数据，跨 2021 年不计算同比。",
}
# 年费 by the day on which it is due: how many months it may be paid late, the surcharge for each month in percent, the source.
PATENT_FEE_RULES = [
    {"since": date(2010, 2, 1), "late_months": 6, "surcharge_pct": 5, "source": "《专利法实施细则》（2010 年修订）第九十八条"},
    {"since": date(2024, 1, 20), "late_months": 6, "surcharge_pct": 5, "source": "《专利法实施细则》（2023 年修订）第一百一十五条"},
]  # fmt: skip
# How many days before a fee falls due the firms of the reserve are told of it; 0: nobody is.
PATENT_FEE_REMIND_DAYS = env.int("PATENT_FEE_REMIND_DAYS", default=60)
# The last day on which a subsidy of filing, and any subsidy, could be paid (国知发保字〔2021〕1号): later ones are no history.
PATENT_SUBSIDIES_UNTIL = {"filing": date(2021, 6, 30), "": date(2024, 12, 31)}
# An invention kept up for more than so many years counts as 高价值发明专利 (国家知识产权局, 14·5 规划).
HIGH_VALUE_YEARS = env.int("HIGH_VALUE_YEARS", default=10)
# Rounds of a year that an expert judges in at the most (青科资字〔2025〕1号).
REVIEW_YEARLY_CAP = env.int("REVIEW_YEARLY_CAP", default=10)
MATCH_LISTS_AT_LEAST = env.int("MATCH_LISTS_AT_LEAST", default=20)  # Of recommendations, in a small collection.
# On which days from the end of a round, before (-) and after it, experts who owe reviews are reminded; empty: only by officers.
REVIEW_REMIND_DAYS = days("REVIEW_REMIND_DAYS", env("REVIEW_REMIND_DAYS", default="-3,-1,1,3"))
EXPORT_RETENTION_DAYS = env.int("EXPORT_RETENTION_DAYS", default=7)
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=20 * 2**20)
CHECK_EXTERNAL_LINKS = env.bool("CHECK_EXTERNAL_LINKS", default=False)  # Whether the nightly round asks other sites.
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")  # host:port or a socket's path; empty: files are not scanned.
ACCEL_PREFIX = env("ACCEL_PREFIX", default="")  # The web server's internal location over PRIVATE_ROOT, e.g. /private/.
PRIVACY_VERSION = env("PRIVACY_VERSION", default="2026年第1版")  # What persons consent to; change it with the policy.
BREACH_AUTHORITY_HOURS = env.int("BREACH_AUTHORITY_HOURS", default=4)  # 国家网络安全事件报告管理办法 art. 4.
BREACH_PERSONS_HOURS = env.int(
    "BREACH_PERSONS_HOURS", default=72
)  # The law says at once; this is when the portal calls it late.
REGISTRATION_DAYS = env.int(
    "REGISTRATION_DAYS", default=5
)  # Within how many working days a unit's registration is decided.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)  # How long the link of an invitation is good.
LIST_FILE_MAX_BYTES = env.int("LIST_FILE_MAX_BYTES", default=50 * 2**20)
LIST_UNPACKED_MAX_BYTES = env.int("LIST_UNPACKED_MAX_BYTES", default=512 * 2**20)
LIST_FILE_RETENTION_DAYS = env.int("LIST_FILE_RETENTION_DAYS", default=3 * 365)
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# What the portal says to people: see bureau/messaging/backends.py. A way that is off is said so in the send log.
SITE_URL = env("SITE_URL", default="").rstrip("/")  # https://kjj.example.gov.cn: links in e-mail begin with it.


SMS_BACKEND = way("SMS", "SMS_URL")
SMS_URL, SMS_TOKEN = env("SMS_URL", default=""), env("SMS_TOKEN", default="")
SMS_SIGN = env("SMS_SIGN", default=SITE_NAME)
WECOM_BACKEND = way("WECOM", "WECOM_WEBHOOK_URL")
WECOM_WEBHOOK_URL = env("WECOM_WEBHOOK_URL", default="")
EMAIL_URL = env("EMAIL_URL", default="" if PRODUCTION else "consolemail://")  # smtp+tls://user:password@host:587
EMAIL_IS_ON = bool(EMAIL_URL)
if EMAIL_IS_ON:
    globals().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20
PLATFORM_SECONDS = 10  # How long the short-message platform or the group robot may take to answer.
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")


# Web push (RFC 8291, RFC 8292): on where there is a key. `manage.py make_push_key` makes one in the data directory.
PUSH_KEY_FILE = DATA_DIR / "push-key.pem"
PUSH_KEY = push_key("PUSH_KEY", PUSH_KEY_FILE)
PUSH_CONTACT = env("PUSH_CONTACT", default=f"mailto:{DEFAULT_FROM_EMAIL}")  # Whom a push service may ask.
PUSH_TTL_SECONDS = env.int(
    "PUSH_TTL_SECONDS", default=2 * 24 * 3600
)  # How long it keeps a message for a phone that is off.
# The services that browsers use; a device's address elsewhere is never called. A name that begins with a dot: all below it.
PUSH_HOSTS = env.list(
    "PUSH_HOSTS",
    default=["fcm.googleapis.com", "updates.push.services.mozilla.com", ".push.apple.com", ".notify.windows.com"],
)

MESSAGE_QUIET_HOURS = hours(env("MESSAGE_QUIET_HOURS", default="22:00-07:00"))

# 公示: the shortest period and the clocks of an objection, in working days.
PUBLICITY_WORKING_DAYS = env.int("PUBLICITY_WORKING_DAYS", default=5)
OBJECTION_ACCEPT_DAYS = env.int("OBJECTION_ACCEPT_DAYS", default=5)
OBJECTION_DECIDE_DAYS = env.int("OBJECTION_DECIDE_DAYS", default=15)

NEWS_DAYS = env.int("NEWS_DAYS", default=60)  # Older articles are not pushed when they are given a tag.
NEWS_DEADLINE_DAYS = env.int("NEWS_DEADLINE_DAYS", default=7)  # So long before a call ends its takers are reminded.

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "caller": "120/min", "write": "30/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME}门户接口",
    "DESCRIPTION": "已发布的文章、年度报告指标和专利数据；高新技术企业、培育库和各登记册中调用者可见的记录；单位用接口令牌写入本单位的年度数据。",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "bureau.portal.refusing.tell_refusals",
    ],
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

UNFOLD = navigation.unfold(SITE_NAME)
