"""The `provenance` command: its subcommands, and how failures reach the user."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

import click

from provenance._version import __version__
from provenance.cli import output
from provenance.cli.faults import listening
from provenance.cli.main import INTERRUPTED
from provenance.errors import EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_USAGE, ProvenanceError
from provenance.messages import message

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
        "compare",
        "policy",
        "bundle",
        "verify",
        "serve",
        "survey",
    ),
    *("explain", "rules", "licences", "privacy", "schema", "cache"),
)
# What a user typed stands in a message; a shell can pass a hundred thousand characters.
LONGEST_MESSAGE = 2_000
DEBUG_HINT = "Run it again with PROVENANCE_DEBUG=1 for the traceback, and add the command you ran."


class LazyGroup(click.Group):
    """Imports a subcommand on use, so that `--version` and `--help` stay fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order useful to a newcomer."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As in click, with a suggestion for a misspelt command."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from provenance.files.schema_errors import suggestion

            hint = suggestion(args[0], COMMANDS, "`provenance --help` lists the commands.")
            ctx.fail(f"No such command '{args[0]}'. {hint}")
        return super().resolve_command(ctx, args)

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


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; every failure ends in a sentence on stderr.

    Args:
        arguments: Arguments after the program name; None for those of the process.

    Returns:
        The documented exit status.
    """
    with listening() as faults:
        status = faults.status(_status(arguments))
        for line in faults.lines():
            _tell(line.rstrip("."), "")
        if faults.messages:
            _tell(DEBUG_HINT.rstrip("."), "")
    return status


def _status(arguments: Sequence[str] | None) -> int:
    status: object = 0
    try:
        status = cli.main(arguments, standalone_mode=False)
    except click.exceptions.Exit as done:
        status = done.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        output.write_stderr(INTERRUPTED)
        status = EXIT_INTERRUPTED
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        status = EXIT_USAGE
    except ProvenanceError as error:
        _tell(error.message, error.hint)
        status = error.exit_status
    except SystemExit as done:
        # click exits with 0 after shell completion, and with 1 when the reader of a pipe has left.
        output.divert_broken_streams()
        status = EXIT_INCOMPLETE if done.code else 0
    except OSError as error:
        status = _stream_failure(error)
    except Exception as error:
        status = _fault(error)
    return status if isinstance(status, int) else 0


def _stream_failure(error: OSError) -> int:
    """The result of an operating system error: a failure of stdout or stderr, or else an internal
    fault."""
    output.divert_broken_streams()
    if not output.is_of_a_stream(error):
        return _fault(error)
    if error.errno != errno.EPIPE:  # whoever leaves early knows it
        why = error.strerror or type(error).__name__
        _tell(
            f"stdout could not be written ({why}), so the output is not whole",
            "Make room, or write to a file with -o.",
        )
    return EXIT_INCOMPLETE


def _fault(error: Exception) -> int:
    from provenance.model.fault import fault_of

    fault_of(error, message("gap.fault.command"))
    return EXIT_INCOMPLETE


def leave(status: int) -> NoReturn:
    """Exit without waiting for pending requests."""
    if output.divert_broken_streams():
        status = status or EXIT_INCOMPLETE
    if status == EXIT_INTERRUPTED or _is_waiting():
        os._exit(status)
    sys.exit(status)


def _tell(message: str, hint: str) -> None:
    from provenance.formats import printable
    from provenance.text.excerpt import shorten

    output.write_stderr(f"provenance: {printable(shorten(message, LONGEST_MESSAGE))}.")
    if hint:
        output.write_stderr(f"  {printable(shorten(hint, LONGEST_MESSAGE))}")


def _is_waiting() -> bool:
    """Whether a request past its deadline is still pending."""
    others = [
        thread for thread in threading.enumerate() if thread is not threading.current_thread()
    ]
    for thread in others:
        thread.join(0.05)
    return any(thread.is_alive() for thread in others)
