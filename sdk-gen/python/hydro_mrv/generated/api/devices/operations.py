from ...client import AuthenticatedClient
from ...models.claim_code import ClaimCode
from ...models.claim_code_request import ClaimCodeRequest
from ...models.claimed_device import ClaimedDevice
from ...models.device_claim import DeviceClaim
from ...models.device_config import DeviceConfig
from ...models.device_in_force import DeviceInForce
from ...models.device_key import DeviceKey
from ...models.device_key_revocation import DeviceKeyRevocation
from ...models.device_key_rotation import DeviceKeyRotation
from ...models.device_keys import DeviceKeys
from ...models.merge_patch import MergePatch
from ...types import UNSET, Unset
from . import change_device as _change_device
from . import claim_device as _claim_device
from . import get_device as _get_device
from . import get_device_config as _get_device_config
from . import issue_claim_code as _issue_claim_code
from . import list_device_keys as _list_device_keys
from . import revoke_device_key as _revoke_device_key
from . import rotate_device_key as _rotate_device_key


class Operations:
    """Operations of the API's part "devices"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def claim_device(
        self,
        *,
        body: DeviceClaim,
    ) -> ClaimedDevice:
        """Claim a device with a code.

        No key is needed: the code is. It registers the device's own public key (a record of the plant's
        chain), gives the device an API key of its own, or both. The one before it holds for 7 days more, so
        that a buffer may empty; revoke it to end it at once. Ten wrong codes from one network close this
        call to it for a quarter of an hour.

        Args:
            body (DeviceClaim):
        """
        return _claim_device.sync(
            client=self._client,
            body=body,
        )

    def get_device_config(
        self,
        device_id: str,
        *,
        format_: str | Unset = UNSET,
    ) -> DeviceConfig:
        """Get a device's ready-to-use configuration.

        As JSON, YAML, or `HYDRO_NAME=value` lines. It holds no secret. A device's id is unique in its
        organisation, so the id alone names it. Ask again with `If-None-Match`: 304 until something changed.

        Args:
            device_id (str): Id of the device, as it was registered
            format_ (str | Unset): Form of the answer
        """
        return _get_device_config.sync(
            client=self._client,
            device_id=device_id,
            format_=format_,
        )

    def get_device(
        self,
        plant_id: str,
        device_id: str,
    ) -> DeviceInForce:
        """Look at one device.

        Its configuration in force. What an agent needs is at GET /api/v1/devices/{device_id}/config.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
        """
        return _get_device.sync(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
        )

    def change_device(
        self,
        plant_id: str,
        device_id: str,
        *,
        body: MergePatch,
        idempotency_key: str | Unset = UNSET,
        if_match: str,
    ) -> DeviceInForce:
        """Change some of a device's configuration.

        What is given replaces what is in force, from the next record on (RFC 7396). `device_id` and `kind`
        stay, and so does `rated_power_kw` once it has sent. The change is a record of the plant's chain.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str): Refused (412) unless this still stands, so that nobody's change is undone
                unseen: the `ETag` as it came, in its quotes
            body (MergePatch): JSON merge patch (RFC 7396): members given replace those in force,
                `null` removes one
        """
        return _change_device.sync(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def issue_claim_code(
        self,
        plant_id: str,
        device_id: str,
        *,
        body: ClaimCodeRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> ClaimCode:
        """Make a code with which a device is claimed.

        For whoever stands at the device: it works once, until it is over, and ends the device's earlier
        codes. It is shown now and kept nowhere. It ends with the key that asks for it, and the API key that
        it gives has that key's scopes, networks and end: `api_key_limits` says them.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ClaimCodeRequest):
        """
        return _issue_claim_code.sync(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_device_keys(
        self,
        plant_id: str,
        device_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> DeviceKeys:
        """List the keys that sign a device's readings.

        Oldest first, those that are over included. Each change of one is a record of the plant's chain.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_device_keys.sync(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            cursor=cursor,
            limit=limit,
        )

    def rotate_device_key(
        self,
        plant_id: str,
        device_id: str,
        *,
        body: DeviceKeyRotation,
        idempotency_key: str | Unset = UNSET,
    ) -> DeviceKey:
        """Put a new key in the place of the one in use.

        The key in use signs for the new one, and the new one for itself. The old one holds for 7 days more.
        A device that lost its key is claimed anew.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (DeviceKeyRotation):
        """
        return _rotate_device_key.sync(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def revoke_device_key(
        self,
        plant_id: str,
        device_id: str,
        key_id: str,
        *,
        body: DeviceKeyRevocation,
        idempotency_key: str | Unset = UNSET,
    ) -> DeviceKey:
        """End a key at once.

        Nothing that it signed is taken from now on, whenever it was signed. For good.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            key_id (str): Id of the key
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (DeviceKeyRevocation):
        """
        return _revoke_device_key.sync(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            key_id=key_id,
            body=body,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "devices"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def claim_device(
        self,
        *,
        body: DeviceClaim,
    ) -> ClaimedDevice:
        """Claim a device with a code.

        No key is needed: the code is. It registers the device's own public key (a record of the plant's
        chain), gives the device an API key of its own, or both. The one before it holds for 7 days more, so
        that a buffer may empty; revoke it to end it at once. Ten wrong codes from one network close this
        call to it for a quarter of an hour.

        Args:
            body (DeviceClaim):
        """
        return await _claim_device.asyncio(
            client=self._client,
            body=body,
        )

    async def get_device_config(
        self,
        device_id: str,
        *,
        format_: str | Unset = UNSET,
    ) -> DeviceConfig:
        """Get a device's ready-to-use configuration.

        As JSON, YAML, or `HYDRO_NAME=value` lines. It holds no secret. A device's id is unique in its
        organisation, so the id alone names it. Ask again with `If-None-Match`: 304 until something changed.

        Args:
            device_id (str): Id of the device, as it was registered
            format_ (str | Unset): Form of the answer
        """
        return await _get_device_config.asyncio(
            client=self._client,
            device_id=device_id,
            format_=format_,
        )

    async def get_device(
        self,
        plant_id: str,
        device_id: str,
    ) -> DeviceInForce:
        """Look at one device.

        Its configuration in force. What an agent needs is at GET /api/v1/devices/{device_id}/config.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
        """
        return await _get_device.asyncio(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
        )

    async def change_device(
        self,
        plant_id: str,
        device_id: str,
        *,
        body: MergePatch,
        idempotency_key: str | Unset = UNSET,
        if_match: str,
    ) -> DeviceInForce:
        """Change some of a device's configuration.

        What is given replaces what is in force, from the next record on (RFC 7396). `device_id` and `kind`
        stay, and so does `rated_power_kw` once it has sent. The change is a record of the plant's chain.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str): Refused (412) unless this still stands, so that nobody's change is undone
                unseen: the `ETag` as it came, in its quotes
            body (MergePatch): JSON merge patch (RFC 7396): members given replace those in force,
                `null` removes one
        """
        return await _change_device.asyncio(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def issue_claim_code(
        self,
        plant_id: str,
        device_id: str,
        *,
        body: ClaimCodeRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> ClaimCode:
        """Make a code with which a device is claimed.

        For whoever stands at the device: it works once, until it is over, and ends the device's earlier
        codes. It is shown now and kept nowhere. It ends with the key that asks for it, and the API key that
        it gives has that key's scopes, networks and end: `api_key_limits` says them.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ClaimCodeRequest):
        """
        return await _issue_claim_code.asyncio(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_device_keys(
        self,
        plant_id: str,
        device_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> DeviceKeys:
        """List the keys that sign a device's readings.

        Oldest first, those that are over included. Each change of one is a record of the plant's chain.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_device_keys.asyncio(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            cursor=cursor,
            limit=limit,
        )

    async def rotate_device_key(
        self,
        plant_id: str,
        device_id: str,
        *,
        body: DeviceKeyRotation,
        idempotency_key: str | Unset = UNSET,
    ) -> DeviceKey:
        """Put a new key in the place of the one in use.

        The key in use signs for the new one, and the new one for itself. The old one holds for 7 days more.
        A device that lost its key is claimed anew.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (DeviceKeyRotation):
        """
        return await _rotate_device_key.asyncio(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def revoke_device_key(
        self,
        plant_id: str,
        device_id: str,
        key_id: str,
        *,
        body: DeviceKeyRevocation,
        idempotency_key: str | Unset = UNSET,
    ) -> DeviceKey:
        """End a key at once.

        Nothing that it signed is taken from now on, whenever it was signed. For good.

        Args:
            plant_id (str): Id of the plant, as it was registered
            device_id (str): Id of the device, as it was registered
            key_id (str): Id of the key
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (DeviceKeyRevocation):
        """
        return await _revoke_device_key.asyncio(
            client=self._client,
            plant_id=plant_id,
            device_id=device_id,
            key_id=key_id,
            body=body,
            idempotency_key=idempotency_key,
        )
