from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="WebhookDeliveryLog")


@_attrs_define
class WebhookDeliveryLog:
    """
    Attributes:
        at (str):
        status (int | None): What was answered; null: nothing
        error (None | str): `status`, `url`, `address`, `redirect`, `too-large`, `too-slow`, `connection`; null:
            delivered
        elapsed_ms (int):
    """

    at: str
    status: int | None
    error: None | str
    elapsed_ms: int

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        status: int | None
        status = self.status

        error: None | str
        error = self.error

        elapsed_ms = self.elapsed_ms

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "status": status,
                "error": error,
                "elapsed_ms": elapsed_ms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = d.pop("at")

        def _parse_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status = _parse_status(d.pop("status"))

        def _parse_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        error = _parse_error(d.pop("error"))

        elapsed_ms = d.pop("elapsed_ms")

        webhook_delivery_log = cls(
            at=at,
            status=status,
            error=error,
            elapsed_ms=elapsed_ms,
        )

        return webhook_delivery_log
