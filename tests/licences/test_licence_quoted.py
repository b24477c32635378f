"""Words of the declared licence itself, repeated in a card, add nothing to it."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

from provenance.licences.comparison import is_quoted_from

NAME = "acme/x"
NOTICES = {
    "apache-2.0": (
        'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file'
        " except in compliance with the License."
    ),
    "llama3.1": (
        "Llama 3.1 is licensed under the Llama 3.1 Community License, Copyright (c) Meta Platforms,"
        " Inc. All Rights Reserved."
    ),
    "bsd-3-clause": (
        "Neither the name of the copyright holder nor the names of its contributors may be used to"
        " endorse or promote products derived from this software without specific prior written"
        " permission."
    ),
    "gpl-3.0": (
        "This program is free software: you can redistribute it and/or modify it under the terms of"
        " the GNU General Public License as published by the Free Software Foundation, either"
        " version 3 of the License, or (at your option) any later version."
    ),
    "mit": "Copyright (c) 2024 Acme. All rights reserved.",
}


def words_beside(hub: HubFolder, licence: str, body: str) -> list[str]:
    """What of a section on the licence is said to go beyond the declared one."""
    hub.model(NAME, f"license: {licence}", f"# X\n\n## License\n\n{body}\n")
    [record] = hub.trace(NAME).records.values()
    words = (*record.licence.restrictions, *record.licence.unclear)
    return [place.quote for place in words]


@pytest.mark.parametrize("licence", NOTICES)
def test_the_notice_of_the_declared_licence_adds_nothing(hub: HubFolder, licence: str) -> None:
    assert words_beside(hub, licence, NOTICES[licence]) == []


@pytest.mark.parametrize(
    "body",
    [
        f"{NOTICES['apache-2.0']} For research only.",
        "You may not use this model except in compliance with the Acme Terms.",
        "All rights reserved. Ask us before you use it commercially.",
    ],
)
def test_words_beside_the_notice_are_read(hub: HubFolder, body: str) -> None:
    assert words_beside(hub, "apache-2.0", body)


def test_the_notice_of_another_licence_is_read(hub: HubFolder) -> None:
    assert words_beside(hub, "apache-2.0", NOTICES["gpl-3.0"])


def test_few_words_prove_nothing() -> None:
    assert not is_quoted_from(frozenset({"apache-2.0"}), "You may not use this file")
    assert not is_quoted_from(frozenset(), "All rights reserved.")
