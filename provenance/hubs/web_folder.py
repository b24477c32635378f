"""A folder that a web server shows as index pages: what they link below themselves.

The interface is that of fsspec, which would read bodies of any size. Limits, pace and retries are
those of every hub.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from provenance.errors import MalformedError
from provenance.hubs.http import HttpRequest, get, size_of
from provenance.messages import message

_PAGE_LIMIT = 4 * 1024 * 1024
# Sizes cost a request each, so of more files they stay unknown.
_MOST_SIZES = 500
_AT_ONCE = 8


class WebFolder:
    """One folder.

    Args:
        address: Its address, with a slash at its end.
    """

    def __init__(self, address: str) -> None:
        self._sizes_left = _MOST_SIZES
        self._address = address

    def ls(self, folder: str, *, detail: bool) -> list[dict[str, object]]:
        """What an index page links below itself; names are not percent-encoded.

        Args:
            folder: Its address without a slash at its end.
            detail: Always true: each entry with type and size.

        Raises:
            HubError: It could not be read.
        """
        url = f"{folder}/"
        body = get(HttpRequest(url=url, subject=url, limit=_PAGE_LIMIT))
        links = _Links()
        try:
            links.feed(body.decode("utf-8", "replace"))
        except AssertionError:
            raise MalformedError(
                message("hub.no-index", subject=url), message("hub.no-index.hint")
            ) from None
        names = dict.fromkeys(_below(url, links.targets))
        folders = [name for name in names if name.endswith("/")]
        files = [name for name in names if not name.endswith("/")]
        with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
            sizes = list(pool.map(self._size, files))
        rows: list[dict[str, object]] = [{"name": name, "type": "directory"} for name in folders]
        for name, size in zip(files, sizes, strict=True):
            rows.append({"name": name, "type": "file", "size": size})
        return rows

    def cat_file(self, path: str, start: int, end: int) -> bytes:
        """Bytes of a file.

        Raises:
            HubError: They could not be read.
        """
        request = HttpRequest(url=path, subject=path, limit=end - start, prefix=True, start=start)
        return get(request)

    def _size(self, url: str) -> int | None:
        self._sizes_left -= 1
        if self._sizes_left < 0:
            return None
        return size_of(HttpRequest(url=url, subject=url, limit=1))


class _Links(HTMLParser):
    """The targets of links."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.targets += [value for name, value in attrs if name == "href" and value]


def _below(url: str, targets: list[str]) -> Iterator[str]:
    """Addresses of what lies directly in the folder; queries, as of columns to sort by, and other
    hosts are left out."""
    for target in targets:
        try:
            address = urljoin(url, target)
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.query or parts.fragment or not address.startswith(url):
            continue
        name = address.removeprefix(url)
        if name and "/" not in name.rstrip("/") and ".." not in unquote(name):
            yield address
