"""Phrases for licences, answers, files and counts that all readable formats share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from provenance.licences import lookup, readable, terms
from provenance.licences.audits import DatasetAudit
from provenance.licences.claim import AS_LIST, Licence, Source
from provenance.licences.notices import notice_words
from provenance.licences.use import IntendedUse, Task
from provenance.licences.wording import field_names
from provenance.messages import Message, has, message
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
from provenance.wording.names import role_name, stance_name, verdict_name

LONGEST_NAME, LONGEST_WORDS = 200, 100
# Files of unknown format.
_OTHER = "other"
# A licence section may restrict in every sentence; a few show what it is about.
MOST_QUOTES = 5
# Display order of the questions about personal data.
BLOCKS = (
    *("data", "sources", "lawfulness", "filtering", "red-team"),
    *("rights", "use", "fine-tuning", "documents", "content"),
)
FAMILIES = ("licence", "lineage", "privacy", "weights", "card", "lock", "policy")
# Display order of parents: bases, then data, then code.
NOT_BASES = ("dataset", "code")
_DECLARING = (Source.CARD, Source.TAG, Source.WEIGHTS)


def quotation(evidence: Evidence, limit: int) -> str:
    """The quoted text at a place; for a listed file only what its name does not show."""
    quote = evidence.quote
    if not quote:
        return ""
    if evidence.start_line is None and quote.startswith(evidence.file):
        return shorten(quote.removeprefix(evidence.file).lstrip(", "), limit)
    return f'"{shorten(quote, limit)}"'


def licence_facts(licence: ReportLicence) -> list[str]:
    """What is declared, what was concluded, and on what basis."""
    verdict = verdict_name(licence.verdict)
    if licence.verdict == "none":
        return [verdict]
    if licence.verdict == "as-base":
        return [message("report.nothing-declared"), verdict]
    name = shorten(licence.name, LONGEST_WORDS)
    if licence.verdict == "list":
        return [message("report.declared", name=name.removesuffix(AS_LIST)), verdict]
    agrees = licence.declared is not None and licence.declared == licence.concluded
    declared_name = name if agrees else _declared_name(licence)
    declared = message("report.declared", name=declared_name) if declared_name else None
    facts: list[str] = [declared or message("report.nothing-declared")]
    if declared_name != name:
        key = "report.concluded" if licence.concluded else "report.stated"
        facts.append(message(key, name=name))
    return [*facts, verdict]


def licence_name(licence: ReportLicence) -> str:
    """The licence in a few words."""
    if licence.verdict == "none":
        return verdict_name(licence.verdict)
    name = shorten(licence.name, LONGEST_WORDS)
    if licence.name.endswith(AS_LIST):
        return message("report.licence-list", name=name.removesuffix(AS_LIST))
    return name


def _declared_name(licence: ReportLicence) -> str:
    """What is declared: an expression, or else the words of card, hub or weights."""
    if licence.declared:
        return shorten(readable(licence.declared), LONGEST_WORDS)
    declared = (claim for claim in licence.claims if claim.source in _DECLARING and not claim.match)
    names = (claim.name or claim.value for claim in declared)
    return shorten(next(names, ""), LONGEST_WORDS)


def use_facts(use: IntendedUse) -> list[str]:
    """The intended use, in the words in which it was given."""
    facts: list[str] = [message(f"use.activity.{activity}") for activity in use.activities]
    if use.commercial is not None:
        facts.append(message("use.commercial" if use.commercial else "use.non-commercial"))
    if use.users is not None:
        facts.append(message("use.users", count=use.users))
    if use.revenue is not None:
        facts.append(message("use.revenue", amount=use.revenue))
    circumstances = [message(f"use.circumstance.{word}") for word in use.circumstances]
    return [*facts, *use.regions, *field_names(use.fields), *circumstances]


def task_words(task: Task) -> str:
    """A duty with the licence and clause that impose it."""
    clause = ", ".join(filter(None, (task.name, task.clause)))
    return message("terminal.with-clause", text=task.text, clause=clause)


_POLICY_DUTIES = frozenset({"use-restrictions", "use-policy"})


def task_details(task: Task) -> list[str]:
    """What a duty means in its licence's own terms: the exact words of a notice, the uses that a
    policy bars, and where they are in full."""
    licence = lookup(task.licence)
    if licence is None:
        return []
    notice = notice_words(licence.id) if task.duty == "notice-file" else ""
    if notice:
        return [message("terminal.task.words", words=notice)]
    return list(_barred_uses(licence)) if task.duty in _POLICY_DUTIES else []


def _barred_uses(licence: Licence) -> Iterator[str]:
    """The fields of use that a licence bars, those that it binds to conditions, and a link."""
    stated = {term.id: term.value for term in terms(licence)}
    for word, key in (("fields", "barred"), ("fields-conditional", "bound")):
        if word in stated:
            yield message(f"terminal.task.{key}", fields=field_names(stated[word]))
    page = licence.url or licence.source
    if page.startswith("https://"):
        yield message("terminal.task.policy", link=page)


def beside_facts(licence: ReportLicence) -> list[str]:
    """Texts next to the licence, by file, and licences that the card states for its base."""
    facts = []
    for other in licence.other_terms:
        file, role = shorten(other.evidence.file, LONGEST_WORDS), role_name(other.role)
        entry = lookup(other.licence or "")
        facts.append(
            message("report.beside-licence", file=file, role=role, licence=entry.name)
            if entry
            else message("report.beside", file=file, role=role)
        )
    return list(dict.fromkeys(facts))


def restriction_facts(licence: ReportLicence) -> list[str]:
    """Restricting passages, quoted with their place, each place once."""
    quotes = {
        (restriction.evidence.file, restriction.evidence.start_line): restriction.quote
        for restriction in reversed(licence.restrictions)
    }
    facts = [
        message("report.quoted", quote=shorten(quote, LONGEST_WORDS), place=_at(file, line))
        for (file, line), quote in reversed(quotes.items())
    ]
    return [*facts[:MOST_QUOTES]]


def change_facts(licence: ReportLicence) -> list[str]:
    """Differences between a licence text and the known one, quoted with their place."""
    return [
        message(
            "report.quoted-change",
            kind=change.kind_name,
            quote=shorten(change.quote, LONGEST_WORDS),
            place=_at(change.evidence.file, change.evidence.start_line),
        )
        for change in licence.changes[:MOST_QUOTES]
    ]


def not_understood_facts(licence: ReportLicence) -> list[str]:
    """Licence statements that could not be interpreted, with their place."""
    return [
        message(
            "report.not-understood",
            quote=shorten(unread.evidence.quote, LONGEST_WORDS),
            why=unread.why,
            place=_at(unread.evidence.file, unread.evidence.start_line),
        )
        for unread in licence.not_understood[:MOST_QUOTES]
    ]


def _at(file: str, line: int | None) -> str:
    name = shorten(file, LONGEST_WORDS)
    return name if line is None else f"{name}:{line}"


def audit_facts(audit: DatasetAudit) -> Message:
    """The result of an audit and its date: `CC BY-NC 4.0, OpenAI`."""
    licences: list[str] = [shorten(licence.name, LONGEST_WORDS) for licence in audit.licences]
    if audit.partly_unstated and licences:
        licences.append(message("report.audit.partly"))
    if not licences:
        licences.append(message("report.audit.none"))
    return message("report.audit", date=str(audit.date), licences=tuple(licences))


def block_rank(question: PrivacyCheck) -> int:
    """The position of a question's block in a table; unknown blocks come last."""
    return BLOCKS.index(question.block) if question.block in BLOCKS else len(BLOCKS)


def stances(answer: QuestionAnswer) -> list[str]:
    """The answers to one of the three questions, such as `says it was not done`, sorted."""
    answering = (graded for graded in answer.disclosures if graded.grade in ANSWERED)
    names = (stance_name(graded.check, graded.stance) for graded in answering)
    return sorted(set(filter(None, names)))


def counted_answers(disclosures: Iterable[Disclosure]) -> Message:
    """`3 of 31 questions answered`, and how many of them by a base."""
    questions = list(disclosures)
    if not questions:
        return message("report.no-questions")
    answered = [graded for graded in questions if graded.grade in ANSWERED]
    text = message("report.answers", answered=len(answered), count=len(questions))
    inherited = sum(graded.inherited_from is not None for graded in answered)
    if inherited:
        text = message("report.answers-inherited", answers=text, inherited=inherited)
    unread = sum(graded.grade is Grade.UNREAD for graded in questions)
    if unread:
        text = message("report.answers-unread", answers=text, unread=unread)
    return text


def file_facts(artifact: ReportArtifact) -> list[str]:
    """Files by format, largest first, with sizes and hashes if listed, and facts about the
    weights."""
    groups: dict[str, list[ReportFile]] = defaultdict(list)
    for file in artifact.files:
        groups[file.format or _OTHER].append(file)
    sizes = {name: sum(file.size or 0 for file in files) for name, files in groups.items()}
    ranked = sorted(groups, key=lambda name: (-sizes[name], -len(groups[name]), name))
    shown = [name for name in ranked[:4] if sizes[name] * 100 >= sum(sizes.values())]
    rest = len(artifact.files) - sum(len(groups[name]) for name in shown)
    facts: list[str] = [_group(name, groups[name]) for name in shown]
    if rest:
        facts.append(message("report.other-files", count=rest))
    return [
        *facts,
        *_not_listed(artifact.files),
        *_weights(artifact),
        *_memory(artifact),
        *signature_facts(artifact),
    ]


def _not_listed(files: Sequence[ReportFile]) -> list[str]:
    """What the hub does not say about the files."""
    if not files:
        return [message("report.no-files")]
    facts: list[str] = []
    if not any(file.size for file in files):
        facts.append(message("report.sizes-not-listed"))
    if not any(file.sha256 for file in files):
        facts.append(message("report.hashes-not-listed"))
    return facts


def signature_facts(artifact: ReportArtifact) -> list[Message]:
    """Who signed how many of the files."""
    signature = artifact.signature
    if signature is None:
        return []
    if not signature.signer:
        return [message(f"report.signature.{signature.state}", reason=signature.reason)]
    known = {"signer": signature.signer, "count": signature.signed}
    return [message(f"report.signature.{signature.state}", **known)]


def _memory(artifact: ReportArtifact) -> list[str]:
    """Memory needed for the weights, at common precisions."""
    if not artifact.memory:
        return []
    wide, narrow = (human_size(artifact.memory[width]) for width in ("16-bit", "4-bit"))
    return [message("report.memory", wide=wide, narrow=narrow)]


def _weights(artifact: ReportArtifact) -> list[str]:
    types = shorten(" ".join(artifact.dtypes), LONGEST_WORDS)
    if not artifact.parameters:
        return [types] if types else []
    number = human_count(artifact.parameters)
    if types:
        return [message("report.parameters-types", number=number, types=types)]
    return [message("report.parameters", number=number)]


def _group(name: str, files: list[ReportFile]) -> Message:
    sizes = [file.size for file in files if file.size is not None]
    shown = message("report.format.other") if name == _OTHER else name
    parts = {"count": len(files), "format": shown, "size": human_size(sum(sizes))}
    if not sizes:
        text = message("report.files", count=len(files), format=shown)
    elif len(sizes) == len(files):
        text = message("report.files-size", **parts)
    else:
        text = message("report.files-at-least", **parts)
    hashed = sum(file.sha256 is not None for file in files)
    if hashed == len(files):
        return message("report.files-hashed", files=text)
    if hashed:
        return message("report.files-partly-hashed", files=text, hashed=hashed)
    return text


def human_size(count: int) -> str:
    """Bytes in decimal units, three significant figures."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB", "PB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.3g} {unit}"


def human_count(number: int) -> str:
    """A large number with three significant figures, in words."""
    for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if number >= size:
            shown = f"{float(f'{number / size:.3g}'):g}"
            return message(f"report.number.{word}", number=shown, number_ko=_korean_count(number))
    return f"{number:,}"


def _korean_count(number: int) -> str:
    """The same in Korean, which counts in steps of ten thousand."""
    for size, word in ((10**12, "조"), (10**8, "억"), (10**4, "만")):
        if number >= size:
            return f"{float(f'{number / size:.3g}'):,g}{word}"
    return f"{number:,}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 gap`, `2 gaps`, `3 duties`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def tally(findings: Iterable[Finding], gaps: Iterable[Gap] = ()) -> list[str]:
    """`2 high`, `1 medium`, `1 waived`, `1 gap`; or `no findings`."""
    all_findings, unread = list(findings), list(gaps)
    missing = len(open_gaps(unread))
    accepted = len(unread) - missing
    waived = sum(finding.waived is not None for finding in all_findings)
    numbers = counts_by_severity(all_findings)
    facts: list[str] = [
        message(f"report.count.{severity.value}", count=number)
        for severity, number in numbers.items()
        if number
    ]
    if not facts:
        facts.append(message("report.no-findings"))
    others = {"waived": waived, "gaps": missing, "gaps-accepted": accepted}
    facts += [
        message(f"report.count.{word}", count=number) for word, number in others.items() if number
    ]
    return facts


def waiver_words(waived: Waived) -> Message:
    """Expiry, reason, owner and place of a waiver."""
    reason, place = waived.reason, str(waived.place)
    if waived.until and waived.owner:
        return message(
            "report.waiver-until",
            until=waived.until,
            reason=reason,
            owner=waived.owner,
            place=place,
        )
    if waived.until:
        return message("report.waiver-until-nobody", until=waived.until, reason=reason, place=place)
    if waived.owner:
        return message("report.waiver-owner", reason=reason, owner=waived.owner, place=place)
    return message("report.waiver", reason=reason, place=place)


def state_facts(report: Report) -> list[str]:
    """The time of the cached answer, if this run did not ask the hub."""
    return [message("report.as-of", time=str(report.as_of))] if report.as_of else []


def policy_facts(policy: Mapping[str, str]) -> list[str]:
    """The policy that was applied; digests are only in the JSON report."""
    return [_policy_fact(name, value) for name, value in policy.items() if name != "sha256"]


def _policy_fact(name: str, value: str) -> Message:
    key = f"report.policy.{name}"
    if has(key):
        return message(key, value=value)
    return message("report.policy.other", name=name, value=value)
