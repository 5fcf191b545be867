"""What all routes share: methods, problems, and how an answer is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from cpgraph.web import responses
from cpgraph.web.answers import ClientGoneError
from cpgraph.web.cache import Result
from cpgraph.web.problems import Problem
from cpgraph.web.request import Receive, Scope, Send
from cpgraph.web.templating import Pages

METHODS: Final = ("GET", "HEAD", "OPTIONS")

Make = Callable[[Scope, Receive], Awaitable[Result]]


class Endpoint:
    """A route that reads: GET and HEAD give what `make` makes of the request, OPTIONS says so."""

    def __init__(self, make: Make, pages: Pages) -> None:
        """Serve results made by `make`, which may raise `Problem`."""
        self.make, self.pages = make, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await guarded(self._answer, self.pages, scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await responses.send_options(send, METHODS)
            return
        if scope["method"] not in METHODS:
            raise responses.method_problem(scope["method"], METHODS)
        found = await self.make(scope, receive)
        links = scope["state"].get("links")
        if links:
            send = responses.with_headers(send, [(b"link", links.encode())])
        is_volatile = bool(scope["state"].get("is_volatile"))
        await responses.send_result(scope, send, found, is_volatile=is_volatile)


async def guarded(
    answer: Callable[[Scope, Receive, Send], Awaitable[None]],
    pages: Pages,
    scope: Scope,
    receive: Receive,
    send: Send,
) -> None:
    """Answer a request, or send the problem it ends in, and note the outcome for the log."""
    state = scope.setdefault("state", {})
    state["outcome"] = "ok"
    try:
        await answer(scope, receive, send)
    except ClientGoneError:
        state["outcome"] = "client-gone"
    except Problem as problem:
        state["outcome"] = problem.kind
        await responses.send_problem(scope, send, problem, pages)
