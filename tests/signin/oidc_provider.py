"""A little 统一身份认证 for tests, in a process of its own on loopback: ``python oidc_provider.py PORT``. Its one person is 王五."""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlparse

import jwt

CLIENT, SECRET = "portal", "portal-secret-of-the-tests-32-bytes"
PERSON = {"sub": "330001", "name": "王五", "phone_number": "13655556666", "email": "wang@example.cn"}


class Provider(BaseHTTPRequestHandler):
    """Just enough of OpenID Connect for a sign-in by code."""

    codes: dict[str, str] = {}

    def log_message(self, *args):
        """Quiet."""

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        """Discovery, consent (given at once) and the person."""
        url = urlparse(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "person",
                     "jwks_uri": "keys"}  # fmt: skip
            found = {"issuer": self.base} | {name: f"{self.base}/{path}" for name, path in names.items()}
            found["authorization_endpoint"] = f"http://localhost:{self.server.server_port}/front"  # Another origin.
            self.answer(found)
        elif url.path == "/front":  # As some do: sent on to the host where one signs in.
            self.send_response(302)
            self.send_header("Location", f"{self.base}/authorize?{url.query}")
            self.end_headers()
        elif url.path == "/authorize":
            code = f"code-{len(self.codes)}"
            self.codes[code] = query.get("code_challenge", "")
            self.send_response(302)
            back = urlencode({"code": code, "state": query["state"]})
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()
        elif url.path == "/person" and self.headers["Authorization"] == "Bearer good":
            self.answer(PERSON)
        else:
            self.answer({}, 404)

    def do_POST(self):
        """The token for a code, once, with a proof key."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        code = form.get("code", [""])[0]
        if not self.codes.pop(code, "") or "code_verifier" not in form:
            self.answer({"error": "invalid_grant"}, 400)
            return
        claims = {"iss": self.base, "aud": CLIENT, "sub": PERSON["sub"], "exp": time.time() + 60, "iat": time.time()}
        token = jwt.encode(claims, SECRET, algorithm="HS256")
        self.answer({"access_token": "good", "token_type": "Bearer", "expires_in": 60, "id_token": token})


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Provider)
    print(server.server_port, flush=True)
    server.serve_forever()
