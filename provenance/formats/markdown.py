"""A summary in Markdown, for a merge request or a job's summary page (GITHUB_STEP_SUMMARY)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from provenance.licences.use import UseJudgement
from provenance.model.artifact import ArtifactId, Gap
from provenance.model.finding import Finding, shorten
from provenance.privacy.disclosure import Disclosure
from provenance.report import Report, ReportArtifact, ReportLicence
from provenance.text.printable import printable
from provenance.wording.digest import Digest
from provenance.wording.facts import (
    FAMILIES,
    audit_facts,
    beside_facts,
    block_rank,
    change_facts,
    counted,
    counted_answers,
    file_facts,
    licence_facts,
    not_understood_facts,
    policy_facts,
    quotation,
    restriction_facts,
    stances,
    state_facts,
    tally,
    task_details,
    task_words,
    use_facts,
    waiver_words,
)
from provenance.wording.names import grade_name

# Maximum length of a GitHub comment.
LONGEST_PAGE = 60_000
_PLACES, _QUOTE, _SENTENCE = 3, 160, 400
_PLAIN_WORD = re.compile(r"[\w(\"'→·…-][\w.,;'\"()/+=-]*:?")


def render(report: Report, *, verbose: int = 0, **_: object) -> bytes:
    """Write a section per input: facts as a list, findings with evidence and next step.

    Untrusted text has no effect on the page: anything that a forge could interpret as markup, a
    link, a mention or a reference is shown as code.

    Args:
        report: The report. A page longer than a comment is cut between inputs and says so.
        verbose: 1 or more also shows low and info findings.

    Returns:
        UTF-8, ending in a line break.
    """
    digest = Digest(report)
    pages: list[str] = []
    room = LONGEST_PAGE
    for number, subject in enumerate(digest.subjects):
        page = "\n".join(_section(subject, digest, verbose > 0)) + "\n"
        if len(page) > room and pages:
            pages.append(
                f"{counted(len(digest.subjects) - number, 'more input')}: see the JSON report.\n"
            )
            break
        pages.append(page if len(page) <= room else _cut(page, room))
        room -= len(page)
    settings = [*policy_facts(report.policy), *state_facts(report)]
    last = [", ".join(tally(report.findings, report.gaps)), *map(prose, settings)]
    pages.append(f"{' · '.join(last)} · {_code(f'provenance {report.tool.version}')}\n")
    return "\n".join(pages).encode()


def _cut(page: str, room: int) -> str:
    """As many whole lines as fit; each is a list item."""
    return page[: page.rindex("\n", 0, room)] + "\n\nMore than a page holds: see the JSON report.\n"


def _section(subject: ArtifactId, digest: Digest, verbose: bool) -> Iterator[str]:
    findings = [finding for family in FAMILIES for finding in digest.findings[subject, family]]
    gaps = digest.gaps(subject)
    yield f"## {_code(digest.name(subject))}: {', '.join(tally(findings, gaps))}"
    yield ""
    if artifact := digest.artifacts.get(subject):
        yield from _facts(artifact, digest.licences.get(subject), digest)
    for gap in gaps:
        yield from _gap(gap, digest)
    counting = [finding for finding in findings if not finding.waived]
    counting.sort(key=lambda finding: finding.severity.rank)
    spelled_out = [finding for finding in counting if verbose or digest.matters(finding)]
    if spelled_out:
        yield from ("", "### Findings", "")
    for finding in spelled_out:
        yield from _finding(finding, digest)
    if verbose:
        yield from _disclosures(subject, digest)
    yield from _waived(findings)
    left_out = [finding for finding in counting if finding not in spelled_out]
    if left_out:
        yield from ("", f"{', '.join(tally(left_out))} not spelled out.")


def _gap(gap: Gap, digest: Digest) -> Iterator[str]:
    title = "Not read, accepted" if gap.waived else "Not read"
    place = _code(f"{digest.name(gap.artifact)} {gap.what}")
    yield f"- **{title}** {place}: {prose(gap.detail)}"
    if gap.waived:
        yield f"  - Accepted {prose(waiver_words(gap.waived))}"


def _waived(findings: Iterable[Finding]) -> Iterator[str]:
    """The waived findings, each with its reason."""
    waived = [(finding, finding.waived) for finding in findings if finding.waived]
    if waived:
        yield from ("", "### Waived", "")
    for finding, waiver in waived:
        yield f"- {finding.severity.value} {prose(finding.message)} ({_code(finding.rule)})"
        yield f"  - Waived {prose(waiver_words(waiver))}"


def _facts(
    artifact: ReportArtifact, licence: ReportLicence | None, digest: Digest
) -> Iterator[str]:
    """The facts of an input, one line per block of a report."""
    subject = artifact.purl
    yield f"- **Licence** {prose(' · '.join(licence_facts(licence))) if licence else 'not read'}"
    if licence:
        yield from _licence_notes(licence)
    for other in digest.audited(subject):
        if other.audit:
            opinion = f"{audit_facts(other.audit)}, an opinion of the {other.audit.by}"
            yield f"  - {_code(digest.name(other.artifact))}: {prose(opinion)}"
    if judgement := digest.uses.get(subject):
        yield from _use(judgement, digest)
    yield f"- **Lineage** {' · '.join(digest.lineage_facts(subject))}"
    yield f"- **Personal data** {counted_answers(digest.disclosures[subject])}"
    for answer in digest.answers[subject]:
        yield (
            f"  - {prose(answer.label)}:"
            f" {prose(' · '.join((grade_name(answer.grade), *stances(answer))))}"
        )
    yield f"- **Files** {prose(' · '.join(file_facts(artifact)))}"


def _licence_notes(licence: ReportLicence) -> Iterator[str]:
    """What a reader has to know besides the name of the licence."""
    notes = (
        ("Restricts", restriction_facts(licence)),
        ("Changes", change_facts(licence)),
        ("Not understood", not_understood_facts(licence)),
        ("Beside it", beside_facts(licence)),
    )
    for title, facts in notes:
        for fact in facts:
            yield f"  - {title}: {prose(fact)}"


def _use(judgement: UseJudgement, digest: Digest) -> Iterator[str]:
    """The verdict on the intended use, and its duties as a list to tick off."""
    verdict = judgement.verdict.value.replace("-", " ")
    yield f"- **Use** {prose(' · '.join(use_facts(judgement.use)))}: **{verdict}**"
    for task in judgement.duties:
        via = " → ".join(digest.name(purl) for purl in task.path[1:])
        yield f"  - [ ] {prose(task_words(task))}{f' via {_code(via)}' if via else ''}"
        for detail in task_details(task):
            yield f"    {prose(detail)}"


def _disclosures(subject: ArtifactId, digest: Digest) -> Iterator[str]:
    """The table of questions about personal data: block, check, grade, quote, who asks, how often
    others answer."""
    kind = digest.artifacts[subject].kind if subject in digest.artifacts else ""
    questions = {question.id: question for question in digest.report.questions}
    rows = [
        (disclosure, questions[disclosure.check])
        for disclosure in digest.disclosures[subject]
        if disclosure.check in questions
    ]
    if rows:
        yield from ("", "### Personal data", "")
        yield "| block | question | grade | words | asked for by | others |"
        yield "|---|---|---|---|---|---|"
    for disclosure, question in sorted(rows, key=lambda row: (block_rank(row[1]), row[0].check)):
        peers = digest.peers.get((disclosure.check, kind), "")
        authorities = dict.fromkeys(requirement.authority for requirement in question.requirements)
        cells = (
            question.block,
            f"{disclosure.check} {question.title}",
            _grade(disclosure, digest),
            _first_quote(disclosure, subject, digest),
            ", ".join(authorities),
            str(peers),
        )
        yield f"| {' | '.join(prose(cell).replace('|', '&#124;') for cell in cells)} |"
    if rows and (counted := digest.counted_peers(kind)):
        yield from ("", f"{prose(counted)}.")


def _grade(disclosure: Disclosure, digest: Digest) -> str:
    """The grade, with the base that answers."""
    grade = grade_name(disclosure.grade)
    if not disclosure.inherited_from:
        return grade
    return f"{grade}, inherited from {digest.pinned(disclosure.inherited_from)}"


def _first_quote(disclosure: Disclosure, subject: ArtifactId, digest: Digest) -> str:
    if not disclosure.evidence:
        return ""
    proof = disclosure.evidence[0]
    return f"{digest.place(proof, subject)} {quotation(proof, _QUOTE)}"


def _finding(finding: Finding, digest: Digest) -> Iterator[str]:
    yield f"- **{finding.severity.value}** {prose(finding.message)} ({_code(finding.rule)})"
    for proof in finding.evidence[:_PLACES]:
        quote = quotation(proof, _QUOTE)
        place = _code(digest.place(proof, finding.artifact))
        yield f"  - {place}: {_code(quote)}" if quote else f"  - {place}"
    for detail in finding.details:
        yield f"  - {prose(detail)}"
    if finding.remedy:
        yield f"  - Next: {prose(finding.remedy)}"


def prose(text: str) -> str:
    """One line of prose: plain words stay, every other word becomes code."""
    words = printable(shorten(text, _SENTENCE)).split(" ")
    return " ".join(
        word.replace("_", r"\_") if _is_plain(word) else _code(word) for word in words if word
    )


def _is_plain(word: str) -> bool:
    return _PLAIN_WORD.fullmatch(word) is not None and "www." not in word.lower()


def _code(text: str) -> str:
    """A code span (CommonMark 6.1) around text with any backticks."""
    text = printable(shorten(text, _SENTENCE)) or " "
    longest_run = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest_run + 1)
    needs_padding = text.startswith("`") or text.endswith("`")
    padded = f" {text} " if needs_padding else text
    return f"{fence}{padded}{fence}"
