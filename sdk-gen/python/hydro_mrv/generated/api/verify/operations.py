from ...client import AuthenticatedClient
from ...models.verify_answer import VerifyAnswer
from ...models.verify_request import VerifyRequest
from . import verify_record as _verify_record


class Operations:
    """Operations of the API's part "verify"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def verify_record(
        self,
        *,
        body: VerifyRequest,
    ) -> VerifyAnswer:
        """Check a record against its proof.

        Public and pure: fetches nothing and reads no table; the answer follows from the posted record,
        proof and key alone. It proves that the record is in the log of that key. That the key is the right
        one, compare with the ledger's topic yourself.

        Args:
            body (VerifyRequest): The answer of GET /api/v1/records/{id}/proof as it is; members
                beside these three are not looked at.
        """
        return _verify_record.sync(
            client=self._client,
            body=body,
        )


class AsyncOperations:
    """Operations of the API's part "verify"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def verify_record(
        self,
        *,
        body: VerifyRequest,
    ) -> VerifyAnswer:
        """Check a record against its proof.

        Public and pure: fetches nothing and reads no table; the answer follows from the posted record,
        proof and key alone. It proves that the record is in the log of that key. That the key is the right
        one, compare with the ledger's topic yourself.

        Args:
            body (VerifyRequest): The answer of GET /api/v1/records/{id}/proof as it is; members
                beside these three are not looked at.
        """
        return await _verify_record.asyncio(
            client=self._client,
            body=body,
        )
