"""Both clients behind one set of rules: what leaves with a request, where a redirect may go, how
much is read and for how long, and the same words whoever carries the request."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from network_fronts import forward_proxy
from raw_server import RawServer, answer, raw_server, to

from provenance.errors import (
    HubError,
    MalformedError,
    NotFoundError,
    TooLargeError,
    UnreachableError,
)
from provenance.hubs import http
from provenance.hubs.http import HttpRequest, get, get_page

MIB = 1024 * 1024
# Carried by `requests`, and by huggingface_hub.
WEB, HUGGING_FACE = "", None
CLIENTS = pytest.mark.parametrize("client", [WEB, HUGGING_FACE], ids=["web", "hub"])
SECRET = "Bearer secret-token"


@pytest.fixture
def server() -> Iterator[RawServer]:
    with raw_server() as server:
        yield server


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "ATTEMPTS", 1)
    monkeypatch.setattr(http, "SILENCE_SECONDS", 2.0)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


def wanted(server: RawServer, path: str = "/x", **more: object) -> HttpRequest:
    """A request for at most 1,000 bytes."""
    fields = {"limit": 1000, "deadline": 20.0, **more}
    return HttpRequest(url=f"{server.url}{path}", subject="acme/bear", **fields)  # type: ignore[arg-type]


@CLIENTS
def test_a_body_and_its_next_page(server: RawServer, client: str | None) -> None:
    server.answers["/x"] = answer(b"bear", link='</x?page=2>; rel="next"')
    page = get_page(wanted(server, token_variable=client))
    assert (page.body, page.following) == (b"bear", f"{server.url}/x?page=2")
    assert server.sent(0, "user-agent").startswith("provenance/")


@CLIENTS
@pytest.mark.parametrize("target", ["http://other.example/x", "http://[", "//127.0.0.1:1/x"])
def test_no_next_page_elsewhere(server: RawServer, client: str | None, target: str) -> None:
    server.answers["/x"] = answer(b"bear", link=f'<{target}>; rel="next"')
    assert get_page(wanted(server, token_variable=client)).following == ""


def test_netrc_is_not_read(
    server: RawServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login user password netrc-password\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    server.answers["/x"] = answer(b"bear")
    get(wanted(server))
    get(wanted(server), SECRET)
    assert server.sent(0, "authorization") == ""
    assert server.sent(1, "authorization") == SECRET.lower()


def test_a_user_name_in_an_address_is_not_sent_and_not_shown(server: RawServer) -> None:
    signed = server.url.replace("//", "//user:pass-word@")
    server.answers["/x"] = to(f"{signed}/y")
    with pytest.raises(NotFoundError) as refused:
        get(HttpRequest(url=f"{signed}/x", subject="acme/bear", limit=9))
    assert server.sent(0, "authorization") == server.sent(1, "authorization") == ""
    assert "pass-word" not in f"{refused.value} {refused.value.hint}"


def test_cookies_are_not_kept(server: RawServer) -> None:
    server.answers["/x"] = answer(b"", 302, location="/y", set_cookie="who=bear; Path=/")
    server.answers["/y"] = answer(b"bear")
    get(wanted(server))
    get(wanted(server, "/y"))
    assert not any("cookie" in request for request in server.requests)


@CLIENTS
def test_credentials_stay_with_their_host(server: RawServer, client: str | None) -> None:
    with raw_server(host="localhost") as other:
        server.answers["/x"] = to(f"{other.url}/y")
        other.answers["/y"] = answer(b"bear")
        private = (("X-Api-Key", "secret-key"),) if client is WEB else ()
        request = wanted(server, headers=private, token_variable=client)
        assert get(request, SECRET) == b"bear"
        assert server.sent(0, "authorization") == SECRET.lower()
        assert "secret" not in other.requests[0]


@CLIENTS
def test_credentials_stay_with_their_port(server: RawServer, client: str | None) -> None:
    with raw_server() as other:
        server.answers["/x"] = to(f"{other.url}/y", 307)
        other.answers["/y"] = answer(b"bear")
        assert get(wanted(server, token_variable=client), SECRET) == b"bear"
        assert "secret" not in other.requests[0]


def test_credentials_do_not_come_back(server: RawServer) -> None:
    """Who gets the request in between could have chosen any address."""
    with raw_server() as other:
        server.answers["/x"] = to(f"{other.url}/y")
        other.answers["/y"] = to(f"{server.url}/z")
        server.answers["/z"] = answer(b"bear")
        assert get(wanted(server), SECRET) == b"bear"
        assert server.sent(1, "authorization") == ""


def test_credentials_go_on_below_the_same_host(server: RawServer) -> None:
    server.answers["/x"] = to("y?part=1", 308)
    server.answers["/y?part=1"] = answer(b"bear")
    assert get(wanted(server, headers=(("x-project", "mine"),)), SECRET) == b"bear"
    assert server.sent(1, "authorization") == SECRET.lower()
    assert server.sent(1, "x-project") == "mine"


def test_a_post_is_posted_again_only_where_the_server_wants_it(server: RawServer) -> None:
    for status, method in ((302, "get"), (303, "get"), (307, "post"), (308, "post")):
        server.requests.clear()
        server.answers["/x"] = to("/y", status)
        server.answers["/y"] = answer(b"bear")
        assert get(wanted(server, body=b'{"a": 1}')) == b"bear"
        assert [request.split(" ")[0] for request in server.requests] == ["post", method]


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """TLS for localhost, and the file of its authority."""
    made = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("localhost").configure_cert(context)
    file = tmp_path / "authority.pem"
    made.cert_pem.write_to_path(file)
    return context, file


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_authorities_of_the_environment(
    authority: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    context, file = authority
    with raw_server(context, "localhost") as server:
        server.answers["/x"] = answer(b"bear")
        with pytest.raises(UnreachableError, match="certificate") as refused:
            get(wanted(server))
        assert "SSL_CERT_FILE" in str(refused.value.hint)
        monkeypatch.setenv(variable, str(file))
        assert get(wanted(server)) == b"bear"


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_authorities_that_cannot_be_read(
    authority: tuple[ssl.SSLContext, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: str | None,
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content:
        bundle.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with raw_server(authority[0], "localhost") as server, pytest.raises(UnreachableError) as error:
        get(wanted(server))
    assert "SSL_CERT_FILE" in str(error.value.hint)


def test_what_the_hint_says_goes_before(
    authority: tuple[ssl.SSLContext, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = authority
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with raw_server(context, "localhost") as server:
        server.answers["/x"] = answer(b"bear")
        assert get(wanted(server)) == b"bear"


def test_credentials_do_not_leave_tls(
    server: RawServer,
    authority: tuple[ssl.SSLContext, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context, file = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with raw_server(context, "localhost") as safe:
        safe.answers["/x"] = to(server.url.replace("127.0.0.1", "localhost") + "/y")
        server.answers["/y"] = answer(b"bear")
        assert get(wanted(safe, headers=(("x-key", "secret"),)), SECRET) == b"bear"
    assert "secret" not in server.requests[0]


@CLIENTS
def test_proxies_of_the_environment(
    server: RawServer, monkeypatch: pytest.MonkeyPatch, client: str | None
) -> None:
    server.answers["/x?"] = answer(b"bear")
    with forward_proxy() as (proxy, requested):
        monkeypatch.setenv("HTTP_PROXY", proxy)
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        if client is WEB:
            assert get(wanted(server, token_variable=client)) == b"bear"
            assert requested == [f"{server.url}/x"]
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        server.answers["/x"] = answer(b"den")
        assert get(wanted(server, token_variable=WEB)) == b"den"


def test_the_password_of_a_proxy_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://user:pass-word@127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(UnreachableError) as error:
        get(HttpRequest(url="http://hub.example/x?key=secret", subject="acme/bear", limit=9))
    assert "pass-word" not in str(error.value)
    assert "secret" not in str(error.value)


@CLIENTS
def test_a_bomb_is_cut(server: RawServer, client: str | None) -> None:
    bomb = gzip.compress(bytes(200 * MIB), 9)
    server.answers["/x"] = answer(bomb, content_encoding="gzip")
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        get(wanted(server, token_variable=client))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * MIB


@pytest.mark.parametrize("layers", [2, 3, 6])
def test_a_bomb_in_a_bomb_is_cut(server: RawServer, layers: int) -> None:
    bomb = bytes(200 * MIB)
    for _ in range(layers):
        bomb = gzip.compress(bomb, 9)
    server.answers["/x"] = answer(bomb, content_encoding=", ".join(["gzip"] * layers))
    tracemalloc.start()
    with pytest.raises((TooLargeError, MalformedError)):
        get(wanted(server))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * MIB


def test_the_body_of_a_redirect_is_not_read(server: RawServer) -> None:
    bomb = gzip.compress(bytes(50 * MIB), 9)

    def endless() -> Iterator[bytes]:
        yield b"HTTP/1.1 302 Found\r\nlocation: /y\r\ncontent-encoding: gzip\r\n"
        yield b"connection: close\r\n\r\n" + bomb
        while True:
            yield b"x" * MIB

    server.answers["/x"] = endless
    server.answers["/y"] = answer(b"bear")
    assert get(wanted(server)) == b"bear"


@CLIENTS
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "GZIP", "identity", "unknown"])
def test_encodings(server: RawServer, client: str | None, encoding: str) -> None:
    body = b"bear" * 9
    packed = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}
    server.answers["/x"] = answer(packed.get(encoding.lower(), body), content_encoding=encoding)
    assert get(wanted(server, token_variable=client)) == body


@CLIENTS
def test_an_encoding_that_is_none(server: RawServer, client: str | None) -> None:
    server.answers["/x"] = answer(b"no gzip", content_encoding="gzip")
    with pytest.raises(MalformedError, match="DecodingError"):
        get(wanted(server, token_variable=client))


@CLIENTS
def test_a_compressed_part_is_refused(server: RawServer, client: str | None) -> None:
    """A part of a compressed body is no part of the file."""
    part = gzip.compress(b"bear" * 99)
    server.answers["/x"] = answer(
        part, 206, content_encoding="gzip", content_range=f"bytes 0-{len(part) - 1}/9999"
    )
    with pytest.raises(MalformedError, match="requested part"):
        get(wanted(server, limit=len(part), prefix=True, token_variable=client))
    assert server.sent(0, "accept-encoding") == "identity"


@CLIENTS
def test_another_part_is_refused(server: RawServer, client: str | None) -> None:
    server.answers["/x"] = answer(b"bear", 206, content_range="bytes 7-10/99")
    for start in (0, 5):
        with pytest.raises(MalformedError, match="requested part"):
            get(wanted(server, limit=4, prefix=True, start=start, token_variable=client))


@CLIENTS
@pytest.mark.parametrize(
    "head",
    [b"content-length: 900\r\n\r\n", b"transfer-encoding: chunked\r\n\r\n384\r\n"],
    ids=["of a stated length", "chunked"],
)
def test_a_body_that_trickles_ends_at_the_deadline(
    server: RawServer, client: str | None, head: bytes
) -> None:
    def trickle() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n" + head
        for _ in range(900):
            time.sleep(0.05)
            yield b"x"

    server.answers["/x"] = trickle
    with pytest.raises(UnreachableError, match="did not end within"):
        get(wanted(server, deadline=0.4, token_variable=client))


@CLIENTS
@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbear",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nbear",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nbear\r\n",
        b"",
    ],
    ids=["length", "chunk", "no last chunk", "nothing"],
)
def test_a_cut_body_is_asked_for_again(
    server: RawServer, client: str | None, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "ATTEMPTS", 3)
    server.answers["/x"] = head
    with pytest.raises(UnreachableError, match="connection broke"):
        get(wanted(server, token_variable=client), sleep=lambda _: None)
    assert len(server.requests) == 3


@CLIENTS
def test_a_redirect_loop(server: RawServer, client: str | None) -> None:
    server.answers["/x"] = to("/x")
    with pytest.raises(MalformedError, match="TooManyRedirects"):
        get(wanted(server, token_variable=client))
    assert len(server.requests) <= 21


@CLIENTS
@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://[broken",
        "http://127.0.0.1:99999/",
        "http://",
        "data:text/plain,bear",
        "http://exa mple/",
        "http://.example/",
    ],
)
def test_a_redirect_that_leads_nowhere(server: RawServer, client: str | None, target: str) -> None:
    server.answers["/x"] = to(target)
    with pytest.raises((MalformedError, UnreachableError)) as error:
        get(wanted(server, token_variable=client))
    assert "acme/bear" in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://[broken/",
        "http://127.0.0.1:port/",
        "no address",
        "http://",
        "http://127.0.0.1:9/\udc80",
    ],
)
@CLIENTS
def test_an_address_that_is_none(client: str | None, url: str) -> None:
    request = HttpRequest(url=url, subject="acme/bear", limit=9, token_variable=client)
    with pytest.raises(HubError, match="acme/bear"):
        get(request)


@pytest.mark.parametrize("token", ["secret\ntoken", "secret-tökén-열쇠"])
def test_a_token_that_no_header_can_hold(server: RawServer, token: str) -> None:
    with pytest.raises(MalformedError) as error:
        get(wanted(server), f"Bearer {token}")
    assert "secret" not in str(error.value)


@CLIENTS
def test_the_same_words_without_a_server(client: str | None) -> None:
    request = HttpRequest(
        url="http://127.0.0.1:9/x", subject="acme/bear", limit=9, token_variable=client
    )
    with pytest.raises(UnreachableError) as error:
        get(request)
    assert error.value.message == (
        "acme/bear could not be read: no connection ([Errno 111] Connection refused)"
    )


@pytest.mark.parametrize("variable", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_offline_asks_nobody(server: RawServer, variable: str) -> None:
    """The variable is read when huggingface_hub is imported."""
    code = (
        "from provenance.errors import OfflineError\n"
        "from provenance.hubs.http import HttpRequest, get, size_of\n"
        f"request = HttpRequest(url='{server.url}/x', subject='x', limit=9)\n"
        "for ask in (get, size_of):\n"
        "    try:\n"
        "        ask(request)\n"
        "    except OfflineError:\n"
        "        print('offline')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={variable: "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["offline"] * 2
    assert not server.requests


def test_many_threads_share_the_session(server: RawServer) -> None:
    for number in range(40):
        server.answers[f"/{number}"] = answer(str(number).encode())
    read: dict[int, bytes] = {}

    def ask(number: int) -> None:
        read[number] = get(wanted(server, f"/{number}"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == {number: str(number).encode() for number in range(40)}


def test_clients_are_imported_when_they_are_needed() -> None:
    code = (
        "import sys, provenance.hubs\n"
        "print([name for name in ('requests', 'urllib3', 'httpx2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
