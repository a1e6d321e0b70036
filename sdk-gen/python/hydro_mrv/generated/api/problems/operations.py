from ...client import AuthenticatedClient
from ...models.list_problems_response_200 import ListProblemsResponse200
from ...models.problem_kind import ProblemKind
from . import get_problem as _get_problem
from . import list_problems as _list_problems


class Operations:
    """Operations of the API's part "problems"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_problems(
        self,
    ) -> ListProblemsResponse200:
        """List every problem type.

        The stable `type` URIs of this API's errors (RFC 9457). A page for browsers, JSON otherwise.
        """
        return _list_problems.sync(
            client=self._client,
        )

    def get_problem(
        self,
        code: str,
    ) -> ProblemKind:
        """Explain one problem type.

        What it means and what to do. A page for browsers, JSON otherwise.

        Args:
            code (str): Code of the problem: the end of its `type`
        """
        return _get_problem.sync(
            client=self._client,
            code=code,
        )


class AsyncOperations:
    """Operations of the API's part "problems"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_problems(
        self,
    ) -> ListProblemsResponse200:
        """List every problem type.

        The stable `type` URIs of this API's errors (RFC 9457). A page for browsers, JSON otherwise.
        """
        return await _list_problems.asyncio(
            client=self._client,
        )

    async def get_problem(
        self,
        code: str,
    ) -> ProblemKind:
        """Explain one problem type.

        What it means and what to do. A page for browsers, JSON otherwise.

        Args:
            code (str): Code of the problem: the end of its `type`
        """
        return await _get_problem.asyncio(
            client=self._client,
            code=code,
        )
