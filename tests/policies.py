"""Policies for tests, written where they are needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

from provenance.auditing.enforce import enforce
from provenance.auditing.policy_file import read_policy
from provenance.policy import Policy
from provenance.report import Report

TODAY = date(2027, 1, 15)
WAIVER = """
[[waivers]]
rule = "{rule}"
artifact = "{artifact}"
reason = "accepted"
owner = "legal@acme.example"
until = {until}
"""


def waiver(rule: str = "LIC001", artifact: str = "acme/bare", until: str = "2027-06-30") -> str:
    """A waiver as it stands in a file."""
    return WAIVER.format(rule=rule, artifact=artifact, until=until)


def policy(folder: Path, text: str, name: str = "provenance.toml") -> Policy:
    """Write a policy file and read it."""
    path = folder / name
    path.write_text(dedent(text), "utf-8")
    return read_policy(path)


def under(report: Report, folder: Path, text: str, today: date = TODAY) -> Report:
    """A report judged by a policy of these words."""
    return enforce(report, policy(folder, text), today)
