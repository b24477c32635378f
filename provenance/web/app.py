"""The pages and their actions."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import (
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from provenance._version import __version__
from provenance.conformance import render as show_examination
from provenance.conformance.examination import examine
from provenance.dossier import CoverSheet, write_comparison
from provenance.errors import ProvenanceError
from provenance.messages import LANGUAGES, in_language, message
from provenance.model.fault import in_full, shielded
from provenance.privacy.profiles import profiles
from provenance.web.documents import DossierMaterial, downloads_of
from provenance.web.forms import (
    LANGUAGE_COOKIE,
    LONGEST_FIELD,
    field,
    language_of,
    question_of,
)
from provenance.web.guard import (
    DOCUMENT_POLICY,
    UPLOAD_LIMIT,
    form_is_ours,
    guarded,
)
from provenance.web.jobs import Jobs, JobState
from provenance.web.settings import WebSettings
from provenance.web.store import (
    DONE,
    FAILED,
    ReviewStore,
    StoredDecision,
    StoredReview,
    latest,
)
from provenance.web.summary import TOTAL
from provenance.web.views import moment, over_time, tree

REVIEWS_FILE = "reviews.sqlite"
HTML = "text/html; charset=utf-8"
_PAUSE_SECONDS = 0.3
_USES = ("product", "internal", "hosted-api", "redistribute", "fine-tune", "distil")
# Results of checked bills of materials that stay in memory until they are viewed.
_MOST_CHECKED = 16
_LONGEST_NAME = 200


def create_app(settings: WebSettings) -> Any:
    """Create the ASGI application behind its guard.

    Args:
        settings: Configuration of the page.
    """
    page = _Page(settings)
    routes = [
        Route("/", page.home),
        Route("/reviews", page.ask, methods=["POST"]),
        Route("/reviews/{identity}", page.review),
        Route("/reviews/{identity}/events", page.events),
        Route("/reviews/{identity}/dossier", page.dossier),
        Route("/reviews/{identity}/files/{name}", page.download),
        Route("/reviews/{identity}/decisions", page.decide, methods=["POST"]),
        Route("/compare", page.compare),
        Route("/compare/document", page.comparison),
        Route("/check", page.check_form),
        Route("/check", page.check, methods=["POST"]),
        Route("/check/{identity}", page.checked),
        Route("/check/{identity}/document", page.checked_document),
        Route("/language/{lang}", page.language, methods=["POST"]),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        page.close()

    app = Starlette(routes=routes, lifespan=life, exception_handlers={404: page.not_found})
    return guarded(app, settings)


class _Page:
    """The request handlers and their shared state."""

    def __init__(self, settings: WebSettings) -> None:
        self._cover = CoverSheet.filled({}, settings.policy)
        self._store = ReviewStore(settings.folder / REVIEWS_FILE)
        self._jobs = Jobs(settings, self._store)
        self._profiles = profiles()
        self._checked: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._templates = Environment(
            loader=PackageLoader("provenance.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # packaged templates do not change, so no page looks at their files
        )
        self._templates.filters["moment"] = moment

    def close(self) -> None:
        """Stop the reviews and close the database."""
        self._jobs.close()
        self._store.close()

    async def home(self, request: Request) -> Response:
        """The form and the reviews so far."""
        return await self._show_home(request)

    async def ask(self, request: Request) -> Response:
        """Accept a question and redirect to its review."""
        form = await request.form()
        if not form_is_ours(request, form.get("form_token")):
            return _refused(request)
        lang = language_of(request)
        try:
            question = question_of(form, lang)
        except ProvenanceError as error:
            return await self._show_home(request, form, in_language(in_full(error), lang))
        identity = secrets.token_hex(8)
        await run_in_threadpool(self._store.add, identity, question, _now())
        review = await run_in_threadpool(self._store.review, identity)
        assert review is not None
        self._jobs.start(review)
        return RedirectResponse(f"/reviews/{identity}", status_code=303)

    async def review(self, request: Request) -> Response:
        """A review: its progress or its result."""
        identity = request.path_params["identity"]
        review, decisions, listed = await run_in_threadpool(self._store.with_context, identity)
        if review is None:
            return await self.not_found(request, None)
        lang = language_of(request)
        others = [
            other for other in listed if other.state == DONE and other.identity != review.identity
        ]
        state = self._jobs.state(review)
        return self._show(
            request,
            "review.html",
            review=review,
            state=state,
            branches=tree(state.nodes, lang),
            summary=review.summary.get(lang, {"inputs": [], "open": []}),
            latest=latest(decisions),
            decisions=decisions,
            downloads=tuple(downloads_of(review)),
            others=others,
            runs=over_time(review, listed),
        )

    async def events(self, request: Request) -> Response:
        """The progress of a review as server-sent events: state and lineage as HTML, until it is
        done."""
        review = await self._review_of(request)
        if review is None:
            return await self.not_found(request, None)

        async def lines() -> AsyncIterator[str]:
            sent: JobState | None = None
            while True:
                state = self._jobs.state(review)
                if state != sent:
                    sent = state
                    shown = await run_in_threadpool(self._progress, request, state)
                    yield _event("progress", shown)
                if state.state in (DONE, FAILED):
                    yield _event("end", {"state": state.state})
                    return
                if await request.is_disconnected():
                    return
                await asyncio.sleep(_PAUSE_SECONDS)

        return StreamingResponse(lines(), media_type="text/event-stream")

    async def dossier(self, request: Request) -> Response:
        """The dossier, for reading in the page."""
        return await self._file(request, "dossier.html")

    async def download(self, request: Request) -> Response:
        """A file of a review."""
        name = request.path_params["name"]
        response = await self._file(request, name)
        if response.status_code == 200:
            response.headers["content-disposition"] = f'attachment; filename="{name}"'
        return response

    async def decide(self, request: Request) -> Response:
        """Store a decision."""
        review = await self._review_of(request)
        form = await request.form()
        if review is None:
            return await self.not_found(request, None)
        if not form_is_ours(request, form.get("form_token")):
            return _refused(request)
        decision = StoredDecision(
            review=review.identity,
            artifact=field(form, "artifact"),
            subject=field(form, "subject"),
            decision=field(form, "decision"),
            note=field(form, "note"),
            who=field(form, "who"),
            at=_now(),
        )
        if not decision.who or not decision.decision:
            sentence = in_language(message("web.who-missing"), language_of(request))
            return PlainTextResponse(sentence, status_code=400)
        await run_in_threadpool(self._store.decide, decision)
        return RedirectResponse(f"/reviews/{review.identity}#decisions", status_code=303)

    async def compare(self, request: Request) -> Response:
        """Two reviews side by side."""
        reviews = await self._compared(request)
        if reviews is None:
            return await self.not_found(request, None)
        first, second = reviews
        return self._show(request, "compare.html", first=first, second=second)

    async def comparison(self, request: Request) -> Response:
        """The comparison as a document."""
        reviews = await self._compared(request)
        if reviews is None:
            return await self.not_found(request, None)
        lang = language_of(request)
        materials = [await self._material(review, lang) for review in reviews]

        def written() -> bytes:
            sides = [material.review for material in materials]
            return write_comparison(sides, [""] * len(sides))

        return await _document(request, written, "comparison", HTML)

    async def check_form(self, request: Request) -> Response:
        """The form for uploading a bill of materials."""
        return self._show(request, "check.html", problem="")

    async def check(self, request: Request) -> Response:
        """Check a bill of materials like `provenance check` and redirect to the result."""
        lang = language_of(request)
        async with request.form(max_part_size=UPLOAD_LIMIT) as form:
            if not form_is_ours(request, form.get("form_token")):
                return _refused(request)
            upload = form.get("bom")
            if not isinstance(upload, UploadFile):
                problem = in_language(message("web.file-missing"), lang)
                return self._show(request, "check.html", status=400, problem=problem)
            data = await upload.read()
            name = Path(upload.filename or "bom").name[:_LONGEST_NAME]
        try:
            page = await run_in_threadpool(_examined, data, name, lang)
        except ProvenanceError as error:
            problem = in_language(in_full(error), lang)
            return self._show(request, "check.html", status=400, problem=problem)
        identity = secrets.token_hex(8)
        self._checked[identity] = (name, page)
        while len(self._checked) > _MOST_CHECKED:
            self._checked.popitem(last=False)
        return RedirectResponse(f"/check/{identity}", status_code=303)

    async def checked(self, request: Request) -> Response:
        """The result of a check."""
        identity = request.path_params["identity"]
        if identity not in self._checked:
            return await self.not_found(request, None)
        name, _ = self._checked[identity]
        return self._show(request, "checked.html", identity=identity, name=name)

    async def checked_document(self, request: Request) -> Response:
        """The result of a check as a document."""
        checked = self._checked.get(request.path_params["identity"])
        if checked is None:
            return await self.not_found(request, None)
        return _sealed_document(checked[1], HTML)

    async def language(self, request: Request) -> Response:
        """Switch the language of the page."""
        lang = request.path_params["lang"]
        form = await request.form()
        if not form_is_ours(request, form.get("form_token")):
            return _refused(request)
        back = field(form, "back")
        is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
        response = RedirectResponse(back if is_ours else "/", status_code=303)
        if lang in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, lang, samesite="strict", path="/")
        return response

    async def not_found(self, request: Request, _: Exception | None) -> Response:
        """The page for unknown addresses."""
        return self._show(request, "missing.html", status=404)

    async def _show_home(
        self, request: Request, form: FormData | None = None, problem: str = ""
    ) -> Response:
        """The first page; after an invalid form, with the form as entered."""
        reviews = await run_in_threadpool(self._store.reviews)
        fields = form.items() if form else ()
        return self._show(
            request,
            "home.html",
            status=400 if problem else 200,
            reviews=[(review, review.brief.get(TOTAL, "")) for review in reviews],
            problem=problem,
            given={name: str(value)[:LONGEST_FIELD] for name, value in fields},
        )

    async def _review_of(self, request: Request) -> StoredReview | None:
        identity = request.path_params["identity"]
        return await run_in_threadpool(self._store.review, identity)

    async def _compared(self, request: Request) -> tuple[StoredReview, StoredReview] | None:
        """The two reviews in an address, or None if one is missing or not done."""
        reviews = []
        for side in ("a", "b"):
            identity = request.query_params.get(side, "")
            review = await run_in_threadpool(self._store.review, identity)
            if review is None or review.state != DONE:
                return None
            reviews.append(review)
        return reviews[0], reviews[1]

    async def _material(self, review: StoredReview, lang: str) -> DossierMaterial:
        """The material for a review's documents."""
        decisions = await run_in_threadpool(self._store.decisions, review.identity)
        run = await run_in_threadpool(self._jobs.run_of, review)
        return DossierMaterial(
            run=run,
            lang=lang,
            day=review.asked_at[:10],
            decisions=list(latest(decisions).values()),
            cover=self._cover,
            seal=partial(self._jobs.bundle_of, review, lang),
        )

    async def _file(self, request: Request, name: str) -> Response:
        review = await self._review_of(request)
        if review is None or review.state != DONE or name not in downloads_of(review):
            return await self.not_found(request, None)
        file = downloads_of(review)[name]
        try:
            material = await self._material(review, language_of(request))
        except ProvenanceError as error:
            return _conflict(request, error)
        return await _document(request, partial(file.make, material), name, file.media)

    def _progress(self, request: Request, state: JobState) -> dict[str, str]:
        """The payload of one event."""
        lang = language_of(request)
        branches = tree(state.nodes, lang)
        counts = self._render(request, "progress.html", state=state)
        return {"counts": counts, "tree": self._render(request, "tree.html", branches=branches)}

    def _show(
        self, request: Request, template: str, /, *, status: int = 200, **values: Any
    ) -> Response:
        page = self._render(request, template, **values)
        return Response(page, status_code=status, media_type=HTML)

    def _render(self, request: Request, template: str, /, **values: Any) -> str:
        lang = language_of(request)

        def words(key: str, **arguments: Any) -> str:
            if arguments:
                return in_language(message(f"web.{key}", **arguments), lang)
            return _word(key, lang)

        back = request.url.path
        if request.url.query:
            back = f"{back}?{request.url.query}"
        return self._templates.get_template(template).render(
            lang=lang,
            other="ko" if lang == "en" else "en",
            w=words,
            form_token=getattr(request.state, "form_token", ""),
            path=back,
            version=__version__,
            uses=_USES,
            profiles=self._profiles,
            **values,
        )


async def _document(request: Request, make: Callable[[], bytes], name: str, media: str) -> Response:
    """The written document, or the sentence that explains why it could not be written."""
    try:
        body = await run_in_threadpool(shielded, make, name)
    except ProvenanceError as error:
        return _conflict(request, error)
    return _sealed_document(body, media)


def _sealed_document(body: bytes, media: str) -> Response:
    """A document under its own content security policy: it has its own style, and nothing in it
    runs."""
    return Response(body, media_type=media, headers={"content-security-policy": DOCUMENT_POLICY})


def _conflict(request: Request, error: ProvenanceError) -> Response:
    sentence = in_language(in_full(error), language_of(request))
    return PlainTextResponse(sentence, status_code=409)


def _refused(request: Request) -> Response:
    sentence = in_language(message("web.form-expired"), language_of(request))
    return PlainTextResponse(sentence, status_code=403)


def _examined(data: bytes, name: str, lang: str) -> bytes:
    return show_examination(examine(data, name), "html", lang=lang)


def _event(name: str, payload: Mapping[str, str]) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(payload, ensure_ascii=False)}\n\n"


@cache
def _word(key: str, lang: str) -> str:
    """A sentence of the pages that holds no argument; each page shows some of them many times."""
    return in_language(message(f"web.{key}"), lang)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
