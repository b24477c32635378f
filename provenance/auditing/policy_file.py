"""Read a policy from provenance.toml or from [tool.provenance] in pyproject.toml; unknown settings
are errors."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from provenance.errors import UsageError
from provenance.files.local import read_local
from provenance.files.safe_json import load_json
from provenance.files.safe_toml import TomlError, load_toml
from provenance.files.schema_errors import first_departure, suggestion
from provenance.files.toml_lines import Steps, key_lines
from provenance.hubs import hub_names
from provenance.licences import catalogue, parse_use
from provenance.licences.identity import is_known
from provenance.licences.use import IntendedUse
from provenance.model.artifact import GAP_REASONS, Place
from provenance.model.finding import Severity
from provenance.policy import ANYTHING, Baseline, GapWaiver, Limits, Policy, PolicySetting, Waiver
from provenance.report import SCHEMA as REPORT
from provenance.rules import every_rule, rules_named
from provenance.rules.policy.weights import WORDS as WEIGHT_WORDS
from provenance.signatures import SignerTrust
from provenance.weights import weight_formats

SCHEMA = "policy-1"
FILE, PROJECT_FILE = "provenance.toml", "pyproject.toml"
SIZE_LIMIT, BASELINE_LIMIT = 1024 * 1024, 64 * 1024 * 1024
NEVER = "never"
_TABLE = ("tool", "provenance")
_ALWAYS = ("lock", "policy")
_WHAT_HINT = "Write `gap = ...` in place of `rule`, or leave `what` out."
_BOTH_HINT = "Write two waivers, one for each."
_ANOTHER = "Name another file."
_BASELINE_HINT = "Write one with `provenance audit ... -o json=FILE`."
_SIGNER_HINT = "Give `pem`, a file beside this one, or `identity` and `issuer`."
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?")
_LIMIT_HINTS = {
    "licences": (
        "Use an SPDX identifier, a hub identifier, a LicenseRef or a category: `provenance licences"
        " NAME`."
    ),
    "hubs": "Use hf, folder or a host name.",
    "weights": "Use a format such as safetensors, or `executable` or `unsigned`.",
}


def find_policy(folder: Path) -> Path | None:
    """The policy file that applies to a folder, or None.

    Args:
        folder: Where to look; then its parents, up to the root of the repository. In each folder
            `provenance.toml` takes precedence over a `pyproject.toml` with a table
            `[tool.provenance]`.
    """
    root = repository(folder)
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return place / FILE
        project = place / PROJECT_FILE
        if project.is_file() and b"tool.provenance" in read_local(project, SIZE_LIMIT, _ANOTHER):
            return project
        if root is None or place == root:
            return None
    return None


def repository(folder: Path) -> Path | None:
    """The root of the repository that contains a folder, or None."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def read_policy(
    path: Path,
    data: bytes | None = None,
    baseline: bytes | None = None,
    signer: bytes | None = None,
) -> Policy:
    """Read a policy (schemas/policy-1.schema.json).

    Args:
        path: `provenance.toml`, a file of the same form, or a `pyproject.toml`.
        data: Its content, if already read; `path` is then only its name, as the report shows it.
        baseline: Content of the baseline report that it names, if already read.
        signer: Content of the key or certificates that it names, if already read.

    Raises:
        UsageError: The file is unreadable or contains an unknown setting; the message names the
            line.
    """
    if data is not None:
        stored = {"baseline": baseline or b"", "signer": signer or b""}
        return _Reader(path.as_posix(), data, lambda key, _: stored[key]).policy()

    def read_nearby(_: str, name: str) -> bytes:
        return read_local(path.parent / name, BASELINE_LIMIT, _ANOTHER)

    return _Reader(_shown_path(path), read_local(path, SIZE_LIMIT, _ANOTHER), read_nearby).policy()


class _Reader:
    """Reads one policy file."""

    def __init__(self, file: str, data: bytes, read_nearby: Callable[[str, str], bytes]) -> None:
        self.file = file
        self.data = data
        self.read_nearby = read_nearby
        try:
            self.text = data.decode("utf-8-sig").replace("\r\n", "\n")
            document: Any = load_toml(self.text)
        except (TomlError, UnicodeDecodeError) as error:
            raise UsageError(f"{self.file} is not valid TOML: {error}", "Fix the file.") from None
        self.prefix: Steps = _TABLE if PurePath(file).name == PROJECT_FILE else ()
        for step in self.prefix:
            document = document.get(step, {}) if isinstance(document, dict) else {}
        self.document = _plain(document)
        self.places = key_lines(self.text)
        self.lines = self.text.split("\n")

    def line(self, steps: Steps) -> int:
        """The line of the innermost value on the path that has a line."""
        path = (*self.prefix, *steps)
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, 1)

    def setting(self, *steps: str | int, value: str = "") -> PolicySetting:
        """The value at a path."""
        line = self.line(steps)
        key = ".".join(str(step) for step in steps if isinstance(step, str))
        return PolicySetting(
            key=key, value=value, place=Place(self.file, line), quote=self.lines[line - 1].strip()
        )

    def refuse(self, steps: Steps, message: str, hint: str) -> UsageError:
        """Create an error at a path."""
        return UsageError(f"{self.file}:{self.line(steps)}: {message}", hint)

    def policy(self) -> Policy:
        """Read and check the whole policy."""
        departure = first_departure(SCHEMA, self.document, self.line, "a policy")
        if departure:
            raise UsageError(f"{self.file}:{departure.line}: {departure.message}", departure.hint)
        document: dict[str, Any] = self.document
        canonical = json.dumps(document, sort_keys=True, ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        )
        waivers = [
            self.waiver(number, entry) for number, entry in enumerate(document.get("waivers", ()))
        ]
        return Policy(
            file=self.file,
            digest=hashlib.sha256(canonical).hexdigest(),
            data=self.data,
            settings=tuple(self.settings()),
            selected=self.selected(),
            severities=MappingProxyType(self.severities()),
            licences=self.limits("licences", lambda: [*_categories(), *catalogue()]),
            hubs=self.limits("hubs", lambda: list(hub_names())),
            organisations=self.limits("organisations", list),
            weights=self.limits("weights", lambda: [*WEIGHT_WORDS, *weight_formats()]),
            fail_on=MappingProxyType(self.fail_on()),
            waivers=tuple(waiver for waiver in waivers if isinstance(waiver, Waiver)),
            gap_waivers=tuple(waiver for waiver in waivers if isinstance(waiver, GapWaiver)),
            baseline=self.baseline(document["baseline"]) if "baseline" in document else None,
            profiles=self.profiles(),
            use=self.use(document["use"]) if "use" in document else None,
            cover=MappingProxyType(dict(document.get("cover", {}))),
            signer=self.signer(document["signer"]) if "signer" in document else None,
        )

    def settings(self) -> Iterable[PolicySetting]:
        """All settings of the file, leaf by leaf, in line order."""
        waiting: list[tuple[Steps, Any]] = [((), self.document)]
        settings = []
        while waiting:
            steps, value = waiting.pop()
            if isinstance(value, dict):
                waiting += [((*steps, key), inner) for key, inner in value.items()]
            elif isinstance(value, list):
                waiting += [((*steps, number), inner) for number, inner in enumerate(value)]
            else:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                settings.append(self.setting(*steps, value=text))
        return sorted(
            settings, key=lambda setting: (setting.place.line, setting.key, setting.value)
        )

    def codes(self, word: str, *steps: str | int) -> frozenset[str]:
        """The rule codes that a word selects."""
        codes = rules_named(word)
        if not codes:
            known = {
                text.lower()
                for info in every_rule()
                for text in (info.code, info.name, info.family)
            }
            hint = suggestion(word.lower(), sorted(known), "`provenance rules` lists them.")
            raise self.refuse(steps, f"{word!r} names no rule", hint)
        return codes

    def selected(self) -> frozenset[str]:
        """`select`, or all rules, without `ignore`; rules that judge by policy or lock count unless
        ignored."""
        document = self.document
        chosen = {
            info.code for info in every_rule() if "select" not in document or info.family in _ALWAYS
        }
        for number, word in enumerate(document.get("select", ())):
            chosen |= self.codes(word, "select", number)
        for number, word in enumerate(document.get("ignore", ())):
            chosen -= self.codes(word, "ignore", number)
        return frozenset(chosen)

    def severities(self) -> dict[str, Severity]:
        """Severity by rule code; the most specific word decides."""
        words = self.document.get("severities", {})
        settings = [
            (self.codes(word, "severities", word), Severity(severity))
            for word, severity in words.items()
        ]
        settings.sort(key=lambda pair: -len(pair[0]))
        return {code: severity for codes, severity in settings for code in codes}

    def limits(self, key: str, known: Callable[[], list[str]]) -> Limits:
        """Allowed and denied values; each must be in `known` or accepted by `_is_name`."""
        lists: dict[str, tuple[PolicySetting, ...]] = {}
        for name, words in self.document.get(key, {}).items():
            for number, word in enumerate(words):
                if not _is_name(key, word):
                    hint = suggestion(word.lower(), known(), _LIMIT_HINTS[key])
                    raise self.refuse(
                        (key, name, number), f"{word!r} names nothing known among {key}", hint
                    )
            entries = enumerate(words)
            lists[name] = tuple(
                self.setting(key, name, number, value=word) for number, word in entries
            )
        return Limits(**lists)

    def fail_on(self) -> dict[str, Severity | None]:
        """`fail-on` by family or `default`."""
        setting = self.document.get("fail-on", {})
        words = {"default": setting} if isinstance(setting, str) else setting
        thresholds: dict[str, Severity | None] = {}
        for family, word in words.items():
            thresholds[family] = None if word == NEVER else Severity(word)
        return thresholds

    def waiver(self, number: int, entry: Mapping[str, str]) -> Waiver | GapWaiver:
        """A waiver: for findings if it names a rule, for gaps if it names their reason."""
        of = "gap" if "gap" in entry else "rule"
        shared: dict[str, Any] = {
            "artifact": entry["artifact"].strip(),
            "reason": entry["reason"],
            "owner": entry["owner"],
            "until": date.fromisoformat(entry["until"]),
            "setting": self.setting(
                "waivers", number, of, value=f"{entry[of]} {entry['artifact']}"
            ),
        }
        if of == "rule":
            if "what" in entry:
                raise self.refuse(
                    ("waivers", number, "what"), "`what` belongs to a waiver of gaps", _WHAT_HINT
                )
            codes = self.codes(entry["rule"], "waivers", number, "rule")
            return Waiver(**shared, rule=entry["rule"], codes=codes)
        if "rule" in entry:
            raise self.refuse(
                ("waivers", number, "rule"), "a waiver needs either a rule or a gap", _BOTH_HINT
            )
        reason = entry["gap"].strip().lower()
        if reason not in (ANYTHING, *GAP_REASONS):
            hint = suggestion(reason, GAP_REASONS)
            raise self.refuse(
                ("waivers", number, "gap"), f"{entry['gap']!r} is not a reason of a gap", hint
            )
        return GapWaiver(**shared, gap=reason, what=entry.get("what", ANYTHING).strip())

    def baseline(self, name: str) -> Baseline:
        """Findings of an earlier report; those that a waiver covered still need the waiver."""
        try:
            data = self.read_nearby("baseline", name)
            report: Any = load_json(data).value
            if report["schema"] != REPORT:
                raise ValueError
            kept = [
                finding
                for finding in report["findings"]
                if not finding["waiver"] or finding["waiver"]["by"] == "baseline"
            ]
            fingerprints = frozenset(str(finding["fingerprint"]) for finding in kept)
        except (ValueError, TypeError, KeyError):
            raise self.refuse(
                ("baseline",), f"{name} is not a JSON report of this version", _BASELINE_HINT
            ) from None
        except UsageError as error:
            raise self.refuse(("baseline",), error.message, _BASELINE_HINT) from None
        return Baseline(
            report=name,
            fingerprints=fingerprints,
            setting=self.setting("baseline", value=name),
            data=data,
        )

    def use(self, table: Mapping[str, object]) -> IntendedUse:
        """The intended use."""
        try:
            return parse_use(table)
        except UsageError as error:
            raise self.refuse(("use",), error.message, error.hint) from None

    def signer(self, table: Mapping[str, str]) -> SignerTrust:
        """Who is expected to sign the models."""
        has_identity = "identity" in table and "issuer" in table
        if ("pem" in table) == has_identity:
            raise self.refuse(("signer",), "a signer is either a key or an identity", _SIGNER_HINT)
        if has_identity:
            return SignerTrust(identity=table["identity"], issuer=table["issuer"])
        try:
            return SignerTrust(pem=self.read_nearby("signer", table["pem"]))
        except UsageError as error:
            raise self.refuse(("signer", "pem"), error.message, _SIGNER_HINT) from None

    def profiles(self) -> tuple[str, ...]:
        """The names of privacy profiles."""
        names = tuple(dict.fromkeys(self.document.get("profiles", ())))
        if names:
            from provenance.privacy.profiles import profiles

            known = [profile.name for profile in profiles()]
            for number, name in enumerate(names):
                if name not in known:
                    hint = suggestion(name, known)
                    raise self.refuse(
                        ("profiles", number), f"{name!r} is not a privacy profile", hint
                    )
        return names


def _shown_path(path: Path) -> str:
    """The file's path from the root of its repository, as a forge shows it, or else its name."""
    full = path.resolve()
    root = repository(full.parent)
    return full.relative_to(root).as_posix() if root else full.name


def _plain(value: object) -> Any:
    """Convert dates in a TOML value to text, because JSON Schema has no date type."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _is_name(key: str, word: str) -> bool:
    if key == "licences":
        own = word.lower().startswith("licenseref-")
        return own or word.lower() in _categories() or is_known(word)
    if key == "weights":
        return word.lower() in (*WEIGHT_WORDS, *weight_formats())
    return key == "organisations" or word in hub_names() or _HOST.fullmatch(word) is not None


def _categories() -> list[str]:
    return sorted({licence.category for licence in catalogue().values()})
