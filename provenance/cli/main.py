"""The `provenance` command: which subcommands there are, and how every failure reaches the user."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from typing import NoReturn

import click

from provenance._version import __version__
from provenance.errors import EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_USAGE, ProvenanceError

COMMANDS = (
    *(
        "audit",
        "report",
        "aibom",
        "check",
        "lineage",
        "scan",
        "lock",
        "diff",
        "policy",
        "bundle",
        "verify",
    ),
    *("explain", "rules", "licences", "privacy", "schema", "cache"),
)
DEBUG_HINT = "Run it again with PROVENANCE_DEBUG=1 for the traceback, and add the command you ran."


class LazyGroup(click.Group):
    """Imports a subcommand when it is asked for, so that `--version` and `--help` stay fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"provenance.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="provenance")
def cli() -> None:
    """Know what an AI model is made of, under which terms, and what its makers left unsaid about
    personal data.

    Exit status: 0 clean, 1 findings at or above --fail-on, 2 usage or configuration, 3 the audit is
    incomplete, 130 interrupted.
    """


def main() -> NoReturn:
    """Run the command line and exit with the documented status."""
    from provenance.cli.faults import listen

    faults = listen()
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        status = done.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("provenance: interrupted; nothing was written.", err=True)
        _leave(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        status = EXIT_USAGE
    except ProvenanceError as error:
        _tell(error.message, error.hint)
        status = error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = EXIT_INCOMPLETE
    except Exception as error:
        from provenance.model.fault import fault_of

        fault_of(error, "the command")
        status = EXIT_INCOMPLETE
    status = faults.status(status if isinstance(status, int) else 0)
    for line in faults.lines():
        _tell(line.rstrip("."), "")
    if faults.messages:
        click.echo(f"  {DEBUG_HINT}", err=True)
    if _is_waiting():
        _leave(status)
    sys.exit(status)


def _tell(message: str, hint: str) -> None:
    from provenance.formats import printable

    click.echo(f"provenance: {printable(message)}.", err=True)
    if hint:
        click.echo(f"  {printable(hint)}", err=True)


def _is_waiting() -> bool:
    """Whether a request is still under way that nobody waits for any more: its answer came too
    late."""
    others = [
        thread for thread in threading.enumerate() if thread is not threading.current_thread()
    ]
    for thread in others:
        thread.join(0.05)
    return any(thread.is_alive() for thread in others)


def _leave(status: int) -> NoReturn:
    """Exit without waiting for requests that are still under way."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
