"""The web page on a real server: what people do there, and what others try."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from web_server import Server

MODEL = "acme/support-gemstone-7b"
OTHER = "northwind/clear-3b"
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')
PATIENCE = 60.0


@dataclass
class Browser:
    """A client that keeps its cookies and sends forms as a page of the server would.

    Attributes:
        url: Address of the server.
        client: The client.
    """

    url: str
    client: httpx2.Client

    def get(self, path: str) -> httpx2.Response:
        return self.client.get(self.url + path)

    def form_token(self, path: str = "/") -> str:
        match = _TOKEN.search(self.get(path).text)
        assert match
        return match[1]

    def post(self, path: str, **fields: str) -> httpx2.Response:
        fields.setdefault("form_token", self.form_token())
        return self.client.post(self.url + path, data=fields, headers={"origin": self.url})

    def reviewed(self, refs: str, **fields: str) -> str:
        """The path of a review that is done."""
        response = self.post("/reviews", refs=refs, **fields)
        assert response.status_code == 200, response.text
        path = response.url.path
        end = time.monotonic() + PATIENCE
        while "data-events" in self.get(path).text:
            assert time.monotonic() < end
            time.sleep(0.1)
        return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with (
        Server(tmp_path_factory.mktemp("web")) as url,
        httpx2.Client(follow_redirects=True, timeout=PATIENCE, trust_env=False) as client,
    ):
        yield Browser(url, client)


@pytest.fixture(scope="module")
def review(browser: Browser) -> str:
    return browser.reviewed(MODEL, use="product", commercial="yes", region="KR")


def test_a_pasted_name_becomes_a_review_with_its_dossier(browser: Browser, review: str) -> None:
    page = browser.get(review).text
    assert MODEL in page
    assert 'class="lights"' in page
    dossier = browser.get(f"{review}/dossier")
    assert dossier.status_code == 200
    assert "<html" in dossier.text
    assert "script" not in dossier.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("dossier.html", b"<!"),
        ("dossier.docx", b"PK"),
        ("letter.docx", b"PK"),
        ("answers.xlsx", b"PK"),
        ("bundle.zip", b"PK"),
        ("report.json", b"{"),
        ("aibom.cdx.json", b"{"),
        ("aibom.spdx.json", b"{"),
    ],
)
def test_files_are_taken_along(browser: Browser, review: str, name: str, start: bytes) -> None:
    answer = browser.get(f"{review}/files/{name}")
    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_the_state_comes_as_events(browser: Browser, review: str) -> None:
    lines = browser.get(f"{review}/events").text
    progress, end = (json.loads(data) for data in re.findall("data: (.*)", lines))
    assert end == {"state": "done"}
    assert MODEL in progress["tree"]
    assert "openbase/gemstone-7b" in progress["tree"].partition(MODEL)[2]


def test_a_decision_is_kept_with_who_and_when(browser: Browser, review: str) -> None:
    page = browser.get(review).text
    subject = re.search(r'name="subject" value="(PRIV-\d+)"', page)
    artifact = re.search(r'name="artifact" value="([^"]+)"', page)
    assert subject and artifact
    decided = browser.post(
        f"{review}/decisions",
        artifact=artifact[1],
        subject=subject[1],
        decision="ask",
        note="by Friday",
        who="J. Kim",
    )
    assert "by Friday" in decided.text
    assert "J. Kim" in decided.text
    assert "by Friday" in browser.get(f"{review}/dossier").text


def test_a_decision_of_nobody_is_refused(browser: Browser, review: str) -> None:
    refused = browser.post(f"{review}/decisions", artifact="a", subject="b", decision="ask")
    assert refused.status_code == 400


def test_two_models_are_compared(browser: Browser, review: str) -> None:
    other = browser.reviewed(OTHER)
    first, second = review.rpartition("/")[2], other.rpartition("/")[2]
    page = browser.get(f"/compare?a={first}&b={second}").text
    assert MODEL in page and OTHER in page
    document = browser.get(f"/compare/document?a={first}&b={second}")
    assert document.status_code == 200
    assert MODEL in document.text and OTHER in document.text
    assert browser.get(f"/compare?a={first}&b=none").status_code == 404
    assert browser.get(f"/compare/document?a={first}&b=none").status_code == 404


def test_a_bill_of_materials_is_checked(browser: Browser, review: str) -> None:
    bom = browser.get(f"{review}/files/aibom.cdx.json").content
    fields = {"form_token": browser.form_token("/check")}
    answer = browser.client.post(
        f"{browser.url}/check",
        data=fields,
        files={"bom": ("a.json", bom)},
        headers={"origin": browser.url},
    )
    assert answer.status_code == 200
    assert answer.url.path.startswith("/check/")
    document = browser.get(f"{answer.url.path}/document").text
    assert "CISA" in document or "Minimum Elements" in document
    broken = browser.client.post(
        f"{browser.url}/check",
        data=fields,
        files={"bom": ("a.json", b"<script>")},
        headers={"origin": browser.url},
    )
    assert broken.status_code == 400
    assert "<script>" not in broken.text.partition("<main")[2]


def test_the_page_is_korean_where_korean_is_wanted(browser: Browser) -> None:
    headers = {"accept-language": "ko-KR,ko;q=0.9,en;q=0.5"}
    page = browser.client.get(f"{browser.url}/", headers=headers).text
    assert '<html lang="ko">' in page
    assert "검토 시작" in page


def test_what_is_not_understood_is_said_and_kept_in_the_form(browser: Browser) -> None:
    answer = browser.post("/reviews", refs="a b/c/d/e/f")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "a b/c/d/e/f" in answer.text


def test_a_folder_of_the_server_is_not_read(browser: Browser) -> None:
    answer = browser.post("/reviews", refs="/etc")
    assert answer.status_code == 400


def test_a_model_that_is_not_there_fails_with_the_next_step(browser: Browser) -> None:
    path = browser.reviewed("acme/nothing-here")
    page = browser.get(path).text
    assert 'role="alert"' in page
    assert "not" in page


def test_hostile_text_stays_text(browser: Browser) -> None:
    answer = browser.post("/reviews", refs='"><img/src=x/onerror=alert(1)>')
    assert "<img" not in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_form_of_another_site_is_refused(browser: Browser, origin: str) -> None:
    answer = browser.client.post(
        f"{browser.url}/reviews",
        data={"refs": MODEL, "form_token": browser.form_token()},
        headers={"origin": origin},
    )
    assert answer.status_code == 403


def test_a_form_without_its_token_is_refused(browser: Browser) -> None:
    assert browser.post("/reviews", refs=MODEL, form_token="0" * 64).status_code == 403


def test_another_host_is_refused(browser: Browser) -> None:
    answer = browser.client.get(f"{browser.url}/", headers={"host": "evil.example"})
    assert answer.status_code == 421


@pytest.mark.parametrize("name", ["../../etc/passwd", "%2e%2e%2freviews.sqlite", "report.json%00"])
def test_a_path_in_a_name_leads_nowhere(browser: Browser, review: str, name: str) -> None:
    assert browser.get(f"{review}/files/{name}").status_code == 404


def test_a_body_that_is_too_large_is_refused(browser: Browser) -> None:
    answer = browser.client.post(
        f"{browser.url}/reviews",
        content=b"a" * (1024 * 1024 + 1),
        headers={"origin": browser.url, "content-type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code == 413


def test_no_page_may_be_framed_by_others_or_run_their_scripts(browser: Browser) -> None:
    headers = browser.get("/").headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_a_token_is_wanted_where_one_is_set(tmp_path: Path) -> None:
    with (
        Server(tmp_path, token="open-sesame") as url,
        httpx2.Client(follow_redirects=True, trust_env=False) as client,
    ):
        assert client.get(url).status_code == 401
        assert client.get(f"{url}/?token=wrong").status_code == 401
        entered = client.get(f"{url}/?token=open-sesame")
        assert entered.status_code == 200
        assert "open-sesame" not in str(entered.url)
        assert client.get(url).status_code == 200


def test_reviews_survive_a_restart(tmp_path: Path) -> None:
    with Server(tmp_path) as url, httpx2.Client(follow_redirects=True, trust_env=False) as client:
        browser = Browser(url, client)
        path = browser.reviewed(MODEL)
        waiting = browser.post("/reviews", refs=OTHER).url.path
    with Server(tmp_path) as url, httpx2.Client(follow_redirects=True, trust_env=False) as client:
        browser = Browser(url, client)
        assert "lights" in browser.get(path).text
        assert browser.get(f"{path}/files/aibom.cdx.json").status_code == 200
        end = time.monotonic() + PATIENCE
        while "data-events" in browser.get(waiting).text:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert "lights" in browser.get(waiting).text
