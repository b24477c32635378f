"""Options that several commands share: subjects, hub, intended use, policy."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provenance.cli import notices

if TYPE_CHECKING:
    from provenance.auditing.run import LockFile, Run, Settings
    from provenance.hubs import Hub
    from provenance.hubs.base import HubType
    from provenance.hubs.sign_in import SignIn
    from provenance.licences.use import IntendedUse
    from provenance.lineage.graph import Lineage
    from provenance.policy import Policy
    from provenance.signatures import SignerTrust


def _set_by(variables: Callable[[HubType], tuple[str, ...]]) -> dict[str, str]:
    """The first set environment variable of each hub."""
    from provenance.hubs.registry import HUBS

    values = {
        hub.name: next((os.environ[name] for name in variables(hub) if os.environ.get(name)), "")
        for hub in HUBS
    }
    return {hub: value for hub, value in values.items() if value}


def _sign_ins() -> dict[str, SignIn]:
    """What signs in at each hub: its token, else a user name with a key, else a file with both."""
    from provenance.hubs.registry import HUBS
    from provenance.hubs.sign_in import SignIn

    tokens = _set_by(lambda hub: hub.token_variables)
    sign_ins = {name: SignIn(token=token) for name, token in tokens.items()}
    for hub in HUBS:
        user, key = (os.environ.get(name, "") for name in hub.user_variables or ("", ""))
        file = _sign_in_file(hub)
        if hub.name not in sign_ins and ((user and key) or file):
            sign_ins[hub.name] = SignIn(user=user, key=key, file=file)
    return sign_ins


def _sign_in_file(hub: HubType) -> Path | None:
    """The file in which the hub's own client keeps a user name and a key; None if there is none."""
    if hub.sign_in_file is None:
        return None
    variable, folder, name = hub.sign_in_file
    chosen = os.environ.get(variable)
    path = (Path(chosen) if chosen else Path.home() / folder) / name
    return path if path.is_file() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectOptions:
    """The subjects and where to read them."""

    refs: tuple[str, ...]
    hub: str | None
    kind: str | None
    cache: Path | None
    offline: bool
    manifest: Path | None = None

    def open(self, viewer: bool = False) -> Hub:
        """Open the hub; `viewer` also asks the dataset viewer.

        When the command ends, a notice says why nothing could be cached, if so.
        """
        from provenance.hubs import open_hub
        from provenance.hubs.endpoint import read_endpoint
        from provenance.hubs.http import offer_http2
        from provenance.hubs.store import Store

        # huggingface_hub raises an error of its own where it is imported with an address like that.
        read_endpoint(os.environ.get("HF_ENDPOINT", ""))
        offer_http2()
        store = Store(self.cache) if self.cache else None
        if store:
            click.get_current_context().call_on_close(lambda: notices.tell_cache(store))
        return open_hub(
            self.hub,
            store,
            self.offline,
            viewer,
            places=_set_by(lambda hub: hub.place_variables),
            tokens=_sign_ins(),
        )

    def run(
        self,
        settings: Settings | None = None,
        *,
        lock: LockFile | None = None,
        viewer: bool = False,
        tolerant: bool = False,
    ) -> Run:
        """Fetch the subjects and their lineage, with a progress line if stderr is a terminal.

        Args:
            settings: Settings of the run; by default no use and no policy.
            lock: The expected state, or None.
            viewer: Whether to ask the dataset viewer too.
            tolerant: See `provenance.auditing.run.Run`.
        """
        from provenance.auditing.run import Run, Settings
        from provenance.cli.progress import progress_line
        from provenance.project.subjects import gather, hub_of_run

        opened = self.open(viewer)
        subjects = gather(self.refs, self.kind, self.manifest, opened)
        hub = hub_of_run(opened, subjects)
        with progress_line() as show:
            run = Run(
                hub=hub,
                subjects=subjects,
                settings=settings or Settings(),
                lock=lock,
                progress=show,
                tolerant=tolerant,
            )
            lineage = run.lineage
        notices.tell_state(lineage)
        return run

    def trace(self) -> Lineage:
        """Fetch the subjects and their lineage for a command that needs no settings."""
        return self.run().lineage


def default_cache() -> Path:
    """PROVENANCE_CACHE, else the XDG cache folder
    (https://specifications.freedesktop.org/basedir-spec)."""
    folder = os.environ.get("PROVENANCE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder) if folder else Path(home) / "provenance"


def default_data() -> Path:
    """The XDG data folder of this tool (https://specifications.freedesktop.org/basedir-spec)."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "provenance"


def hub_opener(location: str | None) -> Callable[[], Hub]:
    """A function that opens hubs for many runs of one process, with a shared cache.

    Args:
        location: See `--hub`.
    """
    from provenance.hubs import open_hub
    from provenance.hubs.store import Store

    store = Store(default_cache())
    places = _set_by(lambda hub: hub.place_variables)
    sign_ins = _sign_ins()
    return lambda: open_hub(location, store, places=places, tokens=sign_ins)


PEM = click.Path(path_type=Path)
_PEM_LIMIT = 1024 * 1024

lock_file = click.option(
    "--lock-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("provenance.lock"),
    show_default=True,
    help="Path of the lock file.",
)


def seen_from_here(path: Path) -> Path:
    """The path relative to the working folder if it lies below it; in CI that is the repository."""
    here = Path.cwd()
    # Path.resolve would follow symbolic links.
    full = Path(os.path.abspath(path))  # noqa: PTH100
    return full.relative_to(here) if full.is_relative_to(here) else path


def read_pem(path: Path) -> bytes:
    """The content of a key or certificate file; raises UsageError if it is unreadable."""
    from provenance.files.local import read_local

    return read_local(path, _PEM_LIMIT, "Name a PEM file.")


def key_passphrase() -> bytes | None:
    """The passphrase of a private key, from PROVENANCE_KEY_PASSPHRASE."""
    passphrase = os.environ.get("PROVENANCE_KEY_PASSPHRASE")
    return passphrase.encode() if passphrase else None


def profiles(what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--profile NAME`, several at once, as `profiles`; an unknown name is refused before anything
    is fetched.

    Args:
        what: What the command does with them, for its help.
    """
    return click.option(
        "--profile",
        "profiles",
        metavar="NAME[,NAME...]",
        multiple=True,
        callback=_known_profiles,
        help=what,
    )


def _known_profiles(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    names = tuple(
        dict.fromkeys(name.strip() for part in value for name in part.split(",") if name.strip())
    )
    if names:
        from provenance.privacy import select

        select(names)
    return names


_HUB = (
    click.option(
        "--hub",
        envvar="PROVENANCE_HUB",
        metavar="URL|FOLDER|BUNDLE|sample",
        help=(
            "A hub with the Hugging Face API, a folder in its layout, an evidence"
            " bundle, or the sample hub. Default: HF_ENDPOINT, else huggingface.co."
        ),
    ),
    click.option(
        "--kind",
        type=click.Choice(["model", "dataset"]),
        help="Type of a local folder, if it cannot be inferred from its contents.",
    ),
    click.option("--offline", is_flag=True, help="Use only what was fetched before."),
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
)


def _with(
    command: Callable[..., None], added: tuple[Callable[..., Any], ...]
) -> Callable[..., None]:
    """The command with options, in the order in which `--help` shall show them."""
    for option in reversed(added):
        command = option(command)
    return command


def hub(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--hub`, `--kind`, `--offline` and `--no-cache` as a function `hub`:
    references to `Subjects`."""

    @functools.wraps(command)
    def with_hub(
        hub: str | None, kind: str | None, offline: bool, no_cache: bool, **rest: Any
    ) -> None:
        cache = None if no_cache else default_cache()
        command(
            hub=functools.partial(SubjectOptions, hub=hub, kind=kind, cache=cache, offline=offline),
            **rest,
        )

    return _with(with_hub, _HUB)


def subjects(command: Callable[..., None], *, required: bool = True) -> Callable[..., None]:
    """Give a command REF…, `-m`, `--hub`, `--kind`, `--offline` and `--no-cache` as one argument
    `subjects`.

    Args:
        command: The function of a command.
        required: Whether something has to be named.
    """

    @functools.wraps(command)
    def with_subjects(
        refs: tuple[str, ...],
        manifest: Path | None,
        hub: str | None,
        kind: str | None,
        offline: bool,
        no_cache: bool,
        **rest: Any,
    ) -> None:
        if required and not refs and manifest is None:
            raise click.UsageError("Name a model or dataset, or a manifest with -m FILE.")
        cache = None if no_cache else default_cache()
        command(
            subjects=SubjectOptions(
                refs=refs,
                hub=hub,
                kind=kind,
                cache=cache,
                offline=offline,
                manifest=manifest and seen_from_here(manifest),
            ),
            **rest,
        )

    manifest_file = click.option(
        "-m",
        "--manifest",
        type=click.Path(dir_okay=False, path_type=Path),
        help="A file that lists models and datasets; findings point at its lines.",
    )
    return _with(
        with_subjects, (click.argument("refs", metavar="[REF...]", nargs=-1), manifest_file, *_HUB)
    )


def intended_use(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--use`, `--users`, `--revenue`, `--region` and `--field` as one argument
    `use`."""

    @functools.wraps(command)
    def with_use(
        words: tuple[str, ...],
        users: str | None,
        revenue: str | None,
        regions: tuple[str, ...],
        fields: tuple[str, ...],
        **rest: Any,
    ) -> None:
        given = words or users or revenue or regions or fields
        command(use=_use(words, users, revenue, regions, fields) if given else None, **rest)

    added = (
        click.option(
            "--use",
            "words",
            metavar="WORD",
            multiple=True,
            help=(
                "Intended use: internal, product (the default), hosted-api,"
                " redistribute, fine-tune, distil, train-on-outputs; commercial or non-commercial;"
                " circumstances that licences name, such as competing-product or"
                " third-party-supply; `no-` in front of one says that it does not apply."
                " Repeatable."
            ),
        ),
        click.option(
            "--users", metavar="N", help="Monthly users of all your products, such as 2M."
        ),
        click.option(
            "--revenue", metavar="N", help="Your yearly revenue in US dollars, such as 500k."
        ),
        click.option(
            "--region",
            "regions",
            metavar="CODE",
            multiple=True,
            help="Region of use, such as KR, US or EU; repeatable.",
        ),
        click.option(
            "--field",
            "fields",
            metavar="WORD",
            multiple=True,
            help="Field of use, such as medical; repeatable.",
        ),
    )
    return _with(with_use, added)


def _use(
    words: tuple[str, ...],
    users: str | None,
    revenue: str | None,
    regions: tuple[str, ...],
    fields: tuple[str, ...],
) -> IntendedUse:
    from provenance.licences import parse_use, parse_words

    numbers = {"users": users, "revenue": revenue}
    return parse_use({**parse_words(words), **numbers, "regions": regions, "fields": fields})


def policy(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--config`, `--no-config` and `--today` as `policy` (None where there is none)
    and `today`."""

    @functools.wraps(command)
    def with_policy(
        config: Path | None, no_config: bool, today: datetime | None, **rest: Any
    ) -> None:
        if config and no_config:
            raise click.UsageError("Give --config or --no-config.")
        day = today.date() if today else datetime.now(UTC).date()
        command(policy=None if no_config else _policy(config), today=day, **rest)

    added = (
        click.option(
            "--config",
            metavar="FILE",
            envvar="PROVENANCE_CONFIG",
            type=click.Path(dir_okay=False, path_type=Path),
            help=(
                "The policy. Default: provenance.toml, or [tool.provenance] in pyproject.toml, in"
                " this folder or up to the root of its repository."
            ),
        ),
        click.option("--no-config", is_flag=True, help="Apply no policy."),
        click.option(
            "--today",
            metavar="YYYY-MM-DD",
            type=click.DateTime(["%Y-%m-%d"]),
            help="Date on which waivers are judged (default: today in UTC).",
        ),
    )
    for option in reversed(added):
        with_policy = option(with_policy)
    return with_policy


def signer(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command `--signer`, `--signer-identity` and `--signer-issuer` as one argument
    `signer`, None where nobody is expected to sign."""

    @functools.wraps(command)
    def with_signer(
        signer: Path | None, signer_identity: str | None, signer_issuer: str | None, **rest: Any
    ) -> None:
        command(signer=_signer(signer, signer_identity, signer_issuer), **rest)

    added = (
        click.option(
            "--signer",
            metavar="FILE",
            type=PEM,
            help="Public key or root certificates of the signer of the models (model.sig).",
        ),
        click.option(
            "--signer-identity",
            metavar="NAME",
            help="Sigstore identity of the signer, instead of --signer.",
        ),
        click.option(
            "--signer-issuer",
            metavar="URL",
            help="With --signer-identity: the issuer of that identity.",
        ),
    )
    return _with(with_signer, added)


def _signer(pem: Path | None, identity: str | None, issuer: str | None) -> SignerTrust | None:
    from provenance.signatures import SignerTrust

    if pem and identity:
        raise click.UsageError("Give --signer or --signer-identity.")
    if bool(identity) != bool(issuer):
        raise click.UsageError("--signer-identity and --signer-issuer belong together.")
    if identity and issuer:
        return SignerTrust(identity=identity, issuer=issuer)
    return SignerTrust(pem=read_pem(pem)) if pem else None


def accepted(lineage: Lineage, policy: Policy | None, today: date) -> Lineage:
    """The lineage with what the policy accepts among its gaps, for commands that judge nothing."""
    if policy is None:
        return lineage
    from provenance.auditing.enforce import accept

    return replace(lineage, gaps=accept(lineage.gaps, policy, today))


def settings(
    subjects: SubjectOptions,
    *,
    policy: Policy | None,
    today: date,
    use: IntendedUse | None = None,
    profiles: tuple[str, ...] = (),
    signer: SignerTrust | None = None,
    second_sources: bool = False,
) -> Settings:
    """What the user typed; use, profiles and signer come from the policy where the user gave
    none."""
    from provenance.auditing.run import Settings

    typed = Settings(
        use=use,
        profiles=profiles,
        policy=policy,
        today=today,
        signer=signer,
        second_sources=second_sources,
    )
    return typed.with_policy_defaults(has_manifest=subjects.manifest is not None)


def _policy(config: Path | None) -> Policy | None:
    from provenance.auditing.policy_file import find_policy, read_policy

    path = config or find_policy(Path.cwd())
    return read_policy(path) if path else None
