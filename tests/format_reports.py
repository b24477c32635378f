"""Reports built by hand: what an audit of these models could say. Every name, sentence and digest is invented."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from dataclasses import replace as changed

from provenance.artifact import Gap
from provenance.finding import Check, Evidence, Finding, Outcome, Severity
from provenance.licences.claim import Claim, Duty, Source, TextMatch
from provenance.privacy.disclosure import Disclosure, Grade, PrivacyCheck
from provenance.report import (
    InputRef,
    Report,
    ReportArtifact,
    ReportEdge,
    ReportFile,
    ReportLicence,
    ReportLineage,
    ReportNode,
    RuleInfo,
    ToolInfo,
)

TOOL = ToolInfo("provenance", "1.0.0")
HELP = """## What it checks
The duties of every base against those of the model's own licence.

## Why it matters
A fine-tune carries its base's weights, so the base's terms come with them.

## How to fix
Treat the model as under its base's terms as well.

## Example
`license: mit` on a fine-tune of a model under `license: gemma`.

## References
- https://arxiv.org/abs/2509.09873"""


def _rule(code: str, name: str, family: str, severity: Severity, summary: str) -> RuleInfo:
    return RuleInfo(code, name, family, severity, summary, HELP)


RULES = (
    _rule("CARD003", "card-is-template", "card", Severity.LOW, "The card is mostly the hub's template"),
    _rule("DAT042", "dataset-unlicensed", "lineage", Severity.HIGH, "Training data without a licence"),
    _rule("LIC001", "licence-missing", "licence", Severity.HIGH, "No licence is stated anywhere"),
    _rule("LIC005", "licence-text-missing", "licence", Severity.INFO, "No licence text stands beside the declaration"),
    _rule("LIN020", "licence-drift", "lineage", Severity.HIGH, "The licence drops what a base's licence requires"),
    _rule(
        "PRIV070", "fine-tuning-data-unstated", "privacy", Severity.HIGH, "Personal data in tuning data is not stated"
    ),
    _rule("PRIV082", "privacy-section-placeholder", "privacy", Severity.LOW, "The privacy section was left unfilled"),
    _rule("WGT001", "weights-can-execute", "weights", Severity.HIGH, "Loading the weights can execute code"),
    _rule("WGT002", "file-flagged", "weights", Severity.CRITICAL, "The hub's scanners flag a file as unsafe"),
)
_TITLES = {
    "PRIV-001": "Presence of personal data",
    "PRIV-010": "Sources named",
    "PRIV-011": "Web scraping",
    "PRIV-030": "Filtering done",
    "PRIV-032": "Verification of filtering",
    "PRIV-041": "Privacy red-team or extraction test",
    "PRIV-062": "Guidance for fine-tuning",
    "PRIV-070": "Fine-tuning data",
    "PRIV-072": "Tested again after tuning",
    "PRIV-082": "Section on personal data",
}
QUESTIONS = tuple(
    PrivacyCheck(key, title, f"{title}?", f"{title}?", "data", ("model",), ("hub: card",), "")
    for key, title in _TITLES.items()
)
GEMMA_DUTIES = (
    Duty("notice-file", "notice with copies", "3.1", "gemma"),
    Duty("pass-terms", "terms to recipients", "1.1(b), 3.1", "gemma"),
    Duty("use-restrictions", "use restrictions", "3.2", "gemma"),
)
KEEP_NOTICES = (Duty("keep-notices", "keep copyright and licence notices", "4"),)


def digest(text: str) -> str:
    """A sha256 that stays the same."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclass
class Builder:
    """Puts a Report together one artefact at a time; the first model is the subject."""

    inputs: list[InputRef] = field(default_factory=list)
    artifacts: list[ReportArtifact] = field(default_factory=list)
    nodes: list[ReportNode] = field(default_factory=list)
    edges: list[ReportEdge] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    disclosures: list[Disclosure] = field(default_factory=list)
    licences: list[ReportLicence] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def artifact(
        self,
        name: str,
        kind: str = "model",
        *,
        asked: bool = False,
        gated: bool = False,
        parameters: int | None = None,
        dtypes: tuple[str, ...] = (),
        files: tuple[ReportFile, ...] = (),
    ) -> str:
        """An artefact that was read. Returns its purl."""
        commit = digest(name)[:40]
        purl = f"pkg:huggingface/{name}@{commit}" + ("?type=dataset" if kind == "dataset" else "")
        url = f"https://hub.example/{'datasets/' if kind == 'dataset' else ''}{name}"
        role = "subject" if asked else "dataset" if kind == "dataset" else "base"
        weights = sum(file.size or 0 for file in files) or None
        self.artifacts.append(
            ReportArtifact(purl, kind, "hf", name, commit, url, role, gated, parameters, dtypes, weights, files)
        )
        self.nodes.append(ReportNode(purl, "read"))
        if asked:
            self.inputs.append(InputRef(name, purl, "read"))
        return purl

    def unread(self, name: str, reason: str, detail: str, kind: str = "dataset") -> str:
        """An artefact that could not be read. Returns its purl."""
        purl = f"pkg:huggingface/{name}" + ("?type=dataset" if kind == "dataset" else "")
        self.nodes.append(ReportNode(purl, reason))
        self.gaps.append(Gap(purl, "repository", reason, detail))
        return purl

    def edge(self, child: str, parent: str, relation: str, line: int, quote: str) -> None:
        """A step of the lineage that the card's front matter states."""
        known_by = ("card", "hub-tag") if relation != "dataset" else ("card",)
        self.edges.append(ReportEdge(child, parent, relation, known_by, "stated", (card(child, line, quote),)))

    def licence(self, purl: str, name: str, spdx: str | None, line: int, value: str, duties: tuple[Duty, ...]) -> Claim:
        """A licence that a card declares and no text contradicts."""
        claim = Claim(value, value, Source.CARD, card(purl, line, f"license: {value}"), spdx=spdx)
        self.licences.append(ReportLicence(purl, (claim,), spdx, spdx, name, "declared-only", duties))
        return claim

    def unlicensed(self, purl: str) -> None:
        """An artefact that states no licence."""
        self.licences.append(ReportLicence(purl, (), None, None, "no licence stated", "none", ()))

    def disclose(self, purl: str, grades: dict[str, Grade], said: dict[str, Disclosure] | None = None) -> None:
        """The grade of every question; those of `said` with their proof."""
        for check, grade in grades.items():
            searched = ("README.md (7 sections)",) if grade is Grade.ABSENT else ()
            plain = Disclosure(check, purl, grade, searched=searched, asked_by=("hub: card",))
            self.disclosures.append((said or {}).get(check, plain))

    def judge(self, purl: str, *findings: Finding, unknown: tuple[str, ...] = ()) -> None:
        """Every rule's check of a subject with these findings."""
        self.findings += findings
        for rule in RULES:
            found = tuple(finding for finding in findings if finding.rule == rule.code)
            outcome = Outcome.FAILED if found else Outcome.UNKNOWN if rule.code in unknown else Outcome.PASSED
            reason = "not every named dataset could be read" if outcome is Outcome.UNKNOWN else ""
            self.checks.append(Check(rule.code, purl, outcome, reason, found))

    def report(self) -> Report:
        """The Report, in the order in which the auditor sorts it."""
        findings = sorted(self.findings, key=lambda one: (one.artifact, one.severity.rank, one.rule, one.key))
        return Report(
            TOOL,
            tuple(self.inputs),
            tuple(self.artifacts),
            ReportLineage(self.inputs[0].purl, tuple(self.nodes), tuple(self.edges)),
            tuple(findings),
            tuple(self.checks),
            tuple(self.disclosures),
            tuple(self.licences),
            tuple(self.gaps),
            RULES,
            questions=QUESTIONS,
        )


def card(purl: str, line: int, quote: str, end: int | None = None) -> Evidence:
    """Lines of an artefact's README.md."""
    return Evidence(purl, "README.md", purl.partition("@")[2][:40], line, end or line, quote, digest(purl))


def listed(purl: str, path: str, quote: str) -> Evidence:
    """A file of the listing, which has no lines."""
    return Evidence(purl, path, purl.partition("@")[2][:40], None, None, quote, digest(path))


def files(*entries: tuple[str, int | None, str]) -> tuple[ReportFile, ...]:
    """A listing of path, size and format; the hub tells digests of the large ones only."""
    return tuple(
        ReportFile(path, size, digest(path) if size and size > 1_000_000 else None, form, "safe" if size else None)
        for path, size, form in sorted(entries)
    )


def fine_tune() -> Report:
    """A careless fine-tune: MIT over a vendor's terms, tickets of customers as training data."""
    build = Builder()
    shards = tuple((f"model-{n:05}-of-00004.safetensors", 4_268_840_448, "safetensors") for n in range(1, 5))
    small = (
        ("README.md", 1_204, "markdown"),
        ("training_args.bin", 5_176, "pickle"),
        ("config.json", 620, "json"),
        ("tokenizer.json", 17_518_525, "json"),
    )
    model = build.artifact(
        "acme/support-gemma-7b",
        asked=True,
        parameters=8_537_680_896,
        dtypes=("BF16",),
        files=files(*shards, *small),
    )
    base = build.artifact("google/gemma-7b", gated=True, parameters=8_537_680_896, dtypes=("BF16",))
    chats = build.artifact("HuggingFaceH4/ultrachat_200k", "dataset")
    tickets = build.artifact("acme/tickets", "dataset")
    evaluation = build.unread(
        "acme/private-eval",
        "gated",
        "The dataset is gated and this token has no access. Ask for access on its page, then sign in.",
    )
    build.edge(model, base, "finetune", 4, "base_model: google/gemma-7b")
    build.edge(model, chats, "dataset", 6, "- HuggingFaceH4/ultrachat_200k")
    build.edge(model, tickets, "dataset", 7, "- acme/tickets")
    build.edge(model, evaluation, "dataset", 8, "- acme/private-eval")
    mit = build.licence(model, "MIT License", "MIT", 3, "mit", KEEP_NOTICES)
    gemma = build.licence(base, "Gemma Terms of Use", "LicenseRef-gemma", 4, "gemma", GEMMA_DUTIES)
    build.licence(chats, "MIT License", "MIT", 2, "mit", KEEP_NOTICES)
    build.unlicensed(tickets)
    build.licences[0] = changed(build.licences[1], artifact=model, claims=(mit,), declared="MIT")
    _disclose_fine_tune(build, model)
    build.judge(
        model,
        Finding(
            "LIN020",
            Severity.HIGH,
            model,
            "MIT here drops what google/gemma-7b requires (Gemma Terms of Use)",
            "Treat it as under the Gemma Terms of Use as well; ask its author for the notices these terms ask for.",
            (model, base),
            (mit.evidence, gemma.evidence),
            ("lost: notice with copies (3.1), terms to recipients (1.1(b), 3.1), use restrictions (3.2)",),
        ),
        Finding(
            "DAT042",
            Severity.HIGH,
            model,
            "training data without a licence: acme/tickets",
            "Ask the maker of the model under which terms this data was used.",
            (model, tickets),
            (card(model, 7, "- acme/tickets"), card(tickets, 1, "--- pretty_name: Tickets ---", 3)),
        ),
        Finding(
            "PRIV070",
            Severity.HIGH,
            model,
            "fine-tuning data: whether it holds personal data is not stated (acme/tickets)",
            "Ask the maker which personal data is in it, on what basis, what was removed and how that was checked.",
            (model, tickets),
            (card(model, 7, "- acme/tickets"),),
            ("searched: the card of the model and of acme/tickets",),
        ),
        Finding(
            "WGT001",
            Severity.MEDIUM,
            model,
            "loading training_args.bin can execute code; a safe format stands beside it",
            "Load the safe format only and leave the others out of your copy.",
            (model,),
            (listed(model, "training_args.bin", "training_args.bin, 5,176 bytes"),),
        ),
        Finding(
            "PRIV082",
            Severity.LOW,
            model,
            "the section on personal data was left unfilled: acme/tickets",
            "Ask the maker which kinds of personal data it holds, what was removed, and how that was checked.",
            (model, tickets),
            (card(tickets, 21, "[More Information Needed]"),),
        ),
        Finding(
            "LIC005",
            Severity.INFO,
            model,
            "MIT is declared and no licence text stands beside it",
            "Ask the author to add the file LICENSE.",
            (model,),
        ),
    )
    return build.report()


def _disclose_fine_tune(build: Builder, model: str) -> None:
    absent = dict.fromkeys(_TITLES, Grade.ABSENT) | {"PRIV-062": Grade.NOT_APPLICABLE}
    tuned = Disclosure(
        "PRIV-070",
        model,
        Grade.PARTIAL,
        "unknown",
        (card(model, 18, "Tuned on anonymised support tickets.", 19),),
        asked_by=("PIPC, generative AI guidance: stage 3",),
    )
    base = build.artifacts[1].purl
    sources = Disclosure(
        "PRIV-010",
        model,
        Grade.DISCLOSED,
        "present",
        (card(base, 210, "Web documents, code and mathematics, 6 trillion tokens in all."),),
        inherited_from=base,
    )
    grades = absent | {"PRIV-070": Grade.PARTIAL, "PRIV-010": Grade.DISCLOSED, "PRIV-082": Grade.PLACEHOLDER}
    build.disclose(model, grades, {"PRIV-070": tuned, "PRIV-010": sources})


def clean() -> Report:
    """A model that documents itself: licence text beside the declaration, every question answered, no finding."""
    build = Builder()
    entries = (("LICENSE", 11_358, "text"), ("README.md", 9_120, "markdown"), ("model.safetensors", 2_200_119_864, ""))
    listing = files(*((path, size, form or "safetensors") for path, size, form in entries))
    model = build.artifact("lantern/open-1b", asked=True, parameters=1_100_048_384, dtypes=("BF16",), files=listing)
    data = build.artifact("lantern/open-corpus", "dataset")
    build.edge(model, data, "dataset", 5, "- lantern/open-corpus")
    claim = build.licence(model, "Apache License 2.0", "Apache-2.0", 2, "apache-2.0", KEEP_NOTICES)
    match = TextMatch("exact", "apache-2.0", "Apache-2.0", 1.0)
    place = Evidence(model, "LICENSE", model[-40:], 1, 2, "Apache License Version 2.0, January 2004", digest("L"))
    text = Claim("Apache License", "apache-2.0", Source.TEXT, place, match=match, spdx="Apache-2.0")
    build.licences[0] = changed(build.licences[0], claims=(text, claim), verdict="agreed")
    build.licence(data, "Open Data Commons Attribution License v1.0", "ODC-By-1.0", 2, "odc-by", ())
    said = {
        check: Disclosure(
            check,
            model,
            Grade.DISCLOSED,
            "done" if check == "PRIV-041" else "deidentified",
            (card(model, 40 + number, f"{title}: described in section {number}."),),
            asked_by=("hub: card",),
        )
        for number, (check, title) in enumerate(_TITLES.items())
    }
    applies = {check: Grade.DISCLOSED for check in _TITLES if check not in ("PRIV-070", "PRIV-072")}
    build.disclose(model, applies, said)
    build.judge(model)
    return build.report()


def with_gaps() -> Report:
    """Two inputs: one with much that could not be read, one that is not there at all."""
    build = Builder()
    listing = files(("README.md", None, "markdown"), ("pytorch_model.bin", None, "pickle"), ("model.bin", None, ""))
    model = build.artifact("acme/merged-13b", asked=True, files=listing)
    base = build.artifact("acme/base-13b")
    token = "Sign in with a token that has access."
    gated = build.unread("lantern/closed-13b", "gated", f"The model is gated. {token}", "model")
    build.edge(model, base, "merge", 4, "- acme/base-13b")
    build.edge(model, gated, "merge", 5, "- lantern/closed-13b")
    build.edge(base, build.unread("acme/logs", "not-found", "There is no such dataset."), "dataset", 3, "- acme/logs")
    build.edges.append(changed(build.edges[0], child=base, parent=model, relation="base", confidence="inferred"))
    build.gaps.append(Gap(model, "LICENSE", "unreachable", "The hub did not answer within 30 s. Run again later."))
    missing = "pkg:huggingface/acme/no-such-model"
    build.inputs.append(InputRef("acme/no-such-model", missing, "not-found"))
    build.nodes.append(ReportNode(missing, "not-found"))
    build.gaps.append(Gap(missing, "repository", "not-found", "There is no such model. Check the spelling."))
    build.unlicensed(model)
    build.licence(base, "LLaMA terms", None, 2, "other", ())
    build.licences[1] = changed(build.licences[1], verdict="unresolved")
    build.disclose(model, dict.fromkeys(_TITLES, Grade.ABSENT))
    weights = "loading pytorch_model.bin can execute code; there is no other format"
    proof = (listed(model, "pytorch_model.bin", "pytorch_model.bin"),)
    flagged = "the hub's scanners call 1 file(s) unsafe: pytorch_model.bin"
    build.judge(
        model,
        Finding("WGT001", Severity.HIGH, model, weights, "Ask for safetensors.", (model,), proof),
        Finding("WGT002", Severity.CRITICAL, model, flagged, "Do not load it.", (model,), proof, key="unsafe"),
        unknown=("LIC001", "DAT042", "LIN020"),
    )
    return build.report()


def korean() -> Report:
    """A Korean model: cards, quotes and questions in a script whose letters take two cells."""
    build = Builder()
    listing = files(("README.md", 8_800, "markdown"), ("model.gguf", 4_920_000_000, "gguf"))
    model = build.artifact(
        "hangang-ai/sangdam-8b", asked=True, parameters=8_030_261_248, dtypes=("Q4_K", "Q6_K"), files=listing
    )
    base = build.artifact("hangang-ai/base-8b")
    data = build.artifact("hangang-ai/sangdam-log", "dataset")
    build.edge(model, base, "quantized", 5, "base_model: hangang-ai/base-8b")
    build.edge(model, data, "dataset", 7, "- hangang-ai/sangdam-log")
    build.licence(model, "Apache License 2.0", "Apache-2.0", 2, "apache-2.0", KEEP_NOTICES)
    build.licence(base, "Apache License 2.0", "Apache-2.0", 2, "apache-2.0", KEEP_NOTICES)
    build.licence(data, "한국어 공개 데이터 이용약관", "LicenseRef-hangang", 2, "other", ())
    quote = "상담 기록에는 이름과 전화번호 등 개인정보가 포함될 수 있으며, 주민등록번호는 정규식으로 제거하였습니다."
    filtered = Disclosure("PRIV-030", model, Grade.DISCLOSED, "deidentified", (card(model, 31, quote, 32),))
    grades = dict.fromkeys(_TITLES, Grade.ABSENT) | {"PRIV-030": Grade.DISCLOSED}
    build.disclose(model, grades, {"PRIV-030": filtered})
    empty = "개인정보 항목을 채우지 않았습니다 ([More Information Needed])"
    build.judge(
        model,
        Finding(
            "PRIV070",
            Severity.HIGH,
            model,
            "미세조정 데이터에 개인정보가 포함되어 있는지 문서에 명시되어 있지 않습니다 (hangang-ai/sangdam-log)",
            "제작자에게 어떤 개인정보가 어떤 근거로 포함되었고 무엇을 제거했는지 문의하십시오.",
            (model, data),
            (card(model, 31, quote, 32), card(data, 12, empty)),
            ("검색한 문서: 모델 카드와 데이터셋 카드",),
        ),
    )
    return build.report()


HOSTILE = (
    "\x1b[31mred\x1b[0m [bold]markup[/bold] \x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \u202egnp.exe\u202c "
    "zero\u200bwidth \ud800 half \x9b31m C1 \r\nsecond line ::error::injected <script>alert(1)</script> | cell | `code`"
)


def hostile() -> Report:
    """A model whose author writes for the tool, not for people, in every string a stranger controls."""
    build = Builder()
    model = build.artifact("mallory/model", asked=True)
    model = model.partition("@")[0] + "@" + "e" * 40
    listing = (ReportFile(f"[red]/{HOSTILE}.bin", 12, None, "pickle", HOSTILE),)
    build.artifacts[0] = changed(
        build.artifacts[0], purl=model, revision="e" * 40, name=HOSTILE, url=f"javascript:{HOSTILE}", dtypes=(HOSTILE,), files=listing
    )
    build.inputs[0] = InputRef(HOSTILE, model, "read")
    build.nodes[0] = ReportNode(model, "read")
    base = build.unread("mallory/base", HOSTILE, HOSTILE * 40, "model")
    proof = Evidence(model, f"../../etc/{HOSTILE}", "e" * 40, 3, 9, HOSTILE, None)
    build.edges.append(ReportEdge(model, base, HOSTILE, (HOSTILE,), HOSTILE, (proof,)))
    build.edges.append(ReportEdge(model, model, "base", (HOSTILE,), "stated", (proof,)))
    claim = Claim(HOSTILE, None, Source.CARD, proof, HOSTILE, f"javascript:{HOSTILE}")
    build.licences.append(ReportLicence(model, (claim,), HOSTILE, None, HOSTILE, "unresolved", ()))
    build.disclosures.append(Disclosure("PRIV-070", model, Grade.PARTIAL, HOSTILE, (proof,), (HOSTILE,), (HOSTILE,)))
    build.judge(
        model,
        Finding(
            "PRIV070", Severity.HIGH, model, HOSTILE, HOSTILE, (model, HOSTILE, base), (proof,) * 5, (HOSTILE,), HOSTILE
        ),
    )
    return build.report()


REPORTS = {
    "fine-tune": fine_tune,
    "clean": clean,
    "gaps": with_gaps,
    "korean": korean,
    "hostile": hostile,
}
