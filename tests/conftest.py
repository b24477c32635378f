"""What every test may use, and what no test may touch: the user's token, cache and network
settings.

Snapshots are what a format said when somebody last looked at it and found it good. `make snapshots`
writes them anew (`PROVENANCE_SNAPSHOTS=renew pytest tests/formats tests/conformance`); look at the
diff before you commit it.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hub_folder import HubFolder

ROOT = Path(__file__).parents[1]
# Python's own 700 starts a collection many times while one card is read.
OBJECTS_BEFORE_COLLECTION = 50_000

# huggingface_hub reads these once, when it is first imported.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_XET"] = "1"
for _variable in (
    "HF_TOKEN",
    "HF_ENDPOINT",
    "HF_HUB_OFFLINE",
    "PROVENANCE_HUB",
    "NO_COLOR",
    "FORCE_COLOR",
):
    os.environ.pop(_variable, None)
os.environ["HF_HOME"] = str(Path(__file__).parent / "no-such-home")
os.environ["PROVENANCE_CACHE"] = (
    "/dev/null/cache"  # cannot be written to: no test meets what another fetched
)


def pytest_configure(config: pytest.Config) -> None:
    """Note which sentences the tests produce, where somebody asks for it."""
    file = os.environ.get("PROVENANCE_MESSAGES")
    if file:
        from message_record import MessageRecord

        config.pluginmanager.register(MessageRecord(Path(file)))


def pytest_collection_finish() -> None:
    """Let the garbage collector start less often: to look through modules and thousands of tests
    again and again is a tenth of the time of all tests.

    They are not set apart with `gc.freeze`: hypothesis asks the collector who holds a random
    generator, and would not see it.
    """
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test that `messages/variants.json` names has to produce the sentences it is named for."""
    from message_record import expected_of, recorded

    expected = expected_of().get(item.nodeid)
    if expected is None:
        return (yield)
    with recorded() as made:
        result = yield
    assert expected <= made, f"{item.nodeid} does not produce {sorted(expected - made)}"
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test logged may hold letters that no worker of pytest-xdist can send."""
    report = yield
    report.sections = [
        (title, text.encode("utf-8", "backslashreplace").decode())
        for title, text in report.sections
    ]
    return report


@pytest.fixture(autouse=True)
def no_quota_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port may be another test's hub later on."""
    from provenance.hubs import pace

    monkeypatch.setattr(pace, "_PACES", {})


@pytest.fixture
def hub(tmp_path: Path) -> HubFolder:
    """An empty hub folder."""
    return HubFolder(tmp_path / "hub")


@pytest.fixture(scope="session")
def apache_text() -> str:
    """The Apache License 2.0, as this project carries it."""
    return (ROOT / "LICENSE").read_text("utf-8")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real cards that nobody here wrote; the test is skipped where they are absent."""
    folder = Path(os.environ.get("PROVENANCE_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}: set PROVENANCE_CORPUS")
    return folder


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare bytes with those of that name in `snapshots` beside the test: what somebody looked at
    and found good.

    `make snapshots` writes them anew; look at the diff before you commit it.
    """
    folder = request.path.parent / "snapshots"

    def compare(name: str, payload: bytes) -> None:
        stored = folder / name
        if os.environ.get("PROVENANCE_SNAPSHOTS") == "renew":
            stored.parent.mkdir(exist_ok=True)
            stored.write_bytes(payload)
        assert payload.decode() == stored.read_bytes().decode(), f"{stored} differs"

    return compare
