"""Several inputs on one screen: a row for each, then each finding once with the inputs that share
it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from provenance.messages import in_language, message
from provenance.model.artifact import ArtifactId, Gap
from provenance.model.finding import Finding, shorten
from provenance.report import open_gaps
from provenance.text.columns import Page, styled
from provenance.wording.digest import Digest
from provenance.wording.facts import licence_name
from provenance.wording.lights import FILES, Lights, LightState, lights_of, required_answers
from provenance.wording.names import severity_name, state_name

# With this many inputs, one block each would exceed a screen.
MANY = 3
STATE_STYLES = {
    LightState.CLEAR: "green",
    LightState.CONDITIONS: "green",
    LightState.OPEN: "yellow",
    LightState.STOP: "bold red",
}
_MOST_RULES, _MOST_REASONS = 6, 2
_WIDEST_LICENCE, _LONGEST_SENTENCE = 16, 112
_LONGEST_LIST = 60
# The family of changes since the lock.
_CHANGES, _MOST_CHANGES = "lock", 12
_COLUMNS = ("input", "verdict", "licence", "personal-data", "files", "gaps")
_BETWEEN = 2
_BODY = 12


@dataclass(frozen=True, slots=True)
class _Cell:
    """A word of the table."""

    text: str
    style: str = ""


class Overview:
    """The blocks of the page, from top to bottom.

    Args:
        digest: The indexed report.
        page: Receives the rows.
        lang: Language of the report.
    """

    def __init__(self, digest: Digest, page: Page, lang: str) -> None:
        self._digest, self._page, self._lang = digest, page, lang

    def show(self) -> None:
        """Write the table, the findings and the gaps."""
        self._table()
        self._findings()
        self._unread()
        self._page.blank()
        self._page.row(self._ours(message("terminal.overview.each"), "dim"))

    def _ours(self, text: str, style: str = "") -> Text:
        return styled(shorten(in_language(text, self._lang), _LONGEST_SENTENCE * 2), style)

    def _say(self, text: str) -> str:
        return in_language(text, self._lang)

    def _table(self) -> None:
        heading = [
            _Cell(self._say(message(f"terminal.overview.{name}")), "dim") for name in _COLUMNS
        ]
        rows = [heading, *(self._row(subject) for subject in self._digest.subjects)]
        widths = [max(cell_len(row[at].text) for row in rows) for at in range(1, len(_COLUMNS))]
        others = sum(widths) + _BETWEEN * len(widths)
        names = max(cell_len(row[0].text) for row in rows)
        column = max(min(names, self._page.width - others), _BODY)
        for name, *cells in rows:
            line = Text()
            for cell, width in zip(cells, widths, strict=True):
                blanks = width - cell_len(cell.text) + _BETWEEN
                line.append_text(styled(cell.text, cell.style))
                line.append(" " * blanks)
            line.rstrip()
            indent = column + _BETWEEN
            if self._page.narrow or cell_len(name.text) >= indent:
                self._page.row(styled(name.text, name.style))
                self._page.row(line, indent=min(indent, 4) if self._page.narrow else indent)
            else:
                self._page.row(line, lead=styled(name.text, name.style), indent=indent)

    def _row(self, subject: ArtifactId) -> list[_Cell]:
        lights = lights_of(self._digest, subject)
        total = lights.total
        return [
            _Cell(self._digest.name(subject), "bold"),
            self._state(total),
            _Cell(self._licence(subject)),
            _Cell(self._answers(subject)),
            self._files(subject, lights),
            _Cell(str(len(open_gaps(self._digest.gaps(subject))) or "-")),
        ]

    def _state(self, state: LightState) -> _Cell:
        return _Cell(self._say(message(f"dossier.state.{state}")), STATE_STYLES[state])

    def _licence(self, subject: ArtifactId) -> str:
        """The applicable expression; a name if there is none."""
        licence = self._digest.licences.get(subject)
        if licence is None:
            return "-"
        if licence.verdict == "none":
            return self._say(message("terminal.overview.no-licence"))
        expression = licence.concluded or licence.declared
        name = expression.replace("LicenseRef-", "") if expression else licence_name(licence)
        words = self._say(name)
        if cell_len(words) <= _WIDEST_LICENCE:
            return words
        return set_cell_size(words, _WIDEST_LICENCE - 1).rstrip() + "…"

    def _answers(self, subject: ArtifactId) -> str:
        """The number of required questions about personal data with a full answer."""
        if subject not in self._digest.artifacts:
            return "-"
        required = required_answers(self._digest, subject)
        return f"{required.answered}/{required.total}"

    def _files(self, subject: ArtifactId, lights: Lights) -> _Cell:
        if subject not in self._digest.artifacts:
            return _Cell("-")
        return self._state(lights.light(FILES).state)

    def _findings(self) -> None:
        """Each rule once, worst first, with the inputs that share it."""
        by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
        changes: list[Finding] = []
        for finding in self._digest.report.findings:
            if finding.waived:
                continue
            if self._digest.families.get(finding.rule) == _CHANGES and len(changes) < _MOST_CHANGES:
                changes.append(finding)
            else:
                by_rule[finding.rule].append(finding)
        ordered = sorted(by_rule.values(), key=_worst_and_most)
        if ordered or changes:
            self._page.blank()
        for change in changes:  # what is new since the lock is never lost in a number
            self._finding([change])
        for findings in ordered[:_MOST_RULES]:
            self._finding(findings)
        left = ordered[_MOST_RULES:]
        if left:
            rules = tuple(findings[0].rule for findings in left)
            count = sum(map(len, left))
            self._page.row(self._ours(message("terminal.more-findings", count=count, rules=rules)))

    def _finding(self, findings: Sequence[Finding]) -> None:
        """One row: the finding (in its own words if it is the only one) and its inputs."""
        first = findings[0]
        severity = min((finding.severity for finding in findings), key=lambda kind: kind.rank)
        shared = self._inputs(finding.artifact for finding in findings)
        if len(findings) == 1:
            name = self._digest.name(first.artifact)
            sentence = shorten(self._say(first.message), _LONGEST_SENTENCE)
            sentence = sentence if name in sentence else f"{name}: {sentence}"
        else:
            summaries = {rule.code: rule.summary for rule in self._digest.report.rules}
            summary = shorten(self._say(summaries.get(first.rule, first.rule)), _LONGEST_SENTENCE)
            sentence = f"{summary} ({shared})"
        self._page.row(
            styled(sentence),
            lead=self._ours(severity_name(severity)),
            indent=_BODY,
            right=styled(first.rule, "dim"),
        )

    def _inputs(self, artifacts: Iterable[ArtifactId]) -> str:
        """The names of the inputs, or their number if all or many share it."""
        names = list(dict.fromkeys(map(self._digest.name, artifacts)))
        number = len(self._digest.subjects)
        if len(names) == number:
            return self._say(message("terminal.overview.all", count=number))
        if len(names) == 1:
            return names[0]
        text = message("terminal.overview.some", count=len(names), number=number)
        return f"{self._say(text)}: {self._listed(names)}"

    def _listed(self, names: Sequence[str]) -> str:
        """As many whole names as fit, and the number of the others."""
        kept = [names[0]]
        for name in names[1:]:
            if cell_len(", ".join((*kept, name))) > _LONGEST_LIST:
                break
            kept.append(name)
        left = len(names) - len(kept)
        if left:
            kept.append(self._say(message("terminal.overview.more", count=left)))
        return ", ".join(kept)

    def _unread(self) -> None:
        """Each reason once, with everything that was not read for it."""
        by_reason: defaultdict[str, list[Gap]] = defaultdict(list)
        for gap in open_gaps(self._digest.report.gaps):
            by_reason[gap.reason].append(gap)
        if not by_reason:
            return
        self._page.blank()
        ordered = sorted(by_reason.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        for reason, gaps in ordered[:_MOST_REASONS]:
            names = list(dict.fromkeys(self._digest.name(gap.artifact) for gap in gaps))
            counted = self._say(message("report.count.gaps", count=len(gaps)))
            self._page.row(
                styled(f"{counted}: {self._listed(names)}"),
                lead=self._ours(state_name(reason)),
                indent=_BODY,
            )
        if ordered[_MOST_REASONS:]:
            left = sum(len(gaps) for _, gaps in ordered[_MOST_REASONS:])
            self._page.row(self._ours(message("terminal.more-gaps", count=left)))


def _worst_and_most(findings: Sequence[Finding]) -> tuple[int, int, str]:
    worst = min(finding.severity.rank for finding in findings)
    return worst, -len(findings), findings[0].rule
