from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.webhook_delivery_log import WebhookDeliveryLog


T = TypeVar("T", bound="WebhookDelivery")


@_attrs_define
class WebhookDelivery:
    """
    Attributes:
        event_id (str): The `webhook-id` header of every attempt
        type_ (str):
        state (str): `dead`: not delivered in about three days of attempts. One of `pending`, `delivered`, `dead`
        created_at (str):
        attempts (int): Since it was made or sent again
        next_attempt_at (None | str):
        ended_at (None | str):
        log (list[WebhookDeliveryLog]): Every attempt, oldest first
    """

    event_id: str
    type_: str
    state: str
    created_at: str
    attempts: int
    next_attempt_at: None | str
    ended_at: None | str
    log: list[WebhookDeliveryLog]

    def to_dict(self) -> dict[str, Any]:
        event_id = self.event_id

        type_ = self.type_

        state = self.state

        created_at = self.created_at

        attempts = self.attempts

        next_attempt_at: None | str
        next_attempt_at = self.next_attempt_at

        ended_at: None | str
        ended_at = self.ended_at

        log = []
        for log_item_data in self.log:
            log_item = log_item_data.to_dict()
            log.append(log_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "event_id": event_id,
                "type": type_,
                "state": state,
                "created_at": created_at,
                "attempts": attempts,
                "next_attempt_at": next_attempt_at,
                "ended_at": ended_at,
                "log": log,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_delivery_log import WebhookDeliveryLog  # noqa: PLC0415

        d = dict(src_dict)
        event_id = d.pop("event_id")

        type_ = d.pop("type")

        state = d.pop("state")

        created_at = d.pop("created_at")

        attempts = d.pop("attempts")

        def _parse_next_attempt_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_attempt_at = _parse_next_attempt_at(d.pop("next_attempt_at"))

        def _parse_ended_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

        log = []
        _log = d.pop("log")
        for log_item_data in _log:
            log_item = WebhookDeliveryLog.from_dict(log_item_data)

            log.append(log_item)

        webhook_delivery = cls(
            event_id=event_id,
            type_=type_,
            state=state,
            created_at=created_at,
            attempts=attempts,
            next_attempt_at=next_attempt_at,
            ended_at=ended_at,
            log=log,
        )

        return webhook_delivery
