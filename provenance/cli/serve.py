"""`provenance serve`."""

from __future__ import annotations

import secrets
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import options
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.policy import Policy

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
# A page changes threads several times and each time waits until an audit yields. Python's 5 ms for
# that would be most of what a page takes.
_SWITCH_SECONDS = 0.0005
# Someone watching a review keeps a connection open; shutdown waits no longer than this.
_SECONDS_TO_STOP = 2
_MISSING = "the web page needs the extra web"
_INSTALL = "Install it: pip install 'provenance[web]', or from a clone pip install '.[web]'."


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port."
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="Another host name of the page, such as a proxy's; repeatable.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where reviews are kept. Default: the user's data folder.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 16),
    default=2,
    show_default=True,
    help="Number of reviews that run in parallel.",
)
@click.option(
    "--hub", "location", metavar="URL|FOLDER|sample", help="See `provenance audit --help`."
)
@options.policy
def command(
    host: str,
    port: int,
    names: tuple[str, ...],
    folder: Path | None,
    workers: int,
    location: str | None,
    policy: Policy | None,
    today: date,
) -> None:
    """Open a web page for reviewers: paste a model, watch, read, decide, download the files.

    It listens on this machine only. On any other address it requires a token, which is part of the
    link that it prints.

    \b
    provenance serve
    provenance serve --host 0.0.0.0 --name review.example --port 8080
    """
    try:
        import uvicorn

        from provenance.web.app import create_app
        from provenance.web.settings import WebSettings
    except ImportError:
        raise UsageError(_MISSING, _INSTALL) from None
    token = "" if host in _LOOPBACK else secrets.token_urlsafe(24)
    settings = WebSettings(
        hub=options.hub_opener(location),
        folder=folder or options.default_data(),
        host=host,
        port=port,
        token=token,
        names=names,
        policy=policy,
        today=today,
        workers=workers,
    )
    shown = names[0] if names else host
    link = f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
    click.echo(f"provenance is at {link} (Ctrl-C stops it)")
    sys.setswitchinterval(_SWITCH_SECONDS)
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
    )
