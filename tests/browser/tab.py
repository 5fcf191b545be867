"""A tab of the browser that notes what a page complains of, and what it asks of other hosts."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, Route

_WATCH = (
    "document.addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.violatedDirective))"
)
_OWN_STATUS = "the server responded with a status of"


class Tab:
    """A page in a context of its own; nothing but the service can be reached from it."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        """Open it."""
        self.context, self.origin = context, origin
        self.complaints: list[str] = []
        self.asked: list[str] = []
        context.set_default_timeout(15_000)
        context.route("**/*", self._gate)
        self.page: Page = context.new_page()
        self.page.add_init_script(_WATCH)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _gate(self, route: Route) -> None:
        address = route.request.url
        if address.startswith((f"{self.origin}/", "data:")):
            self.asked.append(address)
            route.continue_()
        else:
            self.complaints.append(f"asks another host: {urlsplit(address).netloc}")
            route.abort()

    def _heard(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        is_the_page_itself = _OWN_STATUS in message.text and place == self.page.url
        if message.type in ("error", "warning") and not is_the_page_itself:
            self.complaints.append(f"console: {message.text} ({place})")

    def go(self, path: str) -> Response:
        """Open a path of the service."""
        response = self.page.goto(path)
        assert response is not None
        return response

    def path(self) -> str:
        """Where the tab is now."""
        return self.page.url.removeprefix(self.origin)
