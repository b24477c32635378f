"""The words in which every readable format tells of licences, answers, files and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from provenance.licences import lookup, readable
from provenance.licences.audits import DatasetAudit
from provenance.licences.claim import AS_LIST, Role, Source
from provenance.licences.use import IntendedUse, Task
from provenance.messages import Message, message
from provenance.model.artifact import Gap, Waived
from provenance.model.finding import Evidence, Finding, shorten
from provenance.privacy.disclosure import ANSWERED, Disclosure, Grade, PrivacyCheck
from provenance.privacy.profiles import QuestionAnswer
from provenance.report import (
    Report,
    ReportArtifact,
    ReportFile,
    ReportLicence,
    counts_by_severity,
    open_gaps,
)

LONGEST_NAME, LONGEST_WORDS = 200, 100
# A licence section may restrict in every sentence; a few tell what it is about.
MOST_QUOTES = 5
# The order in which the questions about personal data are shown.
BLOCKS = (
    "data",
    "sources",
    "lawfulness",
    "filtering",
    "red-team",
    "rights",
    "use",
    "fine-tuning",
    "documents",
    "content",
)
FAMILIES = ("licence", "lineage", "privacy", "weights", "card", "lock", "policy")
RELATIONS = {
    "finetune": ("fine-tune of", "fine-tune"),
    "adapter": ("adapter of", "adapter"),
    "quantized": ("quantized from", "quantized"),
    "merge": ("merge of", "merge"),
    "distilled": ("distilled from", "distilled"),
    "base": ("made from", "derived"),
    "dataset": ("trained on", ""),
    "code": ("runs code of", ""),
}
# The order in which parents are shown: bases, then data, then code.
NOT_BASES = ("dataset", "code")
_DECLARING = (Source.CARD, Source.TAG, Source.WEIGHTS)
VERDICTS = {
    "agreed": "text and declaration agree",
    "declared-only": "no licence text read",
    "text-only": "a licence text without a declaration",
    "text-outranks": "the text takes precedence over the declaration",
    "text-modified": "the text is a known licence with changes",
    "text-unknown": "the licence text is not recognised",
    "contradicted": "the card also says something else",
    "restricted": "other statements restrict what the licence allows",
    "list": "several licences listed without saying how they combine",
    "unresolved": "names no terms that we could read",
    "as-base": "the card refers to the licence of its base",
}
ROLES = {
    Role.OTHER_PART: "for another part",
    Role.NOTICE: "notice",
    Role.USE_POLICY: "use policy",
    Role.BASE: "of its base",
    Role.SAME_AS_BASE: "as its base",
}
STANCES = {
    "present": "says there is some",
    "possibly-present": "says there may be some",
    "deidentified": "says it was anonymised, pseudonymised or de-identified",
    "removed": "says it was filtered, removed or replaced",
    "absent-with-reason": "says there is none, and why",
    "absent-bare": "says there is none",
    "unknown": "says it is unknown",
    "public-only": "says only that it is public",
    "named": "names the data but not its contents",
    "not-done": "says it was not done",
    "done": "says it was done",
    "reference": "refers to another document",
    "contradicted": "statements disagree",
}
GRADES = {
    Grade.DISCLOSED: "disclosed",
    Grade.PARTIAL: "partial",
    Grade.PLACEHOLDER: "left unfilled",
    Grade.ABSENT: "not stated",
    Grade.UNREAD: "not read",
    Grade.NOT_APPLICABLE: "not applicable",
}


class Say(Protocol):
    """Says a sentence of ours in the reader's language; the Korean is given where the report itself
    holds it."""

    def __call__(self, text: str, korean: str = "", /) -> str:
        """The English sentence, or its translation where there is one."""


def english(text: str, _korean: str = "") -> str:
    """Says it as it is."""
    return text


def quotation(evidence: Evidence, limit: int) -> str:
    """What stands at a place, in quotation marks; for a listed file only what its name does not
    tell."""
    if evidence.start_line is None and evidence.quote.startswith(evidence.file):
        return shorten(evidence.quote.removeprefix(evidence.file).lstrip(", "), limit)
    return f'"{shorten(evidence.quote, limit)}"' if evidence.quote else ""


def licence_facts(licence: ReportLicence) -> list[str]:
    """What is declared, what follows from it, and on what that rests."""
    if licence.verdict == "none":
        return ["no licence stated"]
    if licence.verdict == "as-base":
        return ["nothing declared", VERDICTS["as-base"]]
    verdict = VERDICTS.get(licence.verdict, licence.verdict)
    name = shorten(licence.name, LONGEST_WORDS)
    if licence.verdict == "list":
        return [f"declared {name.removesuffix(AS_LIST)}", verdict]
    agrees = licence.declared is not None and licence.declared == licence.concluded
    words = name if agrees else _declared_words(licence)
    facts = [f"declared {words}" if words else "nothing declared"]
    if words != name:
        facts.append(f"concluded {name}" if licence.concluded else f"stated {name}")
    return [*facts, verdict]


def _declared_words(licence: ReportLicence) -> str:
    """What is declared: as an expression, else in the words of card, hub or weights."""
    if licence.declared:
        return shorten(readable(licence.declared), LONGEST_WORDS)
    declared = (claim for claim in licence.claims if claim.source in _DECLARING and not claim.match)
    words = (claim.name or claim.value for claim in declared)
    return shorten(next(words, ""), LONGEST_WORDS)


def use_facts(use: IntendedUse) -> list[str]:
    """What is meant to be done, in the words in which it was told."""
    commercial = {True: ["commercial"], False: ["non-commercial"], None: []}[use.commercial]
    users = [] if use.users is None else [f"{use.users:,} users"]
    revenue = [] if use.revenue is None else [f"USD {use.revenue:,} revenue"]
    return [*use.activities, *commercial, *users, *revenue, *use.regions, *use.fields]


def task_words(task: Task) -> str:
    """A duty to carry out, with the licence and clause that ask for it."""
    clause = (
        f"{task.name}, {task.clause}" if task.name and task.clause else task.name or task.clause
    )
    if isinstance(task.text, Message):
        return message("terminal.with-clause", text=task.text, clause=clause)
    return f"{task.text} ({clause})"


def beside_facts(licence: ReportLicence) -> list[str]:
    """What stands beside the licence: texts by file, and the licences that the card names for its
    base."""
    known = [(said, lookup(said.licence or "")) for said in licence.beside]
    told = [
        f"{shorten(said.evidence.file, LONGEST_WORDS)}"
        f" ({ROLES[said.role]}{f', {entry.name}' if entry else ''})"
        for said, entry in known
    ]
    return list(dict.fromkeys(told))


def restriction_facts(licence: ReportLicence) -> list[str]:
    """What restricts the work in words, quoted with their place, each place once."""
    quotes = {
        (restriction.evidence.file, restriction.evidence.start_line): restriction.quote
        for restriction in reversed(licence.restrictions)
    }
    facts = [
        f"“{shorten(quote, LONGEST_WORDS)}” ({_at(file, line)})"
        for (file, line), quote in reversed(quotes.items())
    ]
    return facts[:MOST_QUOTES]


def change_facts(licence: ReportLicence) -> list[str]:
    """Where a licence text differs from the known one, quoted with the place."""
    facts = [
        f"{change.kind}: “{shorten(change.quote, LONGEST_WORDS)}”"
        f" ({_at(change.evidence.file, change.evidence.start_line)})"
        for change in licence.changes
    ]
    return facts[:MOST_QUOTES]


def not_understood_facts(licence: ReportLicence) -> list[str]:
    """What is stated about the licence and could not be read as one, with the place."""
    facts = [
        f"{shorten(one.evidence.quote, LONGEST_WORDS)}: {one.why}"
        f" ({_at(one.evidence.file, one.evidence.start_line)})"
        for one in licence.not_understood
    ]
    return facts[:MOST_QUOTES]


def _at(file: str, line: int | None) -> str:
    name = shorten(file, LONGEST_WORDS)
    return name if line is None else f"{name}:{line}"


def audit_facts(audit: DatasetAudit) -> str:
    """What an audit found, of which day: `CC BY-NC 4.0, OpenAI`."""
    found = [shorten(licence.name, LONGEST_WORDS) for licence in audit.found]
    unstated = ["none for a part of it"] if audit.partly_unstated and found else []
    return f"audit of {audit.date}: {', '.join((*found, *unstated)) or 'no licence found'}"


def block_rank(question: PrivacyCheck) -> int:
    """Where a question's block stands in a table; a block that is not known here comes last."""
    return BLOCKS.index(question.block) if question.block in BLOCKS else len(BLOCKS)


def stances(answer: QuestionAnswer) -> list[str]:
    """What is said where one of the three questions is answered, such as `says it was not done`,
    sorted."""
    answering = (said for said in answer.disclosures if said.grade in ANSWERED)
    return sorted({STANCES.get(said.stance, said.stance) for said in answering if said.stance})


def counted_answers(disclosures: Iterable[Disclosure]) -> str:
    """`3 of 31 questions answered`, and how many of these by a base."""
    asked = list(disclosures)
    answered = [said for said in asked if said.grade in ANSWERED]
    inherited = sum(said.inherited_from is not None for said in answered)
    more = f", {inherited} of them by its base" if inherited else ""
    unread = sum(said.grade is Grade.UNREAD for said in asked)
    more += f", {unread} not read: the card is mostly in another language" if unread else ""
    return (
        f"{len(answered)} of {len(asked)} questions answered{more}"
        if asked
        else "no question was asked"
    )


def file_facts(artifact: ReportArtifact) -> list[str]:
    """Files by format, the largest first, with sizes and hashes as far as they are listed, and what
    the weights are."""
    groups: dict[str, list[ReportFile]] = defaultdict(list)
    for file in artifact.files:
        groups[file.format or "other"].append(file)
    sizes = {name: sum(file.size or 0 for file in files) for name, files in groups.items()}
    ranked = sorted(groups, key=lambda name: (-sizes[name], -len(groups[name]), name))
    shown = [name for name in ranked[:4] if sizes[name] * 100 >= sum(sizes.values())]
    rest = len(artifact.files) - sum(len(groups[name]) for name in shown)
    facts = [_group(name, groups[name]) for name in shown] + (
        [counted(rest, "other file")] if rest else []
    )
    if groups and not any(sizes.values()):
        facts.append("sizes not listed")
    if groups and not any(file.sha256 for file in artifact.files):
        facts.append("sha256 not listed")
    weights = [f"{human_count(artifact.parameters)} parameters"] if artifact.parameters else []
    return [
        *(facts or ["no files listed"]),
        *filter(None, [shorten(" ".join((*weights, *artifact.dtypes)), LONGEST_WORDS)]),
    ]


def _group(name: str, files: list[ReportFile]) -> str:
    sizes = [file.size for file in files if file.size is not None]
    size = (
        f" {'' if len(sizes) == len(files) else 'at least '}{human_size(sum(sizes))}"
        if sizes
        else ""
    )
    hashed = sum(file.sha256 is not None for file in files)
    known = (
        ""
        if not hashed
        else ", sha256 known"
        if hashed == len(files)
        else f", sha256 known of {hashed}"
    )
    return f"{len(files)} {name}{size}{known}"


def human_size(count: int) -> str:
    """Bytes in decimal units, three figures."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB", "PB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.3g} {unit}"


def human_count(number: int) -> str:
    """A large number in three figures and words."""
    for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if number >= size:
            return f"{number / size:.3g} {word}"
    return f"{number:,}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 gap`, `2 gaps`, `3 duties`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def tally(findings: Iterable[Finding], gaps: Iterable[Gap] = ()) -> str:
    """`2 high, 1 medium, 1 waived, 1 gap`, or `no findings`."""
    found, unread = list(findings), list(gaps)
    missing = len(open_gaps(unread))
    accepted = len(unread) - missing
    waived = sum(finding.waived is not None for finding in found)
    numbers = counts_by_severity(found)
    words = [f"{number:,} {severity.value}" for severity, number in numbers.items() if number]
    return ", ".join(
        (words or ["no findings"])
        + ([f"{waived:,} waived"] if waived else [])
        + ([counted(missing, "gap")] if missing else [])
        + ([f"{counted(accepted, 'gap')} accepted"] if accepted else [])
    )


def waiver_words(waived: Waived) -> str:
    """Until when and why a finding or a gap does not count, who answers for that, and where that
    stands."""
    until = f"until {waived.until}: " if waived.until else ""
    owner = f"{waived.owner}, " if waived.owner else ""
    return f"{until}{waived.reason} ({owner}{waived.place})"


def state_facts(report: Report) -> list[str]:
    """Since when nobody has asked the hub, where this run did not."""
    return [f"offline: state as of {report.as_of}"] if report.as_of else []


def policy_facts(policy: Mapping[str, str]) -> list[str]:
    """Under what findings were judged; digests are left to the JSON report."""
    return [f"{key}: {value}" for key, value in policy.items() if key != "sha256"]
