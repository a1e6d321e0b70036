from ...client import AuthenticatedClient
from ...models.alert_acknowledgement import AlertAcknowledgement
from ...models.alert_channel import AlertChannel
from ...models.alert_channel_confirmation import AlertChannelConfirmation
from ...models.alert_channel_list import AlertChannelList
from ...models.alert_channel_request import AlertChannelRequest
from ...models.alert_closing import AlertClosing
from ...models.alert_defaults import AlertDefaults
from ...models.alert_defaults_choice import AlertDefaultsChoice
from ...models.alert_list import AlertList
from ...models.alert_rule import AlertRule
from ...models.alert_rule_body import AlertRuleBody
from ...models.alert_rule_list import AlertRuleList
from ...models.alert_silence import AlertSilence
from ...models.alert_silence_list import AlertSilenceList
from ...models.alert_silence_request import AlertSilenceRequest
from ...models.alert_with_history import AlertWithHistory
from ...models.merge_patch import MergePatch
from ...types import UNSET, Unset
from . import acknowledge_alert as _acknowledge_alert
from . import change_alert_rule as _change_alert_rule
from . import close_alert as _close_alert
from . import confirm_alert_channel as _confirm_alert_channel
from . import create_alert_channel as _create_alert_channel
from . import create_alert_rule as _create_alert_rule
from . import create_alert_silence as _create_alert_silence
from . import delete_alert_channel as _delete_alert_channel
from . import delete_alert_rule as _delete_alert_rule
from . import end_alert_silence as _end_alert_silence
from . import get_alert as _get_alert
from . import get_alert_channel as _get_alert_channel
from . import get_alert_defaults as _get_alert_defaults
from . import get_alert_rule as _get_alert_rule
from . import list_alert_channels as _list_alert_channels
from . import list_alert_rules as _list_alert_rules
from . import list_alert_silences as _list_alert_silences
from . import list_alerts as _list_alerts
from . import set_alert_defaults as _set_alert_defaults


class Operations:
    """Operations of the API's part "alerts"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_alert_channels(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AlertChannelList:
        """List where alerts go.

        Oldest first; an organisation has at most 20.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_alert_channels.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def create_alert_channel(
        self,
        *,
        body: AlertChannelRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertChannel:
        """Have alerts sent by mail or to an Alertmanager.

        An address is sent a code, and nothing else before it is confirmed with it. An Alertmanager is told
        what fires every minute until it is over. For webhooks choose the events `alert.*`.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertChannelRequest):
        """
        return _create_alert_channel.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_alert_channel(
        self,
        channel_id: str,
    ) -> AlertChannel:
        """Look at where alerts go.

        With what became of the last try.

        Args:
            channel_id (str): Id of the channel
        """
        return _get_alert_channel.sync(
            client=self._client,
            channel_id=channel_id,
        )

    def delete_alert_channel(
        self,
        channel_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertChannel:
        """Send alerts there no more.

        What waits to be sent goes with it. The answer is what it was.

        Args:
            channel_id (str): Id of the channel
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return _delete_alert_channel.sync(
            client=self._client,
            channel_id=channel_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def confirm_alert_channel(
        self,
        channel_id: str,
        *,
        body: AlertChannelConfirmation,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertChannel:
        """Confirm an address with the code that it was sent.

        From then on alerts are sent there.

        Args:
            channel_id (str): Id of the channel
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertChannelConfirmation):
        """
        return _confirm_alert_channel.sync(
            client=self._client,
            channel_id=channel_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_alert_silences(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AlertSilenceList:
        """List silences.

        Newest first, those that are over too.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_alert_silences.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def create_alert_silence(
        self,
        *,
        body: AlertSilenceRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertSilence:
        """Silence a plant, one of its rules, or an alert.

        Until then nobody is told that one begins; what was told to begin is still told to end. Alerts that
        still fire at its end are told then. The act is in the audit trail.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertSilenceRequest):
        """
        return _create_alert_silence.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def end_alert_silence(
        self,
        silence_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertSilence:
        """End a silence before its time.

        Alerts that still fire are told now. One that has ended stays as it is.

        Args:
            silence_id (str): Id of the silence
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _end_alert_silence.sync(
            client=self._client,
            silence_id=silence_id,
            idempotency_key=idempotency_key,
        )

    def list_alerts(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        state: list[str] | Unset = UNSET,
        severity: list[str] | Unset = UNSET,
        plant_id: str | Unset = UNSET,
        rule_id: str | Unset = UNSET,
    ) -> AlertList:
        """List your organisation's alerts.

        Newest first: those of plants' rules, and the gateway's own about what was issued (records that lost
        their approval and make a deficit, differences between ledger and statements).

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
            state (list[str] | Unset): Only in these states; repeated or separated by commas
            severity (list[str] | Unset): Only of these; repeated or separated by commas
            plant_id (str | Unset): Id of the plant, as it was registered
            rule_id (str | Unset): Id of the alert rule
        """
        return _list_alerts.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
            state=state,
            severity=severity,
            plant_id=plant_id,
            rule_id=rule_id,
        )

    def get_alert(
        self,
        alert_id: str,
    ) -> AlertWithHistory:
        """Look at an alert.

        With its history. A pending alert whose condition has ended is there no more.

        Args:
            alert_id (str): Id of the alert
        """
        return _get_alert.sync(
            client=self._client,
            alert_id=alert_id,
        )

    def acknowledge_alert(
        self,
        alert_id: str,
        *,
        body: AlertAcknowledgement,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertWithHistory:
        """Say that you look after an alert.

        It stays open until its condition is over. Webhooks are told; the act is in the audit trail.

        Args:
            alert_id (str): Id of the alert
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertAcknowledgement):
        """
        return _acknowledge_alert.sync(
            client=self._client,
            alert_id=alert_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def close_alert(
        self,
        alert_id: str,
        *,
        body: AlertClosing,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertWithHistory:
        """Say that the matter of one of the gateway's own alerts is settled.

        For alerts without a rule, which no condition ends. The act is in the audit trail.

        Args:
            alert_id (str): Id of the alert
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertClosing):
        """
        return _close_alert.sync(
            client=self._client,
            alert_id=alert_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_alert_defaults(
        self,
        plant_id: str,
    ) -> AlertDefaults:
        """Look at a plant's default rules.

        A new plant begins with them: devices that stop sending, calibrations that end.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return _get_alert_defaults.sync(
            client=self._client,
            plant_id=plant_id,
        )

    def set_alert_defaults(
        self,
        plant_id: str,
        *,
        body: AlertDefaultsChoice,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertDefaults:
        """Switch a plant's default rules off or on.

        All of them in one call. Switched on, one that was deleted is there again.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (AlertDefaultsChoice):
        """
        return _set_alert_defaults.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def list_alert_rules(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AlertRuleList:
        """List a plant's alert rules.

        Oldest first; a plant has at most 100, the default ones among them.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_alert_rules.sync(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    def create_alert_rule(
        self,
        plant_id: str,
        *,
        body: AlertRuleBody,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertRule:
        """Watch something at a plant.

        A rule looks at each device for itself, and has one open alert for each at most. Values are judged
        by the time they were measured for: late readings take their place, history that is filed says
        nothing of now. docs/alerts.md has what each kind does.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertRuleBody):
        """
        return _create_alert_rule.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def get_alert_rule(
        self,
        plant_id: str,
        rule_id: str,
    ) -> AlertRule:
        """Look at an alert rule.

        As it stands. Its `ETag` goes into `If-Match` of a change.

        Args:
            plant_id (str): Id of the plant, as it was registered
            rule_id (str): Id of the alert rule
        """
        return _get_alert_rule.sync(
            client=self._client,
            plant_id=plant_id,
            rule_id=rule_id,
        )

    def delete_alert_rule(
        self,
        plant_id: str,
        rule_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertRule:
        """Delete an alert rule.

        Its open alerts are resolved with the next look. The answer is what it was.

        Args:
            plant_id (str): Id of the plant, as it was registered
            rule_id (str): Id of the alert rule
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return _delete_alert_rule.sync(
            client=self._client,
            plant_id=plant_id,
            rule_id=rule_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def change_alert_rule(
        self,
        plant_id: str,
        rule_id: str,
        *,
        body: MergePatch,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertRule:
        """Change an alert rule.

        What is left out stays; `enabled: false` switches it off. What the rule had found is over with the
        change and looked at anew.

        Args:
            plant_id (str): Id of the plant, as it was registered
            rule_id (str): Id of the alert rule
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (MergePatch): JSON merge patch (RFC 7396): members given replace those in force,
                `null` removes one
        """
        return _change_alert_rule.sync(
            client=self._client,
            plant_id=plant_id,
            rule_id=rule_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )


class AsyncOperations:
    """Operations of the API's part "alerts"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_alert_channels(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AlertChannelList:
        """List where alerts go.

        Oldest first; an organisation has at most 20.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_alert_channels.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def create_alert_channel(
        self,
        *,
        body: AlertChannelRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertChannel:
        """Have alerts sent by mail or to an Alertmanager.

        An address is sent a code, and nothing else before it is confirmed with it. An Alertmanager is told
        what fires every minute until it is over. For webhooks choose the events `alert.*`.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertChannelRequest):
        """
        return await _create_alert_channel.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_alert_channel(
        self,
        channel_id: str,
    ) -> AlertChannel:
        """Look at where alerts go.

        With what became of the last try.

        Args:
            channel_id (str): Id of the channel
        """
        return await _get_alert_channel.asyncio(
            client=self._client,
            channel_id=channel_id,
        )

    async def delete_alert_channel(
        self,
        channel_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertChannel:
        """Send alerts there no more.

        What waits to be sent goes with it. The answer is what it was.

        Args:
            channel_id (str): Id of the channel
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return await _delete_alert_channel.asyncio(
            client=self._client,
            channel_id=channel_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def confirm_alert_channel(
        self,
        channel_id: str,
        *,
        body: AlertChannelConfirmation,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertChannel:
        """Confirm an address with the code that it was sent.

        From then on alerts are sent there.

        Args:
            channel_id (str): Id of the channel
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertChannelConfirmation):
        """
        return await _confirm_alert_channel.asyncio(
            client=self._client,
            channel_id=channel_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_alert_silences(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AlertSilenceList:
        """List silences.

        Newest first, those that are over too.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_alert_silences.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def create_alert_silence(
        self,
        *,
        body: AlertSilenceRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertSilence:
        """Silence a plant, one of its rules, or an alert.

        Until then nobody is told that one begins; what was told to begin is still told to end. Alerts that
        still fire at its end are told then. The act is in the audit trail.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertSilenceRequest):
        """
        return await _create_alert_silence.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def end_alert_silence(
        self,
        silence_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertSilence:
        """End a silence before its time.

        Alerts that still fire are told now. One that has ended stays as it is.

        Args:
            silence_id (str): Id of the silence
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _end_alert_silence.asyncio(
            client=self._client,
            silence_id=silence_id,
            idempotency_key=idempotency_key,
        )

    async def list_alerts(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
        state: list[str] | Unset = UNSET,
        severity: list[str] | Unset = UNSET,
        plant_id: str | Unset = UNSET,
        rule_id: str | Unset = UNSET,
    ) -> AlertList:
        """List your organisation's alerts.

        Newest first: those of plants' rules, and the gateway's own about what was issued (records that lost
        their approval and make a deficit, differences between ledger and statements).

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
            state (list[str] | Unset): Only in these states; repeated or separated by commas
            severity (list[str] | Unset): Only of these; repeated or separated by commas
            plant_id (str | Unset): Id of the plant, as it was registered
            rule_id (str | Unset): Id of the alert rule
        """
        return await _list_alerts.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
            state=state,
            severity=severity,
            plant_id=plant_id,
            rule_id=rule_id,
        )

    async def get_alert(
        self,
        alert_id: str,
    ) -> AlertWithHistory:
        """Look at an alert.

        With its history. A pending alert whose condition has ended is there no more.

        Args:
            alert_id (str): Id of the alert
        """
        return await _get_alert.asyncio(
            client=self._client,
            alert_id=alert_id,
        )

    async def acknowledge_alert(
        self,
        alert_id: str,
        *,
        body: AlertAcknowledgement,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertWithHistory:
        """Say that you look after an alert.

        It stays open until its condition is over. Webhooks are told; the act is in the audit trail.

        Args:
            alert_id (str): Id of the alert
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertAcknowledgement):
        """
        return await _acknowledge_alert.asyncio(
            client=self._client,
            alert_id=alert_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def close_alert(
        self,
        alert_id: str,
        *,
        body: AlertClosing,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertWithHistory:
        """Say that the matter of one of the gateway's own alerts is settled.

        For alerts without a rule, which no condition ends. The act is in the audit trail.

        Args:
            alert_id (str): Id of the alert
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertClosing):
        """
        return await _close_alert.asyncio(
            client=self._client,
            alert_id=alert_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_alert_defaults(
        self,
        plant_id: str,
    ) -> AlertDefaults:
        """Look at a plant's default rules.

        A new plant begins with them: devices that stop sending, calibrations that end.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return await _get_alert_defaults.asyncio(
            client=self._client,
            plant_id=plant_id,
        )

    async def set_alert_defaults(
        self,
        plant_id: str,
        *,
        body: AlertDefaultsChoice,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertDefaults:
        """Switch a plant's default rules off or on.

        All of them in one call. Switched on, one that was deleted is there again.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (AlertDefaultsChoice):
        """
        return await _set_alert_defaults.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def list_alert_rules(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AlertRuleList:
        """List a plant's alert rules.

        Oldest first; a plant has at most 100, the default ones among them.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_alert_rules.asyncio(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    async def create_alert_rule(
        self,
        plant_id: str,
        *,
        body: AlertRuleBody,
        idempotency_key: str | Unset = UNSET,
    ) -> AlertRule:
        """Watch something at a plant.

        A rule looks at each device for itself, and has one open alert for each at most. Values are judged
        by the time they were measured for: late readings take their place, history that is filed says
        nothing of now. docs/alerts.md has what each kind does.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (AlertRuleBody):
        """
        return await _create_alert_rule.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def get_alert_rule(
        self,
        plant_id: str,
        rule_id: str,
    ) -> AlertRule:
        """Look at an alert rule.

        As it stands. Its `ETag` goes into `If-Match` of a change.

        Args:
            plant_id (str): Id of the plant, as it was registered
            rule_id (str): Id of the alert rule
        """
        return await _get_alert_rule.asyncio(
            client=self._client,
            plant_id=plant_id,
            rule_id=rule_id,
        )

    async def delete_alert_rule(
        self,
        plant_id: str,
        rule_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertRule:
        """Delete an alert rule.

        Its open alerts are resolved with the next look. The answer is what it was.

        Args:
            plant_id (str): Id of the plant, as it was registered
            rule_id (str): Id of the alert rule
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
        """
        return await _delete_alert_rule.asyncio(
            client=self._client,
            plant_id=plant_id,
            rule_id=rule_id,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def change_alert_rule(
        self,
        plant_id: str,
        rule_id: str,
        *,
        body: MergePatch,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> AlertRule:
        """Change an alert rule.

        What is left out stays; `enabled: false` switches it off. What the rule had found is over with the
        change and looked at anew.

        Args:
            plant_id (str): Id of the plant, as it was registered
            rule_id (str): Id of the alert rule
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (MergePatch): JSON merge patch (RFC 7396): members given replace those in force,
                `null` removes one
        """
        return await _change_alert_rule.asyncio(
            client=self._client,
            plant_id=plant_id,
            rule_id=rule_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )
