"""Requests, round trips and seconds of a lineage, beside the same reading by plain huggingface_hub
calls.

    python benchmarks/roundtrips.py [--latency SECONDS]

The test hub on loopback waits before each answer. Both sides read the same: metadata and card of
every artefact, and of the audited model the licence text, both configurations and the beginning of
the weights. The plain client makes its calls one after another, as a script would.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"

from hub_folder import HubFolder  # noqa: E402  (they live with the tests)
from hub_server import HubServer  # noqa: E402
from huggingface_hub import HfApi, hf_hub_download  # noqa: E402

import provenance  # noqa: E402

MIT = "MIT License\n"


def weights() -> bytes:
    """A safetensors file with one small tensor."""
    header = json.dumps({"w": {"dtype": "F32", "shape": [64], "data_offsets": [0, 256]}}).encode()
    return struct.pack("<Q", len(header)) + header + bytes(256)


def small(hub: HubFolder) -> int:
    """A fine-tune of one base on two datasets: two levels."""
    for name in ("one", "two"):
        hub.dataset(f"acme/{name}", "license: mit", files={"LICENSE": MIT})
    hub.model("acme/base", "license: mit", files={"LICENSE": MIT})
    add_root(hub, "base_model: acme/base\ndatasets: [acme/one, acme/two]")
    return 2


def deep(hub: HubFolder) -> int:
    """Four generations, three datasets in each: five levels, since the last generation has data
    too."""
    for generation in range(4):
        data = [f"acme/data-{generation}-{number}" for number in range(3)]
        for name in data:
            hub.dataset(name, "license: mit", files={"LICENSE": MIT})
        base = f"base_model: acme/g{generation + 1}\n" if generation < 3 else ""
        front = f"license: mit\n{base}datasets: [{', '.join(data)}]"
        if generation:
            hub.model(f"acme/g{generation}", front, files={"LICENSE": MIT})
        else:
            add_root(hub, front)
    return 5


def add_root(hub: HubFolder, front: str) -> None:
    """The audited model, with everything that is read of it."""
    configs: dict[str, str | bytes] = dict.fromkeys(("config.json", "tokenizer_config.json"), "{}")
    files = {**configs, "LICENSE": MIT, "model.safetensors": weights()}
    hub.model(
        "acme/g0",
        f"license: mit\n{front}".replace("license: mit\nlicense: mit", "license: mit"),
        files=files,
    )


def plain(url: str, cache: str) -> None:
    """The same reading, call by call."""
    api = HfApi(endpoint=url)
    waiting, seen = [("model", "acme/g0")], set()
    while waiting:
        kind, name = waiting.pop(0)
        if (kind, name) in seen:
            continue
        seen.add((kind, name))
        info = (
            api.model_info(name, files_metadata=True) if kind == "model" else api.dataset_info(name)
        )
        listed = {sibling.rfilename for sibling in info.siblings or []}
        wanted = ["README.md", "LICENSE"]
        if name == "acme/g0":
            wanted += ["config.json", "tokenizer_config.json"]
            api.get_safetensors_metadata(name)
        for path in wanted:
            if path in listed:
                hf_hub_download(
                    name, path, repo_type=kind, revision=info.sha, endpoint=url, cache_dir=cache
                )
        for tag in info.tags or []:
            if tag.startswith("base_model:") and tag.count(":") == 1:
                waiting.append(("model", tag.partition(":")[2]))
            elif tag.startswith("dataset:") and kind == "model":
                waiting.append(("dataset", tag.partition(":")[2]))


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(title: str, build: Callable[[HubFolder], int], latency: float) -> None:
    """Measure both sides on one lineage and print them."""
    with tempfile.TemporaryDirectory() as work:
        hub = HubFolder(Path(work, "hub"))
        levels = build(hub)
        with HubServer(hub.root, latency=latency) as server:
            provenance.trace(
                "acme/g0", hub=server.url
            )  # start-up: imports, one client, open connections
            server.requests.clear()
            ours = timed(lambda: provenance.trace("acme/g0", hub=server.url))
            requests = [record.path for record in server.requests]
            server.requests.clear()
            theirs = timed(lambda: plain(server.url, str(Path(work, "cache"))))
            plain_requests = len(server.requests)
            cache = Path(work, "kept")
            provenance.trace("acme/g0", hub=server.url, cache=cache)
            server.requests.clear()
            warm = timed(lambda: provenance.trace("acme/g0", hub=server.url, cache=cache))
            warm_requests = len(server.requests)
    goal = (levels + 1) * latency + 0.15
    of_root = sum("acme/g0" in path for path in requests)
    others = (
        len(
            {
                path.split("/resolve/")[0].removeprefix("/datasets")
                for path in requests
                if "/resolve/" in path
            }
        )
        - 1
    )
    print(f"\n{title} ({levels} levels, {latency * 1e3:.0f} ms a request)")
    print(f"  provenance    {len(requests):4} requests  {ours:6.3f} s   goal {goal:.3f} s")
    print(
        f"  plain client  {plain_requests:4} requests  {theirs:6.3f} s   {theirs / ours:.1f} times"
        " slower"
    )
    print(
        f"  warm cache    {warm_requests:4} requests  {warm:6.3f} s   one for each artefact: bodies"
        " are kept, their state is asked"
    )
    each = (len(requests) - of_root) / others
    print(f"  {of_root} requests for the audited model, {each:.1f} for each of {others} others")


def shared(hub: HubFolder) -> list[str]:
    """Fifty fine-tunes: five chains of three generations below them, ten datasets that all of them
    share."""
    for number in range(10):
        hub.dataset(f"acme/data-{number}", "license: mit", files={"LICENSE": MIT})
    for chain in range(5):
        for generation in range(3):
            base = f"base_model: acme/c{chain}-{generation + 1}\n" if generation < 2 else ""
            front = f"license: mit\n{base}datasets: [acme/data-{chain}, acme/data-{chain + 5}]"
            hub.model(f"acme/c{chain}-{generation}", front, files={"LICENSE": MIT})
    names = [f"acme/m{number}" for number in range(50)]
    for number, name in enumerate(names):
        front = (
            f"license: mit\nbase_model: acme/c{number % 5}-0\ndatasets: [acme/data-{number % 10}]"
        )
        files: dict[str, str | bytes] = {
            "config.json": "{}",
            "tokenizer_config.json": "{}",
            "LICENSE": MIT,
        }
        hub.model(name, front, files={**files, "model.safetensors": weights()})
    return names


def together(latency: float) -> None:
    """Measure fifty models that share bases and datasets, in one run and one of them alone."""
    with tempfile.TemporaryDirectory() as work:
        hub = HubFolder(Path(work, "hub"))
        names = shared(hub)
        with HubServer(hub.root, latency=latency) as server:
            provenance.trace(*names, hub=server.url)
            chain = max(
                timed(partial(provenance.trace, name, hub=server.url)) for name in names[:5]
            )
            server.requests.clear()
            seconds = timed(lambda: provenance.trace(*names, hub=server.url))
            paths = [record.path for record in server.requests]
    goal = 1.3 * chain + len(paths) / 32 * latency
    print(f"\nfifty models that share 15 bases and 10 datasets ({latency * 1e3:.0f} ms a request)")
    print(f"  together      {len(paths):4} requests  {seconds:6.3f} s   goal {goal:.3f} s")
    print(f"  the slowest chain alone {chain:14.3f} s")
    print(
        f"  the most often requested address: {max(paths.count(path) for path in set(paths))} times"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.05)
    latency = parser.parse_args().latency
    compare("a fine-tune of one base on two datasets", small, latency)
    compare("four generations and twelve datasets", deep, latency)
    together(latency)


if __name__ == "__main__":
    main()
