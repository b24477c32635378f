"""Our comparison of licences beside rules that others published: where the verdicts differ.

    python -m benchmarks.licence_published --rules compliance_rules.js

The rules are those of AI Supply Chain Galaxy (arXiv 2606.16292; file `hf-data/compliance_rules.js`
of github.com/YaoYao-Pig/AISupplyChainGalaxyCode): sets of licences of a model and of what it was
made from. They are read, never copied. A pair of licences is flagged by them where the upper one is
restrictive or copyleft and the lower one has another name, where the upper one forbids derivatives,
where Creative Commons stands above a licence of a list, and where the GPL stands below one. Ours
flags a pair where a duty is lost.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from itertools import permutations
from pathlib import Path

from provenance.licences import catalogue, identifier, lookup, lost_duties
from provenance.licences.claim import Conclusion

_SET = re.compile(r"(?P<name>\w+): new Set\(\[(?P<members>.*?)\]\)", re.DOTALL)
_MEMBER = re.compile(r'"([^"]+)"')
_NO_LICENCES = frozenset({"None", "unknown", "other"})
_EXAMPLES = 3


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rules", type=Path, required=True)
    rules = read_rules(parser.parse_args().rules.read_text("utf-8"))
    every = sorted(frozenset().union(*rules.values()) - _NO_LICENCES)
    keys = [entry.id for key in every if (entry := lookup(key))]
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[str]] = {}
    for child, above in permutations(keys, 2):
        verdicts = published(rules, child, above), own(child, above)
        counts[verdicts] += 1
        examples.setdefault(verdicts, []).append(f"{child} over {above}")
    for verdicts, count in counts.most_common():
        theirs, ours = verdicts
        shown = "; ".join(examples[verdicts][:_EXAMPLES])
        print(f"{count:5}  theirs {theirs or 'none':22} ours {ours:12} {shown}")
    summary(counts)


def read_rules(text: str) -> dict[str, frozenset[str]]:
    """The sets of licences in a file of rules, by name."""
    return {
        match["name"]: frozenset(_MEMBER.findall(match["members"])) for match in _SET.finditer(text)
    }


def published(rules: dict[str, frozenset[str]], child: str, above: str) -> str:
    """What the published rules flag in a pair, joined by a plus sign; empty for nothing."""
    flags = {
        "terms": above in rules["g_Source"],
        "copyleft": above in rules["f_Source"],
        "no derivatives": above in rules["e_Source"],
        "creative commons": above in rules["d_Source"] and child in rules["d_ConflictTarget"],
        "gpl": child in rules["c_Source"] and above in rules["c_ConflictParent"],
    }
    return "+".join(flag for flag, is_raised in flags.items() if is_raised)


def own(child: str, above: str) -> str:
    """What our comparison says: `lost`, `kept` or `cannot tell`."""
    lost = lost_duties(_concluded(child), _concluded(above))
    if lost is None:
        return "cannot tell"
    return "lost" if lost else "kept"


def _concluded(key: str) -> Conclusion:
    licence = catalogue()[key]
    return Conclusion(concluded=identifier(licence), licences=(licence,))


def summary(counts: Counter[tuple[str, str]]) -> None:
    """Print on how many pairs the two agree."""
    pairs = Counter[tuple[bool, bool]]()
    for (theirs, ours), count in counts.items():
        if ours != "cannot tell":
            pairs[bool(theirs), ours == "lost"] += count
    agreed = pairs[True, True] + pairs[False, False]
    print(f"{counts.total()} pairs, {pairs.total()} with an answer of ours, {agreed} the same")
    print(f"{pairs[True, False]} flagged by theirs only, {pairs[False, True]} by ours only")


if __name__ == "__main__":
    main()
