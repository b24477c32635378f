"""Texts that state nothing by themselves."""

from __future__ import annotations

import pytest

from provenance.facts.pointers import states_nothing


@pytest.mark.parametrize(
    "text",
    [
        "The preprocessing follows the original notebook:",
        "Please see the Responsible Use Guide.",
        "More detailed information about Foo can be found in our blog post.",
        "All information about the dataset creation can be found here",
        "Note: This section is originally taken from another model card.",
        "These models have certain limitations that users should be aware of.",
        "Ethics and safety evaluation approach and results.",
        "Data used for model training and how the data was processed.",
        "This model card summarizes details on the architecture and limitations.",
        "Figure 2: labels by rule.",
    ],
)
def test_what_only_leads_on_states_nothing(text: str) -> None:
    assert states_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "These models have certain limitations: they cut long tickets.",
        "The data used for model training has tickets of one year.",
        "The texts were taken from Wikipedia.",
        "We filtered the texts. See the paper for details:",
        "Faces can be found in 3% of the images and were blurred. See the paper.",
    ],
)
def test_what_says_something_states_something(text: str) -> None:
    assert not states_nothing(text)
