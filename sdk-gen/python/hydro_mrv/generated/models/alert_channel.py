from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alert_channel_last_error import AlertChannelLastError


T = TypeVar("T", bound="AlertChannel")


@_attrs_define
class AlertChannel:
    """
    Attributes:
        channel_id (str):
        kind (str): One of `email`, `alertmanager`
        target (str):
        plant_ids (list[str] | None):
        least_severity (str): One of `info`, `warning`, `critical`
        confirmed (bool): Of an address: false until the code it was sent is given
        created_at (str):
        created_by (str):
        last_sent_at (None | str):
        last_error (AlertChannelLastError | None):
    """

    channel_id: str
    kind: str
    target: str
    plant_ids: list[str] | None
    least_severity: str
    confirmed: bool
    created_at: str
    created_by: str
    last_sent_at: None | str
    last_error: AlertChannelLastError | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.alert_channel_last_error import AlertChannelLastError  # noqa: PLC0415

        channel_id = self.channel_id

        kind = self.kind

        target = self.target

        plant_ids: list[str] | None
        if isinstance(self.plant_ids, list):
            plant_ids = self.plant_ids

        else:
            plant_ids = self.plant_ids

        least_severity = self.least_severity

        confirmed = self.confirmed

        created_at = self.created_at

        created_by = self.created_by

        last_sent_at: None | str
        last_sent_at = self.last_sent_at

        last_error: dict[str, Any] | None
        if isinstance(self.last_error, AlertChannelLastError):
            last_error = self.last_error.to_dict()
        else:
            last_error = self.last_error

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "channel_id": channel_id,
                "kind": kind,
                "target": target,
                "plant_ids": plant_ids,
                "least_severity": least_severity,
                "confirmed": confirmed,
                "created_at": created_at,
                "created_by": created_by,
                "last_sent_at": last_sent_at,
                "last_error": last_error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_channel_last_error import AlertChannelLastError  # noqa: PLC0415

        d = dict(src_dict)
        channel_id = d.pop("channel_id")

        kind = d.pop("kind")

        target = d.pop("target")

        def _parse_plant_ids(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                plant_ids_type_0 = cast(list[str], data)

                return plant_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        plant_ids = _parse_plant_ids(d.pop("plant_ids"))

        least_severity = d.pop("least_severity")

        confirmed = d.pop("confirmed")

        created_at = d.pop("created_at")

        created_by = d.pop("created_by")

        def _parse_last_sent_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_sent_at = _parse_last_sent_at(d.pop("last_sent_at"))

        def _parse_last_error(data: object) -> AlertChannelLastError | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                last_error_type_0 = AlertChannelLastError.from_dict(data)

                return last_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AlertChannelLastError | None, data)

        last_error = _parse_last_error(d.pop("last_error"))

        alert_channel = cls(
            channel_id=channel_id,
            kind=kind,
            target=target,
            plant_ids=plant_ids,
            least_severity=least_severity,
            confirmed=confirmed,
            created_at=created_at,
            created_by=created_by,
            last_sent_at=last_sent_at,
            last_error=last_error,
        )

        return alert_channel
