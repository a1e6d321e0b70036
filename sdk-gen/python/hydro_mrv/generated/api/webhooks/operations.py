from ...client import AuthenticatedClient
from ...models.webhook import Webhook
from ...models.webhook_change import WebhookChange
from ...models.webhook_delivery_page import WebhookDeliveryPage
from ...models.webhook_list import WebhookList
from ...models.webhook_replay import WebhookReplay
from ...models.webhook_request import WebhookRequest
from ...models.webhook_test import WebhookTest
from ...models.webhook_with_secret import WebhookWithSecret
from ...types import UNSET, Unset
from . import create_webhook as _create_webhook
from . import delete_webhook as _delete_webhook
from . import get_webhook as _get_webhook
from . import list_webhook_deliveries as _list_webhook_deliveries
from . import list_webhooks as _list_webhooks
from . import replay_dead_webhook_deliveries as _replay_dead_webhook_deliveries
from . import replay_webhook_delivery as _replay_webhook_delivery
from . import rotate_webhook_secret as _rotate_webhook_secret
from . import test_webhook as _test_webhook
from . import update_webhook as _update_webhook


class Operations:
    """Operations of the API's part "webhooks"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_webhooks(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> WebhookList:
        """List your webhooks.

        Oldest first; an organisation has at most 20. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_webhooks.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def create_webhook(
        self,
        *,
        body: WebhookRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookWithSecret:
        """Have events sent to a URL.

        Messages follow the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` and `webhook-
        signature` (HMAC-SHA-256 with the secret of this answer). Any 2xx within 15 s counts as delivered;
        else it is tried again over about three days, and is dead after that. The same event may come more
        than once, and events may overtake each other: `webhook-id` tells.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (WebhookRequest):
        """
        return _create_webhook.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_webhook(
        self,
        endpoint_id: str,
    ) -> Webhook:
        """Look at a webhook.

        As it stands; its secret is not shown again.

        Args:
            endpoint_id (str): Id of the webhook
        """
        return _get_webhook.sync(
            client=self._client,
            endpoint_id=endpoint_id,
        )

    def delete_webhook(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Webhook:
        """Delete a webhook.

        With all its deliveries, those that wait included. The answer is what it was.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return _delete_webhook.sync(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def update_webhook(
        self,
        endpoint_id: str,
        *,
        body: WebhookChange,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Webhook:
        """Change a webhook.

        What is left out stays. `enabled: true` lets one go on that was switched off.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (WebhookChange):
        """
        return _update_webhook.sync(
            client=self._client,
            endpoint_id=endpoint_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def list_webhook_deliveries(
        self,
        endpoint_id: str,
        *,
        state: str | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> WebhookDeliveryPage:
        """List what was sent to a webhook.

        Newest first, with every attempt. Events and deliveries are kept for 30 days.

        Args:
            endpoint_id (str): Id of the webhook
            state (str | Unset): `dead`: the list of those that were given up
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_webhook_deliveries.sync(
            client=self._client,
            endpoint_id=endpoint_id,
            state=state,
            cursor=cursor,
            limit=limit,
        )

    def replay_dead_webhook_deliveries(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookReplay:
        """Send all dead events again.

        For a receiver that is back after days.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _replay_dead_webhook_deliveries.sync(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
        )

    def replay_webhook_delivery(
        self,
        endpoint_id: str,
        event_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookReplay:
        """Send an event again.

        Whatever became of it, with the same `webhook-id` and body, from the first attempt on.

        Args:
            endpoint_id (str): Id of the webhook
            event_id (str): Id of the event: its `webhook-id`
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _replay_webhook_delivery.sync(
            client=self._client,
            endpoint_id=endpoint_id,
            event_id=event_id,
            idempotency_key=idempotency_key,
        )

    def rotate_webhook_secret(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookWithSecret:
        """Change a webhook's secret.

        For a day messages carry two signatures, with the old secret and the new one.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _rotate_webhook_secret.sync(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
        )

    def test_webhook(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookTest:
        """Send a test event.

        An event `webhook.test` goes to this webhook alone; what became of it is among its deliveries.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _test_webhook.sync(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "webhooks"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_webhooks(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> WebhookList:
        """List your webhooks.

        Oldest first; an organisation has at most 20. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_webhooks.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def create_webhook(
        self,
        *,
        body: WebhookRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookWithSecret:
        """Have events sent to a URL.

        Messages follow the Standard Webhooks specification: `webhook-id`, `webhook-timestamp` and `webhook-
        signature` (HMAC-SHA-256 with the secret of this answer). Any 2xx within 15 s counts as delivered;
        else it is tried again over about three days, and is dead after that. The same event may come more
        than once, and events may overtake each other: `webhook-id` tells.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (WebhookRequest):
        """
        return await _create_webhook.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_webhook(
        self,
        endpoint_id: str,
    ) -> Webhook:
        """Look at a webhook.

        As it stands; its secret is not shown again.

        Args:
            endpoint_id (str): Id of the webhook
        """
        return await _get_webhook.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
        )

    async def delete_webhook(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Webhook:
        """Delete a webhook.

        With all its deliveries, those that wait included. The answer is what it was.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return await _delete_webhook.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def update_webhook(
        self,
        endpoint_id: str,
        *,
        body: WebhookChange,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Webhook:
        """Change a webhook.

        What is left out stays. `enabled: true` lets one go on that was switched off.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (WebhookChange):
        """
        return await _update_webhook.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def list_webhook_deliveries(
        self,
        endpoint_id: str,
        *,
        state: str | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> WebhookDeliveryPage:
        """List what was sent to a webhook.

        Newest first, with every attempt. Events and deliveries are kept for 30 days.

        Args:
            endpoint_id (str): Id of the webhook
            state (str | Unset): `dead`: the list of those that were given up
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_webhook_deliveries.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
            state=state,
            cursor=cursor,
            limit=limit,
        )

    async def replay_dead_webhook_deliveries(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookReplay:
        """Send all dead events again.

        For a receiver that is back after days.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _replay_dead_webhook_deliveries.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
        )

    async def replay_webhook_delivery(
        self,
        endpoint_id: str,
        event_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookReplay:
        """Send an event again.

        Whatever became of it, with the same `webhook-id` and body, from the first attempt on.

        Args:
            endpoint_id (str): Id of the webhook
            event_id (str): Id of the event: its `webhook-id`
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _replay_webhook_delivery.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
            event_id=event_id,
            idempotency_key=idempotency_key,
        )

    async def rotate_webhook_secret(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookWithSecret:
        """Change a webhook's secret.

        For a day messages carry two signatures, with the old secret and the new one.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _rotate_webhook_secret.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
        )

    async def test_webhook(
        self,
        endpoint_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> WebhookTest:
        """Send a test event.

        An event `webhook.test` goes to this webhook alone; what became of it is among its deliveries.

        Args:
            endpoint_id (str): Id of the webhook
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _test_webhook.asyncio(
            client=self._client,
            endpoint_id=endpoint_id,
            idempotency_key=idempotency_key,
        )
