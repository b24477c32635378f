"""Notices on stderr next to the output: gaps, and cached state.

Every command imports this module, and most runs have no notice, so the wording, which loads all
that reads licences, is imported where it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from provenance.cli.output import write_stderr
from provenance.formats import printable

if TYPE_CHECKING:
    from provenance.hubs.store import Store
    from provenance.lineage.graph import Lineage
    from provenance.model.artifact import Gap

# More lines than this would push the first ones off a screen.
_MOST = 20


def notice(text: str) -> None:
    """Print one line on stderr, with untrusted text made printable."""
    write_stderr(f"provenance: {printable(text)}")


def tell_unread(gaps: Sequence[Gap]) -> None:
    """Print the gaps with reason and next step, or who accepted them and until when."""
    if not gaps:
        return
    from provenance.wording.facts import counted, waiver_words

    for gap in gaps[:_MOST]:
        accepted = f", accepted {waiver_words(gap.waived)}" if gap.waived else ""
        notice(f"not read{accepted}: {gap.artifact} {gap.what}: {gap.detail}")
    if len(gaps) > _MOST:
        notice(f"and {counted(len(gaps) - _MOST, 'more gap')}: `provenance audit` lists them all")


def tell_state(lineage: Lineage) -> None:
    """Print since when the hub was not asked, if this run did not ask it (`--offline`)."""
    times = [dossier.snapshot.as_of for dossier in lineage.records.values()]
    kept = sorted(time for time in times if time)
    if not kept:
        return
    from provenance.wording.facts import counted

    since = kept[0] if kept[0] == kept[-1] else f"{kept[0]} to {kept[-1]}"
    what = counted(len(kept), "artefact")
    notice(
        f"offline: state of {what} as of {since}; whether one was deleted, gated, disabled or"
        " flagged since was not asked"
    )


def tell_cache(store: Store) -> None:
    """Print why fetched data could not be cached, if so."""
    if store.fault:
        notice(
            f"nothing could be kept in {store.folder} ({store.fault}); PROVENANCE_CACHE names"
            " another folder, --no-cache wants none"
        )
