"""Reports built by hand: what an audit of these models could say. Every name, sentence and digest
is invented."""

from __future__ import annotations

from dataclasses import replace as changed

from format_builder import GEMMA_DUTIES, KEEP_NOTICES, TITLES, Builder, card, digest, files, listed

from provenance.hubs import HUGGING_FACE, read_id
from provenance.licences.claim import LicenceClaim, Source, TextMatch
from provenance.licences.use import IntendedUse, Reason, Task, UseJudgement, UseVerdict
from provenance.model.artifact import ArtifactId, Gap
from provenance.model.finding import Evidence, Finding, Severity
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.report import InputRef, Report, ReportEdge, ReportFile, ReportLicence, ReportNode


def fine_tune() -> Report:
    """A careless fine-tune: MIT over a vendor's terms, tickets of customers as training data."""
    build = Builder()
    shards = tuple(
        (f"model-{n:05}-of-00004.safetensors", 4_268_840_448, "safetensors") for n in range(1, 5)
    )
    small = (
        ("README.md", 1_204, "markdown"),
        ("training_args.bin", 5_176, "pickle"),
        ("config.json", 620, "json"),
        ("tokenizer.json", 17_518_525, "json"),
    )
    model = build.artifact(
        "acme/support-gemma-7b",
        is_input=True,
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
        "The dataset is gated and this token has no access. Ask for access on its page, then"
        " sign in.",
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
            rule="LIN020",
            severity=Severity.HIGH,
            artifact=model,
            message="MIT here drops what google/gemma-7b requires (Gemma Terms of Use)",
            remedy="Treat it as under the Gemma Terms of Use as well; ask its author for the"
            " notices these terms ask for.",
            path=(model, base),
            evidence=(mit.evidence, gemma.evidence),
            details=(
                (
                    "lost: notice with copies (3.1), terms to recipients (1.1(b), 3.1), use"
                    " restrictions (3.2)"
                ),
            ),
        ),
        Finding(
            rule="DAT042",
            severity=Severity.HIGH,
            artifact=model,
            message="training data without a licence: acme/tickets",
            remedy="Ask the maker of the model under which terms this data was used.",
            path=(model, tickets),
            evidence=(
                card(model, 7, "- acme/tickets"),
                card(tickets, 1, "--- pretty_name: Tickets ---", 3),
            ),
        ),
        Finding(
            rule="PII070",
            severity=Severity.HIGH,
            artifact=model,
            message="fine-tuning data: whether it holds personal data is not stated (acme/tickets)",
            remedy="Ask the maker which personal data is in it, on what basis, what was removed"
            " and how that was checked.",
            path=(model, tickets),
            evidence=(card(model, 7, "- acme/tickets"),),
            details=("searched: the card of the model and of acme/tickets",),
        ),
        Finding(
            rule="WGT001",
            severity=Severity.MEDIUM,
            artifact=model,
            message="loading training_args.bin can execute code; a safe format stands beside it",
            remedy="Load the safe format only and leave the others out of your copy.",
            path=(model,),
            evidence=(listed(model, "training_args.bin", "training_args.bin, 5,176 bytes"),),
        ),
        Finding(
            rule="PII082",
            severity=Severity.LOW,
            artifact=model,
            message="the section on personal data was left unfilled: acme/tickets",
            remedy="Ask the maker which kinds of personal data it holds, what was removed, and"
            " how that was checked.",
            path=(model, tickets),
            evidence=(card(tickets, 21, "[More Information Needed]"),),
        ),
        Finding(
            rule="LIC005",
            severity=Severity.INFO,
            artifact=model,
            message="MIT is declared and no licence text stands beside it",
            remedy="Ask the author to add the file LICENSE.",
            path=(model,),
        ),
    )
    return build.report()


def _disclose_fine_tune(build: Builder, model: ArtifactId) -> None:
    absent = dict.fromkeys(TITLES, Grade.ABSENT) | {"PRIV-062": Grade.NOT_APPLICABLE}
    tuned = Disclosure(
        check="PRIV-070",
        artifact=model,
        grade=Grade.PARTIAL,
        stance="unknown",
        evidence=(card(model, 18, "Tuned on anonymised support tickets.", 19),),
        asked_by=("PIPC, generative AI guidance: stage 3",),
    )
    base = build.artifacts[1].purl
    sources = Disclosure(
        check="PRIV-010",
        artifact=model,
        grade=Grade.DISCLOSED,
        stance="present",
        evidence=(
            card(base, 210, "Web documents, code and mathematics, 6 trillion tokens in all."),
        ),
        inherited_from=base,
    )
    grades = absent | {
        "PRIV-070": Grade.PARTIAL,
        "PRIV-010": Grade.DISCLOSED,
        "PRIV-082": Grade.PLACEHOLDER,
    }
    build.disclose(model, grades, {"PRIV-070": tuned, "PRIV-010": sources})


def clean() -> Report:
    """A model that documents itself: licence text beside the declaration, every question answered,
    no finding."""
    build = Builder()
    entries = (
        ("LICENSE", 11_358, "text"),
        ("README.md", 9_120, "markdown"),
        ("model.safetensors", 2_200_119_864, ""),
    )
    listing = files(*((path, size, form or "safetensors") for path, size, form in entries))
    model = build.artifact(
        "lantern/open-1b", is_input=True, parameters=1_100_048_384, dtypes=("BF16",), files=listing
    )
    data = build.artifact("lantern/open-corpus", "dataset")
    build.edge(model, data, "dataset", 5, "- lantern/open-corpus")
    claim = build.licence(model, "Apache License 2.0", "Apache-2.0", 2, "apache-2.0", KEEP_NOTICES)
    match = TextMatch(verdict="exact", licence="apache-2.0", spdx="Apache-2.0", similarity=1.0)
    place = Evidence(
        artifact=model,
        file="LICENSE",
        revision=model[-40:],
        start_line=1,
        end_line=2,
        quote="Apache License Version 2.0, January 2004",
        sha256=digest("L"),
    )
    text = LicenceClaim(
        value="Apache License",
        licence="apache-2.0",
        source=Source.TEXT,
        evidence=place,
        match=match,
        spdx="Apache-2.0",
    )
    build.licences[0] = changed(build.licences[0], claims=(text, claim), verdict="agreed")
    build.licence(data, "Open Data Commons Attribution License v1.0", "ODC-By-1.0", 2, "odc-by", ())
    disclosures = {
        check: Disclosure(
            check=check,
            artifact=model,
            grade=Grade.DISCLOSED,
            stance="done" if check == "PRIV-041" else "deidentified",
            evidence=(card(model, 40 + number, f"{title}: described in section {number}."),),
            asked_by=("hub: card",),
        )
        for number, (check, title) in enumerate(TITLES.items())
    }
    applies = {check: Grade.DISCLOSED for check in TITLES if check not in ("PRIV-070", "PRIV-072")}
    build.disclose(model, applies, disclosures)
    build.judge(model)
    return build.report()


def with_gaps() -> Report:
    """Two inputs: one with much that could not be read, one that is not there at all."""
    build = Builder()
    listing = files(
        ("README.md", None, "markdown"),
        ("pytorch_model.bin", None, "pickle"),
        ("model.bin", None, ""),
    )
    model = build.artifact("acme/merged-13b", is_input=True, files=listing)
    base = build.artifact("acme/base-13b")
    token = "Sign in with a token that has access."
    gated = build.unread("lantern/closed-13b", "gated", f"The model is gated. {token}", "model")
    build.edge(model, base, "merge", 4, "- acme/base-13b")
    build.edge(model, gated, "merge", 5, "- lantern/closed-13b")
    build.edge(
        base,
        build.unread("acme/logs", "not-found", "There is no such dataset."),
        "dataset",
        3,
        "- acme/logs",
    )
    build.edges.append(
        changed(build.edges[0], child=base, parent=model, relation="base", confidence="inferred")
    )
    build.gaps.append(
        Gap(
            artifact=model,
            what="LICENSE",
            reason="unreachable",
            detail="The hub did not answer within 30 s. Run again later.",
        )
    )
    missing = read_id("pkg:huggingface/acme/no-such-model")
    build.inputs.append(InputRef(ref="acme/no-such-model", purl=missing, state="not-found"))
    build.nodes.append(ReportNode(missing, "not-found"))
    build.gaps.append(
        Gap(
            artifact=missing,
            what="repository",
            reason="not-found",
            detail="There is no such model. Check the spelling.",
        )
    )
    build.unlicensed(model)
    build.licence(base, "LLaMA terms", None, 2, "other", ())
    build.licences[1] = changed(build.licences[1], verdict="unresolved")
    build.disclose(model, dict.fromkeys(TITLES, Grade.ABSENT))
    weights = "loading pytorch_model.bin can execute code; there is no other format"
    proof = (listed(model, "pytorch_model.bin", "pytorch_model.bin"),)
    flagged = "the hub's scanners call 1 file(s) unsafe: pytorch_model.bin"
    build.judge(
        model,
        Finding(
            rule="WGT001",
            severity=Severity.HIGH,
            artifact=model,
            message=weights,
            remedy="Ask for safetensors.",
            path=(model,),
            evidence=proof,
        ),
        Finding(
            rule="WGT002",
            severity=Severity.CRITICAL,
            artifact=model,
            message=flagged,
            remedy="Do not load it.",
            path=(model,),
            evidence=proof,
            key="unsafe",
        ),
        unknown=("LIC001", "DAT042", "LIN020"),
    )
    return build.report()


def korean() -> Report:
    """A Korean model: cards, quotes and questions in a script whose letters take two cells."""
    build = Builder()
    listing = files(("README.md", 8_800, "markdown"), ("model.gguf", 4_920_000_000, "gguf"))
    model = build.artifact(
        "hangang-ai/sangdam-8b",
        is_input=True,
        parameters=8_030_261_248,
        dtypes=("Q4_K", "Q6_K"),
        files=listing,
    )
    base = build.artifact("hangang-ai/base-8b")
    data = build.artifact("hangang-ai/sangdam-log", "dataset")
    build.edge(model, base, "quantized", 5, "base_model: hangang-ai/base-8b")
    build.edge(model, data, "dataset", 7, "- hangang-ai/sangdam-log")
    build.licence(model, "Apache License 2.0", "Apache-2.0", 2, "apache-2.0", KEEP_NOTICES)
    build.licence(base, "Apache License 2.0", "Apache-2.0", 2, "apache-2.0", KEEP_NOTICES)
    build.licence(data, "한국어 공개 데이터 이용약관", "LicenseRef-hangang", 2, "other", ())
    quote = (
        "상담 기록에는 이름과 전화번호 등 개인정보가 포함될 수 있으며, 주민등록번호는 정규식으로"
        " 제거하였습니다."
    )
    filtered = Disclosure(
        check="PRIV-030",
        artifact=model,
        grade=Grade.DISCLOSED,
        stance="deidentified",
        evidence=(card(model, 31, quote, 32),),
    )
    grades = dict.fromkeys(TITLES, Grade.ABSENT) | {"PRIV-030": Grade.DISCLOSED}
    build.disclose(model, grades, {"PRIV-030": filtered})
    empty = "개인정보 항목을 채우지 않았습니다 ([More Information Needed])"
    build.judge(
        model,
        Finding(
            rule="PII070",
            severity=Severity.HIGH,
            artifact=model,
            message="미세조정 데이터에 개인정보가 포함되어 있는지 문서에 명시되어 있지 않습니다"
            " (hangang-ai/sangdam-log)",
            remedy="제작자에게 어떤 개인정보가 어떤 근거로 포함되었고 무엇을"
            " 제거했는지 문의하십시오.",
            path=(model, data),
            evidence=(card(model, 31, quote, 32), card(data, 12, empty)),
            details=("검색한 문서: 모델 카드와 데이터셋 카드",),
        ),
    )
    return build.report()


HOSTILE = (
    "\x1b[31mred\x1b[0m [bold]markup[/bold] \x1b]8;;https://evil.example\x07link\x1b]8;;\x07"
    " \u202egnp.exe\u202c zero\u200bwidth \ud800 half \x9b31m C1 \r\nsecond line ::error::injected"
    " <script>alert(1)</script> | cell | `code`"
)


def hostile() -> Report:
    """A model whose author writes for the tool, not for people, in every string a stranger
    controls."""
    build = Builder()
    model = build.artifact("mallory/model", is_input=True)
    model = read_id(model.partition("@")[0] + "@" + "e" * 40)
    listing = (
        ReportFile(
            path=f"[red]/{HOSTILE}.bin", size=12, sha256=None, format="pickle", scan=HOSTILE
        ),
    )
    build.artifacts[0] = changed(
        build.artifacts[0],
        purl=model,
        revision="e" * 40,
        name=HOSTILE,
        url=f"javascript:{HOSTILE}",
        dtypes=(HOSTILE,),
        files=listing,
    )
    build.inputs[0] = InputRef(ref=HOSTILE, purl=model, state="read")
    build.nodes[0] = ReportNode(model, "read")
    base = build.unread("mallory/base", HOSTILE, HOSTILE * 40, "model")
    proof = Evidence(
        artifact=model,
        file=f"../../etc/{HOSTILE}",
        revision="e" * 40,
        start_line=3,
        end_line=9,
        quote=HOSTILE,
        sha256=None,
    )
    build.edges.append(
        ReportEdge(
            child=model,
            parent=base,
            relation=HOSTILE,
            known_by=(HOSTILE,),
            confidence=HOSTILE,
            evidence=(proof,),
        )
    )
    build.edges.append(
        ReportEdge(
            child=model,
            parent=model,
            relation="base",
            known_by=(HOSTILE,),
            confidence="stated",
            evidence=(proof,),
        )
    )
    claim = LicenceClaim(
        value=HOSTILE,
        licence=None,
        source=Source.CARD,
        evidence=proof,
        name=HOSTILE,
        link=f"javascript:{HOSTILE}",
    )
    build.licences.append(
        ReportLicence(
            artifact=model,
            claims=(claim,),
            declared=HOSTILE,
            concluded=None,
            name=HOSTILE,
            verdict="unresolved",
            duties=(),
        )
    )
    build.disclosures.append(
        Disclosure(
            check="PRIV-070",
            artifact=model,
            grade=Grade.PARTIAL,
            stance=HOSTILE,
            evidence=(proof,),
            searched=(HOSTILE,),
            asked_by=(HOSTILE,),
        )
    )
    build.judge(
        model,
        Finding(
            rule="PII070",
            severity=Severity.HIGH,
            artifact=model,
            message=HOSTILE,
            remedy=HOSTILE,
            path=(model, ArtifactId(HOSTILE, hub=HUGGING_FACE), base),
            evidence=(proof,) * 5,
            details=(HOSTILE,),
            key=HOSTILE,
        ),
    )
    return build.report()


def intended() -> Report:
    """The careless fine-tune, asked about a product of two million users in Korea and the EU."""
    report = fine_tune()
    model, base = report.inputs[0].purl, report.lineage.edges[0].parent
    use = IntendedUse(
        activities=("product",),
        commercial=True,
        users=2_000_000,
        regions=("EU", "KR"),
        fields=("medical",),
    )
    policy = Task(
        duty="use-restrictions",
        text="use restrictions",
        licence="gemma",
        name="Gemma Terms of Use",
        clause="3.2",
    )
    policy = changed(
        policy, source="https://terms.example/gemma", path=(model, base), others=(model,)
    )
    notices = "recipients get: a copy of the licence"
    duties = (
        Task(duty="keep-notices", text=notices, licence="mit", name="MIT License", path=(model,)),
        policy,
    )
    limit = "prohibits some uses in these fields: medical"
    reason = Reason(
        verdict=UseVerdict.REVIEW,
        topic="fields-conditional",
        text=limit,
        question="Read the clause: is your use among them?",
    )
    reasons = (
        changed(
            reason, licence="gemma", name="Gemma Terms of Use", clause="3.2", path=(model, base)
        ),
    )
    return changed(
        report,
        uses=(
            UseJudgement(
                artifact=model, use=use, verdict=UseVerdict.REVIEW, reasons=reasons, duties=duties
            ),
        ),
    )


REPORTS = {
    "fine-tune": fine_tune,
    "clean": clean,
    "gaps": with_gaps,
    "korean": korean,
    "hostile": hostile,
    "intended": intended,
}
