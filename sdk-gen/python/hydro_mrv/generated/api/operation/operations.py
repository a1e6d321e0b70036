from ...client import AuthenticatedClient
from ...models.get_liveness_response_200 import GetLivenessResponse200
from ...models.readiness import Readiness
from . import get_liveness as _get_liveness
from . import get_readiness as _get_readiness


class Operations:
    """Operations of the API's part "operation"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def get_liveness(
        self,
    ) -> GetLivenessResponse200:
        """Is the process alive?.

        Looks at nothing else: restart the process when this does not answer.
        """
        return _get_liveness.sync(
            client=self._client,
        )

    def get_readiness(
        self,
    ) -> Readiness:
        """Can the gateway take readings?.

        Send traffic only where this answers 200. Each check says what it found.
        """
        return _get_readiness.sync(
            client=self._client,
        )


class AsyncOperations:
    """Operations of the API's part "operation"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def get_liveness(
        self,
    ) -> GetLivenessResponse200:
        """Is the process alive?.

        Looks at nothing else: restart the process when this does not answer.
        """
        return await _get_liveness.asyncio(
            client=self._client,
        )

    async def get_readiness(
        self,
    ) -> Readiness:
        """Can the gateway take readings?.

        Send traffic only where this answers 200. Each check says what it found.
        """
        return await _get_readiness.asyncio(
            client=self._client,
        )
