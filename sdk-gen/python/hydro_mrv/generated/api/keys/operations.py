from ...client import AuthenticatedClient
from ...models.api_key_detail import ApiKeyDetail
from ...models.api_key_made import ApiKeyMade
from ...models.api_key_request import ApiKeyRequest
from ...models.api_key_rotation import ApiKeyRotation
from ...models.api_keys import ApiKeys
from ...models.rotated_api_key import RotatedApiKey
from ...types import UNSET, Unset
from . import create_api_key as _create_api_key
from . import get_api_key as _get_api_key
from . import list_api_keys as _list_api_keys
from . import revoke_api_key as _revoke_api_key
from . import rotate_api_key as _rotate_api_key


class Operations:
    """Operations of the API's part "keys"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_api_keys(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ApiKeys:
        """List the organisation's API keys.

        By the time they were made, those that are over included; never their secrets.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_api_keys.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def create_api_key(
        self,
        *,
        body: ApiKeyRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> ApiKeyMade:
        """Make an API key.

        By an owner. It may be narrowed to scopes, plants, devices and networks, and may expire. A key that
        is narrowed itself makes none that reaches further. The role registrar is given at the gateway's
        machine only.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ApiKeyRequest): What is left out does not narrow it
        """
        return _create_api_key.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_api_key(
        self,
        key_id: str,
    ) -> ApiKeyDetail:
        """Look at one API key.

        Its limits, when it was used last, to within five minutes, and what stands that it made and that
        will not end with it.

        Args:
            key_id (str): Id of the key
        """
        return _get_api_key.sync(
            client=self._client,
            key_id=key_id,
        )

    def revoke_api_key(
        self,
        key_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> ApiKeyDetail:
        """End an API key at once.

        The next call with it is refused, at every gateway of this database. For good. What it made does not
        end with it, webhooks and other keys for example: `left_standing` says what goes on.

        Args:
            key_id (str): Id of the key
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return _revoke_api_key.sync(
            client=self._client,
            key_id=key_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def rotate_api_key(
        self,
        key_id: str,
        *,
        body: ApiKeyRotation,
        idempotency_key: str | Unset = UNSET,
    ) -> RotatedApiKey:
        """Put a new API key in the place of one.

        With the same roles and limits. The old one works for `overlap_s` more, so that there is no gap, but
        no longer than it would have. The new one ends when the old one would have, unless `expires_at` says
        otherwise.

        Args:
            key_id (str): Id of the key
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ApiKeyRotation):
        """
        return _rotate_api_key.sync(
            client=self._client,
            key_id=key_id,
            body=body,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "keys"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_api_keys(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ApiKeys:
        """List the organisation's API keys.

        By the time they were made, those that are over included; never their secrets.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_api_keys.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def create_api_key(
        self,
        *,
        body: ApiKeyRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> ApiKeyMade:
        """Make an API key.

        By an owner. It may be narrowed to scopes, plants, devices and networks, and may expire. A key that
        is narrowed itself makes none that reaches further. The role registrar is given at the gateway's
        machine only.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ApiKeyRequest): What is left out does not narrow it
        """
        return await _create_api_key.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_api_key(
        self,
        key_id: str,
    ) -> ApiKeyDetail:
        """Look at one API key.

        Its limits, when it was used last, to within five minutes, and what stands that it made and that
        will not end with it.

        Args:
            key_id (str): Id of the key
        """
        return await _get_api_key.asyncio(
            client=self._client,
            key_id=key_id,
        )

    async def revoke_api_key(
        self,
        key_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> ApiKeyDetail:
        """End an API key at once.

        The next call with it is refused, at every gateway of this database. For good. What it made does not
        end with it, webhooks and other keys for example: `left_standing` says what goes on.

        Args:
            key_id (str): Id of the key
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return await _revoke_api_key.asyncio(
            client=self._client,
            key_id=key_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def rotate_api_key(
        self,
        key_id: str,
        *,
        body: ApiKeyRotation,
        idempotency_key: str | Unset = UNSET,
    ) -> RotatedApiKey:
        """Put a new API key in the place of one.

        With the same roles and limits. The old one works for `overlap_s` more, so that there is no gap, but
        no longer than it would have. The new one ends when the old one would have, unless `expires_at` says
        otherwise.

        Args:
            key_id (str): Id of the key
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ApiKeyRotation):
        """
        return await _rotate_api_key.asyncio(
            client=self._client,
            key_id=key_id,
            body=body,
            idempotency_key=idempotency_key,
        )
