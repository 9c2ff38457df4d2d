"""The tests' own server: pages left open in many browsers hold no connection of the database."""

from http.client import HTTPConnection
from time import monotonic
from urllib.parse import urlsplit
from uuid import uuid4

from django.db import connection


def test_an_idle_browser_holds_no_connection_of_the_database(live_server, transactional_db):
    """A browser keeps up to six sockets open, each a thread of the server: a test of ten people would take all there are."""
    address = urlsplit(live_server.url)
    sockets = []
    for _ in range(12):
        socket = HTTPConnection(address.hostname, address.port, timeout=20)
        socket.request("GET", "/", headers={"Cookie": f"sessionid={uuid4().hex}"})
        answer = socket.getresponse()
        answer.read()
        assert answer.status == 200
        assert not answer.will_close, "The server ended the socket: this test would prove nothing."
        sockets.append(socket)
    until, held = monotonic() + 10, len(sockets)
    while held > 2 and monotonic() < until:  # The server ends a connection just after the answer's last byte.
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            held = cursor.fetchone()[0]
    assert held <= 2, "The test's own connection, and at most one that is just being ended."
    for socket in sockets:
        socket.close()
