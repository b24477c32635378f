"""What a licence says about each act that lawyers ask about, each answer with its clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provenance.licences.claim import Licence
from provenance.licences.permit import UseContext, permit
from provenance.licences.use import IntendedUse, UseVerdict
from provenance.messages import message

# The acts in the order of the questions, each with a use that represents it. Limits of users and
# revenue do not depend on an act, so none is reached.
ACTS = {
    "use": IntendedUse(activities=("internal",), commercial=False, users=0, revenue=0),
    "modify": IntendedUse(activities=("fine-tune",), commercial=False, users=0, revenue=0),
    "distribute": IntendedUse(activities=("redistribute",), commercial=False, users=0, revenue=0),
    "host": IntendedUse(activities=("hosted-api",), commercial=False, users=0, revenue=0),
    "train": IntendedUse(activities=("train-on-outputs",), commercial=False, users=0, revenue=0),
    "commercial": IntendedUse(activities=("product",), commercial=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """A licence's answer on one act.

    Attributes:
        act: A key of `ACTS`.
        verdict: What its text says about the act, as far as known.
        clauses: Clauses that decide or require something; empty if none has a number.
        duties: Words of the duties that come with the act; empty if the act is denied.
        reasons: Why the act is denied or has to be reviewed, each with its clause.
        tasks: What the duties ask for, each with its clause.
    """

    act: str
    verdict: UseVerdict
    clauses: tuple[str, ...]
    duties: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


def matrix(licence: Licence, setting: UseContext | None = None) -> tuple[MatrixCell, ...]:
    """Check a licence against every act.

    A denied act lists no duties, since duties presuppose a permission.

    Args:
        licence: An entry of the catalogue.
        setting: What is known of the licensed work.

    Returns:
        One cell per act, in the order of `ACTS`.
    """
    return tuple(_cell(act, licence, use, setting) for act, use in ACTS.items())


def _cell(act: str, licence: Licence, use: IntendedUse, setting: UseContext | None) -> MatrixCell:
    reasons, tasks = permit(licence, use, setting)
    worst = max((reason.verdict for reason in reasons), key=lambda item: item.rank, default=None)
    if worst is UseVerdict.DENY:
        tasks = ()
    verdict = worst or (UseVerdict.DUTIES if tasks else UseVerdict.ALLOW)
    deciding = [reason.clause for reason in reasons if reason.verdict is worst]
    clauses = deciding if reasons else [task.clause for task in tasks]
    return MatrixCell(
        act=act,
        verdict=verdict,
        clauses=_each_once(clauses),
        duties=tuple(dict.fromkeys(task.duty for task in tasks)),
        reasons=_with_clauses((reason.text, reason.clause) for reason in reasons),
        tasks=_with_clauses((task.text, task.clause) for task in tasks),
    )


def _each_once(clauses: Iterable[str]) -> tuple[str, ...]:
    """The clauses, each once: a duty may rest on several, as in `1.b.i, 1.b.iii`."""
    single = (part for clause in clauses for part in clause.split(", ") if part)
    return tuple(dict.fromkeys(single))


def _with_clauses(rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Each text once, with its clause where that has a number."""
    texts = []
    for text, clause in rows:
        texts.append(message("duty.with-clause", text=text, clause=clause) if clause else text)
    return tuple(dict.fromkeys(texts))
