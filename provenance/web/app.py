"""The pages and what they do."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
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
from provenance.errors import ProvenanceError, UsageError
from provenance.licences import parse_use
from provenance.messages import LANGUAGES, in_language, message
from provenance.model.fault import in_full, shielded
from provenance.privacy.catalogue import catalogue
from provenance.privacy.disclosure import Grade
from provenance.privacy.profiles import profiles
from provenance.project.subjects import gather
from provenance.web.documents import DOWNLOADS, DossierMaterial
from provenance.web.guard import (
    DOCUMENT_POLICY,
    UPLOAD_LIMIT,
    form_is_ours,
    guarded,
)
from provenance.web.jobs import Jobs
from provenance.web.settings import WebSettings
from provenance.web.store import (
    DONE,
    FAILED,
    ReviewStore,
    StoredDecision,
    StoredQuestion,
    StoredReview,
    latest,
)

LANGUAGE_COOKIE = "provenance_language"
REVIEWS_FILE = "reviews.sqlite"
MOST_REFS = 50
LONGEST_FIELD = 2000
_PAUSE_SECONDS = 0.3
_USES = ("product", "internal", "hosted-api", "redistribute", "fine-tune", "distil")


def create_app(settings: WebSettings) -> Any:
    """The page as an ASGI application, behind its guard.

    Args:
        settings: How it is run.
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
        Route("/check", page.check_form),
        Route("/check", page.check, methods=["POST"]),
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
    """The handlers, with what they share."""

    def __init__(self, settings: WebSettings) -> None:
        self._store = ReviewStore(settings.folder / REVIEWS_FILE)
        self._jobs = Jobs(settings, self._store)
        self._templates = Environment(
            loader=PackageLoader("provenance.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def close(self) -> None:
        """Stop the reviews and let go of the file."""
        self._jobs.close()
        self._store.close()

    async def home(self, request: Request) -> Response:
        """The form and the reviews so far."""
        reviews = await run_in_threadpool(self._store.reviews)
        return self._show(request, "home.html", reviews=reviews, problem="", given={})

    async def ask(self, request: Request) -> Response:
        """Take a question; the answer is the page of its review."""
        form = await request.form()
        if not form_is_ours(request, form.get("form_token")):
            return _refused(request)
        try:
            question = _question(form, _language(request))
        except ProvenanceError as error:
            lang = _language(request)
            problem = in_language(in_full(error), lang)
            reviews = await run_in_threadpool(self._store.reviews)
            given = {name: str(value)[:LONGEST_FIELD] for name, value in form.items()}
            return self._show(
                request, "home.html", status=400, reviews=reviews, problem=problem, given=given
            )
        identity = secrets.token_hex(8)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        await run_in_threadpool(self._store.add, identity, question, now)
        review = await run_in_threadpool(self._store.review, identity)
        assert review is not None
        self._jobs.start(review)
        return RedirectResponse(f"/reviews/{identity}", status_code=303)

    async def review(self, request: Request) -> Response:
        """One review: how far it is, or what came of it."""
        review = await self._review_of(request)
        if review is None:
            return await self.not_found(request, None)
        state = self._jobs.state(review)
        decisions = await run_in_threadpool(self._store.decisions, review.identity)
        report = json.loads(review.report) if review.report else {}
        lang = _language(request)
        others = [
            other
            for other in await run_in_threadpool(self._store.reviews)
            if other.state == DONE and other.identity != review.identity
        ]
        return self._show(
            request,
            "review.html",
            review=review,
            state=state,
            report=report,
            to_decide=_to_decide(report, lang),
            latest=latest(decisions),
            decisions=decisions,
            downloads=tuple(DOWNLOADS),
            others=others,
        )

    async def events(self, request: Request) -> Response:
        """The state of a review as server-sent events, until it is done."""
        review = await self._review_of(request)
        if review is None:
            return await self.not_found(request, None)

        async def lines() -> AsyncIterator[str]:
            sent = ""
            while True:
                state = self._jobs.state(review)
                if state.json != sent:
                    sent = state.json
                    yield f"data: {sent}\n\n"
                if state.state in (DONE, FAILED) or await request.is_disconnected():
                    return
                await asyncio.sleep(_PAUSE_SECONDS)

        return StreamingResponse(lines(), media_type="text/event-stream")

    async def dossier(self, request: Request) -> Response:
        """The dossier, to be read in the page."""
        response = await self._file(request, "dossier.html")
        response.headers["content-security-policy"] = DOCUMENT_POLICY
        return response

    async def download(self, request: Request) -> Response:
        """A file of a review."""
        name = request.path_params["name"]
        response = await self._file(request, name)
        if response.status_code == 200:
            response.headers["content-disposition"] = f'attachment; filename="{name}"'
            response.headers["content-security-policy"] = DOCUMENT_POLICY
        return response

    async def decide(self, request: Request) -> Response:
        """Keep a decision."""
        review = await self._review_of(request)
        form = await request.form()
        if review is None:
            return await self.not_found(request, None)
        if not form_is_ours(request, form.get("form_token")):
            return _refused(request)
        decision = StoredDecision(
            review=review.identity,
            artifact=_field(form, "artifact"),
            subject=_field(form, "subject"),
            decision=_field(form, "decision"),
            note=_field(form, "note"),
            who=_field(form, "who"),
            at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        if not decision.who or not decision.decision:
            return PlainTextResponse(
                in_language(message("web.who-missing"), _language(request)), status_code=400
            )
        await run_in_threadpool(self._store.decide, decision)
        return RedirectResponse(f"/reviews/{review.identity}#decisions", status_code=303)

    async def compare(self, request: Request) -> Response:
        """Two reviews side by side."""
        sides = []
        for name in ("a", "b"):
            identity = request.query_params.get(name, "")
            review = await run_in_threadpool(self._store.review, identity)
            if review is None or not review.report:
                return await self.not_found(request, None)
            sides.append((review, json.loads(review.report)))
        rows = _compared(sides[0][1], sides[1][1])
        return self._show(request, "compare.html", first=sides[0][0], second=sides[1][0], rows=rows)

    async def check_form(self, request: Request) -> Response:
        """Where a bill of materials is dropped."""
        return self._show(request, "check.html", problem="")

    async def check(self, request: Request) -> Response:
        """Judge a bill of materials as `provenance check` does."""
        lang = _language(request)
        async with request.form(max_part_size=UPLOAD_LIMIT) as form:
            if not form_is_ours(request, form.get("form_token")):
                return _refused(request)
            upload = form.get("bom")
            if not isinstance(upload, UploadFile):
                problem = in_language(message("web.file-missing"), lang)
                return self._show(request, "check.html", status=400, problem=problem)
            data = await upload.read()
            name = Path(upload.filename or "bom").name[:200]
        try:
            page = await run_in_threadpool(_examined, data, name)
        except ProvenanceError as error:
            problem = in_language(in_full(error), lang)
            return self._show(request, "check.html", status=400, problem=problem)
        response = HTMLResponse(page)
        response.headers["content-security-policy"] = DOCUMENT_POLICY
        return response

    async def language(self, request: Request) -> Response:
        """Switch the language of the page."""
        lang = request.path_params["lang"]
        form = await request.form()
        if not form_is_ours(request, form.get("form_token")):
            return _refused(request)
        back = _field(form, "back")
        is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
        response = RedirectResponse(back if is_ours else "/", status_code=303)
        if lang in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, lang, samesite="strict", path="/")
        return response

    async def not_found(self, request: Request, _: Exception | None) -> Response:
        """For an address that leads nowhere."""
        return self._show(request, "missing.html", status=404)

    async def _review_of(self, request: Request) -> StoredReview | None:
        identity = request.path_params["identity"]
        return await run_in_threadpool(self._store.review, identity)

    async def _file(self, request: Request, name: str) -> Response:
        review = await self._review_of(request)
        file = DOWNLOADS.get(name)
        if review is None or file is None or review.state != DONE:
            return await self.not_found(request, None)
        lang = _language(request)
        decisions = await run_in_threadpool(self._store.decisions, review.identity)

        def made() -> bytes:
            material = DossierMaterial(
                run=self._jobs.run_of(review),
                lang=lang,
                day=review.asked[:10],
                decisions=list(latest(decisions).values()),
            )
            return file.make(material)

        try:
            body = await run_in_threadpool(shielded, made, name)
        except ProvenanceError as error:
            sentence = in_language(in_full(error), lang)
            return PlainTextResponse(sentence, status_code=409)
        return Response(body, media_type=file.media)

    def _show(self, request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
        lang = _language(request)

        def words(key: str, **arguments: Any) -> str:
            return in_language(message(f"web.{key}", **arguments), lang)

        page = self._templates.get_template(name).render(
            lang=lang,
            other="ko" if lang == "en" else "en",
            w=words,
            form_token=getattr(request.state, "form_token", ""),
            path=request.url.path,
            version=__version__,
            uses=_USES,
            profiles=[profile.name for profile in profiles()],
            **values,
        )
        return HTMLResponse(page, status_code=status)


def _question(form: FormData, lang: str) -> StoredQuestion:
    """What the form asks.

    Raises:
        UsageError: A reference or a word of the use is not understood.
    """
    refs = tuple(dict.fromkeys(_field(form, "refs").split()))[:MOST_REFS]
    if any(ref.hub.local for _, ref in gather(refs).inputs):
        raise UsageError(message("web.no-folders"), message("web.no-folders.hint"))
    region = _field(form, "region")
    stated: dict[str, Any] = {
        "activity": _field(form, "use") or None,
        "commercial": {"yes": True, "no": False}.get(_field(form, "commercial")),
        "users": _field(form, "users") or None,
        "regions": region.replace(",", " ").split() or None,
    }
    use = {name: value for name, value in stated.items() if value is not None}
    if use:
        parse_use(use)
    profile = _field(form, "profile")
    known = {listed.name for listed in profiles()}
    chosen = (profile,) if profile in known else ()
    return StoredQuestion(refs=refs, use=use, profiles=chosen, lang=lang)


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.strip()[:LONGEST_FIELD] if isinstance(value, str) else ""


def _language(request: Request) -> str:
    """The language that was chosen, else the first of the browser's that is written here."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = request.headers.get("accept-language", "")[:200].lower()
    korean, english = wanted.find("ko"), wanted.find("en")
    return "ko" if korean >= 0 and (english < 0 or korean < english) else "en"


def _refused(request: Request) -> Response:
    sentence = in_language(message("web.form-expired"), _language(request))
    return PlainTextResponse(sentence, status_code=403)


def _examined(data: bytes, name: str) -> str:
    return show_examination(examine(data, name), "html").decode()


def _to_decide(report: Mapping[str, Any], lang: str) -> list[dict[str, str]]:
    """What a person has to decide: questions on personal data that are open, and duties."""
    inputs = {entry["purl"] for entry in report.get("inputs", ())}
    questions = {check.id: check for check in catalogue()}
    rows = []
    for answer in report.get("disclosures", ()):
        if answer["artifact"] not in inputs or answer["grade"] == Grade.DISCLOSED:
            continue
        check = questions[answer["check"]]
        text = check.question_ko if lang == "ko" else check.question
        rows.append({"artifact": answer["artifact"], "subject": check.id, "text": text})
    for use in report.get("uses", ()):
        for duty in use["duties"]:
            subject = f"{duty['duty']} {duty['licence']}"
            text = f"{duty['name']}: {duty['text']}"
            rows.append({"artifact": use["artifact"], "subject": subject, "text": text})
    return rows


def _compared(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The facts that a reader compares, row by row: what, of the first, of the second."""
    rows = []
    for key in ("licence", "lineage", "personal-data", "files"):
        rows.append((f"light.{key}", _light(first, key), _light(second, key)))
    for key in ("critical", "high", "medium", "low"):
        rows.append((f"severity.{key}", _count(first, key), _count(second, key)))
    rows.append(("gaps", str(len(first["gaps"])), str(len(second["gaps"]))))
    return rows


def _light(report: Mapping[str, Any], area: str) -> str:
    for entry in report.get("lights", ()):
        for light in entry.get("lights", ()):
            if light.get("area") == area:
                return f"{light['state']}: {light['fact']}"
    return "–"


def _count(report: Mapping[str, Any], severity: str) -> str:
    return str(sum(finding["severity"] == severity for finding in report["findings"]))
