"""The web page in a browser: what people do there with a mouse, a keyboard, a phone; what strangers
try; what axe-core finds."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hub_folder import HubFolder
from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    TimeoutException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from web_server import Server

from provenance.model.artifact import ArtifactRef

MODEL = "acme/support-gemstone-7b"
OTHER = "northwind/clear-3b"
PATIENCE = 20.0
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
WIDE, PHONE = 1200, 390
# axe-core comes with the npm packages that .ci/run installs.
AXE = Path(os.environ.get("PROVENANCE_NPM", "nowhere")) / "node_modules/axe-core/axe.min.js"


@dataclass
class Person:
    """Somebody before a browser.

    Attributes:
        driver: The browser.
        url: Where the page is.
        downloads: Where files arrive.
    """

    driver: webdriver.Chrome
    url: str
    downloads: Path

    def open(self, path: str = "/") -> None:
        self.driver.get(self.url + path)

    def element(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def until(self, happens: Callable[[], object], what: str) -> None:
        # A page that is being replaced has elements for a moment that are gone when they are read.
        passing = (StaleElementReferenceException, NoSuchElementException)
        wait = WebDriverWait(self.driver, PATIENCE, 0.05, ignored_exceptions=passing)
        try:
            wait.until(lambda _: happens())
        except TimeoutException:
            raise AssertionError(f"{what}: {self.text[:500]}") from None

    @property
    def text(self) -> str:
        return self.element("body").text

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.url)

    def ask(self, refs: str, use: str = "product", region: str = "KR") -> str:
        """Fill in the form on the first page and send it; the path of the review."""
        self.open()
        self.element("#refs").send_keys(refs)
        Select(self.element("#use")).select_by_value(use)
        self.element("#region").send_keys(region)
        self.element("form.ask button").click()
        self.until(lambda: "/reviews/" in self.path, "no review was started")
        return self.path

    def reviewed(self, refs: str) -> str:
        """Ask, and wait for the verdict."""
        path = self.ask(refs)
        self.until(lambda: self.all(".verdict"), "no verdict came")
        return path

    def axe(self) -> list[str]:
        """What axe-core finds on the page, its frames included."""
        self.driver.execute_script(AXE.read_text("utf-8"))
        violations = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document).then(found => done(found.violations))"
        )
        return [
            f"{fault['impact']} {fault['id']} {fault['nodes'][0]['html']}" for fault in violations
        ]

    def width(self, pixels: int) -> None:
        """Look through a window of that width; a narrow one is a phone's."""
        metrics = {
            "width": pixels,
            "height": 900,
            "deviceScaleFactor": 1,
            "mobile": pixels < 500,
        }
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[webdriver.Chrome, Path]]:
    if not CHROMIUM or not DRIVER:
        pytest.skip("no Chromium with its driver: apt-get install chromium chromium-driver")
    downloads = tmp_path_factory.mktemp("downloads")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(argument)
    # evil.example is a name that leads to this machine, as an attacker's would.
    options.add_argument("--host-resolver-rules=MAP evil.example 127.0.0.1")
    options.add_experimental_option(
        "prefs",
        {"download.default_directory": str(downloads), "download.prompt_for_download": False},
    )
    browser = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    try:
        yield browser, downloads
    finally:
        browser.quit()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Server(tmp_path_factory.mktemp("web")) as url:
        yield url


def _person(driver: tuple[webdriver.Chrome, Path], url: str) -> Person:
    browser, downloads = driver
    browser.delete_all_cookies()
    person = Person(browser, url, downloads)
    person.width(WIDE)
    return person


@pytest.fixture
def person(driver: tuple[webdriver.Chrome, Path], server: str) -> Person:
    return _person(driver, server)


@pytest.fixture
def review(person: Person, server: str, reviews: dict[str, str]) -> str:
    """A review that is done, shared by the tests that only look at it."""
    if MODEL not in reviews:
        reviews[MODEL] = person.reviewed(MODEL)
    return reviews[MODEL]


@pytest.fixture(scope="module")
def reviews() -> dict[str, str]:
    return {}


def test_paste_watch_and_read(driver: tuple[webdriver.Chrome, Path], tmp_path: Path) -> None:
    step = threading.Event()

    def pause(ref: ArtifactRef) -> None:
        if "support" not in ref.name:
            assert step.wait(PATIENCE)

    with Server(tmp_path, pause=pause) as url:
        person = _person(driver, url)
        person.ask(MODEL)
        person.until(lambda: "openbase/gemstone-7b" in person.text, "the base is not shown")
        waiting = person.element(".tree li li.waiting")
        assert "being read" in waiting.text
        before = person.text.count("being read")
        step.set()
        person.until(lambda: person.all(".verdict"), "no verdict came")
        assert before >= 1
        assert person.all(".lights li")
        person.driver.switch_to.frame(person.element("iframe"))
        assert MODEL in person.element("h1").text
        person.driver.switch_to.default_content()


def test_the_lineage_grows_under_the_eye(
    driver: tuple[webdriver.Chrome, Path], tmp_path: Path
) -> None:
    gates = {name: threading.Event() for name in ("child", "base")}

    def pause(ref: ArtifactRef) -> None:
        for name, gate in gates.items():
            if ref.name.endswith(name):
                assert gate.wait(PATIENCE)

    hub = HubFolder(tmp_path / "hub")
    hub.model("me/child", "license: mit\nbase_model: me/base")
    hub.model("me/base", "license: mit\nbase_model: me/root")
    hub.model("me/root", "license: mit")
    with Server(tmp_path / "web", hub=str(hub.root), pause=pause) as url:
        person = _person(driver, url)
        person.ask("me/child")
        person.until(lambda: "me/child" in person.element(".tree").text, "nothing is shown")
        assert "me/base" not in person.element(".tree").text
        gates["child"].set()
        person.until(lambda: "me/base" in person.element(".tree").text, "the base does not appear")
        assert "me/root" not in person.element(".tree").text
        gates["base"].set()
        person.until(lambda: person.all(".verdict"), "no verdict came")


def test_decide_and_find_it_in_the_dossier(person: Person, review: str) -> None:
    person.open(review)
    person.element("#filter").send_keys("PRIV-")
    rows = [row for row in person.all("#to-decide tbody tr") if row.is_displayed()]
    assert rows
    row = rows[0]
    row.find_element(By.TAG_NAME, "summary").click()
    Select(row.find_element(By.NAME, "decision")).select_by_value("ask")
    row.find_element(By.NAME, "note").send_keys("by Friday")
    row.find_element(By.NAME, "who").send_keys("J. Kim")
    row.find_element(By.TAG_NAME, "button").click()
    person.until(lambda: person.all(".decided"), "the decision is not shown")
    assert "by Friday" in person.element(".decided").text
    person.driver.switch_to.frame(person.element("iframe"))
    assert "by Friday" in person.text
    person.driver.switch_to.default_content()


def test_download(person: Person, review: str) -> None:
    person.open(review)
    person.element("a[href$='aibom.cdx.json']").click()
    file = person.downloads / "aibom.cdx.json"
    person.until(file.is_file, "no file arrived")
    assert json.loads(file.read_bytes())["bomFormat"] == "CycloneDX"


def test_compare(person: Person, review: str) -> None:
    other = person.reviewed(OTHER)
    Select(person.element("#b")).select_by_value(review.rpartition("/")[2])
    person.element("form[action='/compare'] button").click()
    person.until(lambda: "/compare" in person.path, "nothing is compared")
    person.driver.switch_to.frame(person.element("iframe"))
    assert MODEL in person.text and OTHER in person.text
    person.driver.switch_to.default_content()
    assert other


def test_check_a_bill_of_materials(person: Person, tmp_path: Path) -> None:
    bom = tmp_path / "supplier.json"
    bom.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}))
    person.open("/check")
    person.element("#bom").send_keys(str(bom))
    person.element("form.ask button").click()
    person.until(lambda: "/check/" in person.path, "nothing is checked")
    assert "supplier.json" in person.element("h1").text
    person.driver.switch_to.frame(person.element("iframe"))
    assert "CISA" in person.text
    person.driver.switch_to.default_content()


def test_a_restart_in_the_middle(driver: tuple[webdriver.Chrome, Path], tmp_path: Path) -> None:
    going = threading.Event()
    stop = threading.Event()

    def hang(ref: ArtifactRef) -> None:
        going.set()
        stop.wait(PATIENCE)

    with Server(tmp_path, pause=hang) as url:
        person = _person(driver, url)
        path = person.ask(MODEL)
        assert going.wait(PATIENCE)
    stop.set()
    with Server(tmp_path) as url:
        person = _person(driver, url)
        person.open(path)
        person.until(lambda: person.all(".verdict"), "the review was not taken up again")


def test_two_tabs(person: Person, review: str) -> None:
    person.open(review)
    first = person.driver.current_window_handle
    person.driver.switch_to.new_window("tab")
    person.width(WIDE)
    path = person.ask(OTHER)
    assert path != review
    second = person.driver.current_window_handle
    person.driver.switch_to.window(first)
    # The form of the first tab still holds its token.
    person.element("header form button").click()
    person.until(lambda: person.element("html").get_attribute("lang") == "ko", "no Korean page")
    person.driver.switch_to.window(second)
    person.until(lambda: person.all(".verdict"), "the second tab has no verdict")
    person.driver.close()
    person.driver.switch_to.window(first)


def test_with_the_keyboard_alone(person: Person) -> None:
    person.open()
    _press(person, OTHER)  # the field has the focus from the start
    _press(person, *[Keys.TAB] * 6, Keys.ENTER)
    person.until(lambda: person.all(".verdict"), "the form was not sent")
    _press(person, Keys.TAB)
    assert _focused(person).get_attribute("class") == "skip"
    _press(person, Keys.ENTER, *[Keys.TAB] * 3)
    assert (_focused(person).get_attribute("href") or "").endswith("#decisions")
    _press(person, Keys.ENTER, *[Keys.TAB] * 2)
    assert _focused(person).tag_name == "summary"
    _press(person, Keys.ENTER, *[Keys.TAB] * 3, "J. Kim", Keys.ENTER)
    person.until(lambda: person.all(".decided"), "the decision was not kept")


def _focused(person: Person) -> WebElement:
    return person.driver.switch_to.active_element


def _press(person: Person, *keys: str) -> None:
    webdriver.ActionChains(person.driver).send_keys(*keys).perform()


@pytest.mark.parametrize("path", ["/", "/check", "review", "dossier"])
def test_a_phone_shows_everything_in_its_width(person: Person, review: str, path: str) -> None:
    person.width(PHONE)
    person.open({"review": review, "dossier": f"{review}/dossier"}.get(path, path))
    too_wide = "return document.documentElement.scrollWidth - innerWidth"
    assert person.driver.execute_script(too_wide) <= 0


def test_axe_finds_nothing(person: Person, review: str, tmp_path: Path) -> None:
    if not AXE.is_file():
        pytest.skip("no axe-core: npm install axe-core, and PROVENANCE_NPM names the folder")
    bom = tmp_path / "supplier.json"
    bom.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}))
    person.open("/check")
    person.element("#bom").send_keys(str(bom))
    person.element("form.ask button").click()
    person.until(lambda: "/check/" in person.path, "nothing is checked")
    checked = person.path
    pair = review.rpartition("/")[2]
    compared = f"/compare?a={pair}&b={pair}"
    faults = []
    for path in ("/", "/check", checked, review, compared, "/nowhere"):
        person.open(path)
        faults += [f"{path}: {fault}" for fault in person.axe()]
    assert faults == []


# What strangers try.


def test_a_form_of_another_site_does_nothing(person: Person, review: str, tmp_path: Path) -> None:
    trap = tmp_path / "trap.html"
    trap.write_text(
        f"<form method=post action='{person.url}{review}/decisions'>"
        "<input name=who value=Mallory><input name=decision value=accept>"
        "<input name=artifact value=a><input name=subject value=b><button>win</button></form>"
    )
    person.open(review)  # the cookie of the page is there
    person.driver.get(trap.as_uri())
    person.element("button").click()
    person.until(lambda: "another site" in person.text, "the form was not refused")
    person.open(review)
    assert "Mallory" not in person.text


def test_a_name_that_leads_here_sees_nothing(person: Person, review: str) -> None:
    port = person.url.rpartition(":")[2]
    person.driver.get(f"http://evil.example:{port}{review}")
    assert MODEL not in person.text
    assert "not the one that the page was started with" in person.text


def test_another_site_may_not_frame_the_page(person: Person, review: str, tmp_path: Path) -> None:
    trap = tmp_path / "frame.html"
    trap.write_text(f"<iframe src='{person.url}{review}'></iframe>")
    person.driver.get(trap.as_uri())
    person.driver.switch_to.frame(person.element("iframe"))
    assert not person.all(".verdict")
    person.driver.switch_to.default_content()


def test_a_path_in_a_download_name_leads_nowhere(person: Person, review: str) -> None:
    for name in ("..%2f..%2freviews.sqlite", "%2e%2e/reviews.sqlite", "report.json%00.html"):
        person.open(f"{review}/files/{name}")
        assert person.all("main h1"), name
        assert "SQLite" not in person.text
    assert not list(person.downloads.glob("*sqlite*"))


HOSTILE = "<img src=x onerror=\"window.hit='img'\"><script>window.hit='script'</script>"


def test_a_hostile_card_in_every_field_runs_nothing(
    driver: tuple[webdriver.Chrome, Path], tmp_path: Path
) -> None:
    hub = HubFolder(tmp_path / "hub")
    quoted = json.dumps(HOSTILE)
    front = "\n".join(
        f"{field}: {quoted}"
        for field in ("license", "license_name", "license_link", "language", "pipeline_tag")
    )
    body = f"# {HOSTILE}\n\n## Training data\n\nPersonal data such as {HOSTILE} was used.\n"
    hub.model("me/hostile", f"{front}\nbase_model: {quoted}\ndatasets: [{quoted}]", body)
    with Server(tmp_path / "web", hub=str(hub.root)) as url:
        person = _person(driver, url)
        path = person.reviewed("me/hostile")
        for page in (path, f"{path}/dossier"):
            person.open(page)
            assert _hit(person) is None
            assert not person.all("img")
        person.open("/")
        person.element("#refs").send_keys(f"me/hostile/{HOSTILE}")
        person.element("form.ask button").click()
        person.until(lambda: person.all("[role=alert]"), "nothing is said")
        assert _hit(person) is None


def _hit(person: Person) -> Any:
    return person.driver.execute_script("return window.hit ?? null")
