"""One licence is one, however its name is written; the choices of an expression stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.licences.catalogue import catalogue
from provenance.licences.identity import alternatives, identity, is_known

GPL_2 = (
    "GPL-2.0-or-later",
    "gpl-2.0-only",
    "gpl-2.0",
    "GPL-2.0+",
    "GPL-2.0",
    "GPL-2.0-only WITH Classpath-exception-2.0",
    "GPL-2.0-with-classpath-exception",
    "https://spdx.org/licenses/GPL-2.0-or-later.html",
    "https://www.gnu.org/licenses/old-licenses/gpl-2.0.en.html",
)
AGPL_3 = ("agpl-3.0", "AGPL-3.0-or-later", "AGPL-3.0-only", "agpl-3.0+", "(AGPL-3.0)")


@pytest.mark.parametrize("names", [GPL_2, AGPL_3, ("MIT", "mit", "The MIT License")])
def test_all_ways_to_write_a_licence_are_kin(names: tuple[str, ...]) -> None:
    assert len({identity(name).base for name in names}) == 1
    assert all(is_known(name) for name in names)


@pytest.mark.parametrize(
    "pair",
    [
        ("GPL-2.0-only", "GPL-3.0-only"),
        ("GPL-3.0-only", "AGPL-3.0-only"),
        ("GPL-2.0-only", "LGPL-2.1-only"),
        ("MIT", "MIT-0"),
        ("LicenseRef-acme-1", "LicenseRef-acme-2"),
        ("llama3.1", "llama3.2"),
    ],
)
def test_other_licences_are_not_kin(pair: tuple[str, str]) -> None:
    assert not identity(pair[0]).is_kin(identity(pair[1]))


def test_who_accepts_less_has_not_accepted_more() -> None:
    only, later = identity("GPL-2.0-only"), identity("GPL-2.0-or-later")
    linked = identity("GPL-2.0-only WITH Classpath-exception-2.0")
    assert only.permits(later) and only.permits(only) and only.permits(linked)
    assert not later.permits(only)
    assert not linked.permits(only)
    assert linked.permits(identity("GPL-2.0-with-classpath-exception"))


@pytest.mark.parametrize(
    "name", ["", "acme", "GPL", "MIT WITH nothing-1.0", "x" * 4000, "https://acme.example/terms"]
)
def test_what_nobody_knows_is_not_known(name: str) -> None:
    assert is_known(name) == (name == "GPL")
    assert identity(name).is_kin(identity(name.upper()))


def test_choices_are_told_apart() -> None:
    assert alternatives("MIT") == (frozenset({"MIT"}),)
    assert alternatives("(MIT AND ISC)") == (frozenset({"MIT", "ISC"}),)
    assert set(alternatives("MIT OR (Apache-2.0 AND (ISC OR Zlib))")) == {
        frozenset({"MIT"}),
        frozenset({"Apache-2.0", "ISC"}),
        frozenset({"Apache-2.0", "Zlib"}),
    }
    assert alternatives("MIT OR OR (") == (frozenset({"MIT OR OR ("}),)
    many = " AND ".join(["(MIT OR ISC)"] * 12)
    assert alternatives(many) == (frozenset({many}),)


@given(st.text(max_size=200))
def test_any_text_has_an_identity(name: str) -> None:
    known = identity(name)
    assert known.is_kin(known) and known.permits(known)
    assert isinstance(is_known(name), bool)


def test_every_licence_of_the_catalogue_is_kin_to_its_own_names() -> None:
    for entry in catalogue().values():
        names = {entry.id, entry.spdx or entry.id, entry.ref or entry.id}
        assert len({identity(name).base for name in names}) == 1, entry.id
