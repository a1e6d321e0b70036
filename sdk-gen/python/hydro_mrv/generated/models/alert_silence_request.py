from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AlertSilenceRequest")


@_attrs_define
class AlertSilenceRequest:
    """
    Attributes:
        reason (str):
        plant_id (str | Unset):
        rule_id (str | Unset):
        alert_id (str | Unset):
        until (str | Unset): In 90 days at the latest
        for_s (int | Unset): Or for how long from now, s. One of the two
    """

    reason: str
    plant_id: str | Unset = UNSET
    rule_id: str | Unset = UNSET
    alert_id: str | Unset = UNSET
    until: str | Unset = UNSET
    for_s: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        plant_id = self.plant_id

        rule_id = self.rule_id

        alert_id = self.alert_id

        until = self.until

        for_s = self.for_s

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
            }
        )
        if plant_id is not UNSET:
            field_dict["plant_id"] = plant_id
        if rule_id is not UNSET:
            field_dict["rule_id"] = rule_id
        if alert_id is not UNSET:
            field_dict["alert_id"] = alert_id
        if until is not UNSET:
            field_dict["until"] = until
        if for_s is not UNSET:
            field_dict["for_s"] = for_s

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

        plant_id = d.pop("plant_id", UNSET)

        rule_id = d.pop("rule_id", UNSET)

        alert_id = d.pop("alert_id", UNSET)

        until = d.pop("until", UNSET)

        for_s = d.pop("for_s", UNSET)

        alert_silence_request = cls(
            reason=reason,
            plant_id=plant_id,
            rule_id=rule_id,
            alert_id=alert_id,
            until=until,
            for_s=for_s,
        )

        return alert_silence_request
