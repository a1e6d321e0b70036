from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AlertChannelRequest")


@_attrs_define
class AlertChannelRequest:
    """
    Attributes:
        kind (str): One of `alertmanager`
        target (str): Base URL of an Alertmanager; `/api/v2/alerts` is added. https, at a public address
        plant_ids (list[str] | None | Unset): Only alerts of these plants; null: all
        least_severity (str | Unset): Only alerts at least as grave. One of `info`, `warning`, `critical`
    """

    kind: str
    target: str
    plant_ids: list[str] | None | Unset = UNSET
    least_severity: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        target = self.target

        plant_ids: list[str] | None | Unset
        if isinstance(self.plant_ids, Unset):
            plant_ids = UNSET
        elif isinstance(self.plant_ids, list):
            plant_ids = self.plant_ids

        else:
            plant_ids = self.plant_ids

        least_severity = self.least_severity

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "target": target,
            }
        )
        if plant_ids is not UNSET:
            field_dict["plant_ids"] = plant_ids
        if least_severity is not UNSET:
            field_dict["least_severity"] = least_severity

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        target = d.pop("target")

        def _parse_plant_ids(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                plant_ids_type_0 = cast(list[str], data)

                return plant_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        plant_ids = _parse_plant_ids(d.pop("plant_ids", UNSET))

        least_severity = d.pop("least_severity", UNSET)

        alert_channel_request = cls(
            kind=kind,
            target=target,
            plant_ids=plant_ids,
            least_severity=least_severity,
        )

        return alert_channel_request
