"""Run reviews in the background: a few at a time, with visible progress, resumed after a
restart."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from provenance.auditing.run import Run, Settings
from provenance.dossier.subject import without_commands
from provenance.errors import FaultError, ProvenanceError
from provenance.evidence import Options, seal
from provenance.licences import parse_use
from provenance.lineage.progress import Progress, ProgressNode
from provenance.messages import in_language
from provenance.model.fault import in_full, shielded
from provenance.project.subjects import gather, hub_of_run
from provenance.web.settings import WebSettings
from provenance.web.store import DONE, FAILED, READING, ReviewStore, StoredReview
from provenance.web.summary import brief_of, summarise

# A run keeps the lineage for its documents: some megabytes for a large one.
MOST_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """The progress of a review.

    Attributes:
        state: See `StoredReview.state`.
        known: Number of known artefacts.
        fetched: Number of artefacts with fetched metadata.
        files: Number of files being fetched.
        nodes: The lineage so far.
        problem: Why it failed; otherwise empty.
    """

    state: str
    known: int = 0
    fetched: int = 0
    files: int = 0
    nodes: tuple[ProgressNode, ...] = ()
    problem: str = ""


class Jobs:
    """The reviews of one server.

    Args:
        settings: Configuration of the page.
        store: Where reviews are kept.
    """

    def __init__(self, settings: WebSettings, store: ReviewStore) -> None:
        self._settings = settings
        self._store = store
        self._pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="review")
        self._states: dict[str, JobState] = {}
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._lock = threading.Lock()
        for review in store.unfinished():
            self.start(review)

    def start(self, review: StoredReview) -> None:
        """Queue a review."""
        self._note(review.identity, JobState(state="queued"))
        self._pool.submit(self._work, review)

    def state(self, review: StoredReview) -> JobState:
        """The progress of a review; for reviews of an earlier server, from the store."""
        with self._lock:
            known = self._states.get(review.identity)
        return known or JobState(state=review.state, problem=review.problem)

    def run_of(self, review: StoredReview) -> Run:
        """The run of a finished review: kept in memory, or repeated from cached data.

        Raises:
            ProvenanceError: It cannot be repeated.
        """
        with self._lock:
            kept = self._runs.get(review.identity)
            if kept is not None:
                self._runs.move_to_end(review.identity)
                return kept
        run = self._run(review, None)
        self._keep(review.identity, run)
        return run

    def close(self) -> None:
        """Stop: the next server resumes queued reviews; running ones are not awaited."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _work(self, review: StoredReview) -> None:
        identity = review.identity
        self._store.change(identity, READING)
        self._note(identity, JobState(state=READING))
        try:
            run = shielded(lambda: self._done(review), review.title)
        except (ProvenanceError, FaultError) as error:
            lang = review.question.lang
            whole = in_language(in_full(error), lang).strip()
            # Who reads this has a browser, not the command line.
            problem = without_commands(whole) or whole
            self._store.change(identity, FAILED, problem=problem)
            self._note(identity, JobState(state=FAILED, problem=problem))
            return
        self._keep(identity, run)
        self._store.finish(identity, brief_of(run), summarise(run))
        self._note(identity, replace(self.state(review), state=DONE, files=0))

    def _done(self, review: StoredReview) -> Run:
        run = self._run(review, review.identity)
        assert run.report is not None
        return run

    def bundle_of(self, review: StoredReview, lang: str) -> bytes:
        """The evidence of a review, packed as `provenance bundle` does, without a signature.

        Args:
            review: A finished review.
            lang: Language of the dossier in the bundle.

        Raises:
            ProvenanceError: It cannot be repeated.
        """
        settings = self._run_settings(review)
        options = Options(
            use=settings.use,
            profiles=settings.profiles,
            policy=settings.policy,
            today=settings.today,
            lang=lang,
        )
        archive, _ = seal(self._settings.hub(), review.question.refs, options=options)
        return archive

    def _run_settings(self, review: StoredReview) -> Settings:
        question = review.question
        return Settings(
            use=parse_use(question.use) if question.use else None,
            profiles=question.profiles,
            policy=self._settings.policy,
            today=self._settings.today,
        ).with_policy_defaults(has_manifest=False)

    def _run(self, review: StoredReview, shown_as: str | None) -> Run:
        subjects = gather(review.question.refs)

        def show(progress: Progress) -> None:
            if shown_as is None:
                return
            state = JobState(
                state=READING,
                known=progress.known,
                fetched=progress.fetched,
                files=progress.files,
                nodes=progress.nodes,
            )
            self._note(shown_as, state)

        hub = hub_of_run(self._settings.hub(), subjects)
        settings = self._run_settings(review)
        return Run(hub=hub, subjects=subjects, settings=settings, progress=show)

    def _note(self, identity: str, state: JobState) -> None:
        with self._lock:
            self._states[identity] = state

    def _keep(self, identity: str, run: Run) -> None:
        with self._lock:
            self._runs[identity] = run
            while len(self._runs) > MOST_KEPT:
                self._runs.popitem(last=False)
