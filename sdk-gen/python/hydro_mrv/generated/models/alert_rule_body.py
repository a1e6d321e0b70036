from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="AlertRuleBody")


@_attrs_define
class AlertRuleBody:
    """
    Attributes:
        kind (str): One of `expiry`
        name (str): What alerts of it are called
        severity (str | Unset): One of `info`, `warning`, `critical`
        enabled (bool | Unset):
        for_s (int | Unset): The condition must have held for so long before it fires, s. Until then the alert is
            pending
        runbook_url (str | Unset): Where it says what to do
        device_id (str | Unset): Only this device; absent: each device of the plant for itself
        quantity (str | Unset): As in readings. One of `flow_rate_m3s`, `head_height_m`, `power_output_kw`,
            `energy_kwh`, `energy_export_kwh_total`, `energy_import_kwh_total`, `gross_energy_kwh_total`, `efficiency`,
            `ph`, `turbidity_ntu`, `temperature_c`, `dissolved_oxygen_mg_l`, `tds_mg_l`, `spill_flow_m3s`,
            `reservoir_level_m`, `tailwater_level_m`, `gate_opening_pct`, `rotor_speed_rpm`, `voltage_kv`, `frequency_hz`
        above (float | Unset): Holds while the value lies above
        below (float | Unset): Holds while the value lies below. One of the two
        hysteresis (float | Unset): How far back behind the limit the value must go before a firing alert is resolved,
            as a trust score
        direction (str | Unset): One of `rising`, `falling`, `either`
        per_hour (float | Unset): Holds while the value changes by more, in its unit per hour, from a reading to the
            next
        after_s (int | Unset): Holds while a record of the plant has waited longer for the ledger, s
        window_s (int | Unset): The time that is looked at, s
        share (float | Unset): Holds while a larger share of them was flagged or rejected
        least_readings (int | Unset): With fewer readings there is nothing to say
        baseline_s (int | Unset): The time before it, to compare with, s
        drop (float | Unset): Holds while the mean trust score lies lower by more
        of (str | Unset): `calibration`: certificates of devices (`calibration_valid_until`). `key`: API keys that can
            act at the plant. One of `calibration`, `key`
        days (int | Unset): Holds from so many days before the end on
    """

    kind: str
    name: str
    severity: str | Unset = UNSET
    enabled: bool | Unset = UNSET
    for_s: int | Unset = UNSET
    runbook_url: str | Unset = UNSET
    device_id: str | Unset = UNSET
    quantity: str | Unset = UNSET
    above: float | Unset = UNSET
    below: float | Unset = UNSET
    hysteresis: float | Unset = UNSET
    direction: str | Unset = UNSET
    per_hour: float | Unset = UNSET
    after_s: int | Unset = UNSET
    window_s: int | Unset = UNSET
    share: float | Unset = UNSET
    least_readings: int | Unset = UNSET
    baseline_s: int | Unset = UNSET
    drop: float | Unset = UNSET
    of: str | Unset = UNSET
    days: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        name = self.name

        severity = self.severity

        enabled = self.enabled

        for_s = self.for_s

        runbook_url = self.runbook_url

        device_id = self.device_id

        quantity = self.quantity

        above = self.above

        below = self.below

        hysteresis = self.hysteresis

        direction = self.direction

        per_hour = self.per_hour

        after_s = self.after_s

        window_s = self.window_s

        share = self.share

        least_readings = self.least_readings

        baseline_s = self.baseline_s

        drop = self.drop

        of = self.of

        days = self.days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "name": name,
            }
        )
        if severity is not UNSET:
            field_dict["severity"] = severity
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if for_s is not UNSET:
            field_dict["for_s"] = for_s
        if runbook_url is not UNSET:
            field_dict["runbook_url"] = runbook_url
        if device_id is not UNSET:
            field_dict["device_id"] = device_id
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if above is not UNSET:
            field_dict["above"] = above
        if below is not UNSET:
            field_dict["below"] = below
        if hysteresis is not UNSET:
            field_dict["hysteresis"] = hysteresis
        if direction is not UNSET:
            field_dict["direction"] = direction
        if per_hour is not UNSET:
            field_dict["per_hour"] = per_hour
        if after_s is not UNSET:
            field_dict["after_s"] = after_s
        if window_s is not UNSET:
            field_dict["window_s"] = window_s
        if share is not UNSET:
            field_dict["share"] = share
        if least_readings is not UNSET:
            field_dict["least_readings"] = least_readings
        if baseline_s is not UNSET:
            field_dict["baseline_s"] = baseline_s
        if drop is not UNSET:
            field_dict["drop"] = drop
        if of is not UNSET:
            field_dict["of"] = of
        if days is not UNSET:
            field_dict["days"] = days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        name = d.pop("name")

        severity = d.pop("severity", UNSET)

        enabled = d.pop("enabled", UNSET)

        for_s = d.pop("for_s", UNSET)

        runbook_url = d.pop("runbook_url", UNSET)

        device_id = d.pop("device_id", UNSET)

        quantity = d.pop("quantity", UNSET)

        above = d.pop("above", UNSET)

        below = d.pop("below", UNSET)

        hysteresis = d.pop("hysteresis", UNSET)

        direction = d.pop("direction", UNSET)

        per_hour = d.pop("per_hour", UNSET)

        after_s = d.pop("after_s", UNSET)

        window_s = d.pop("window_s", UNSET)

        share = d.pop("share", UNSET)

        least_readings = d.pop("least_readings", UNSET)

        baseline_s = d.pop("baseline_s", UNSET)

        drop = d.pop("drop", UNSET)

        of = d.pop("of", UNSET)

        days = d.pop("days", UNSET)

        alert_rule_body = cls(
            kind=kind,
            name=name,
            severity=severity,
            enabled=enabled,
            for_s=for_s,
            runbook_url=runbook_url,
            device_id=device_id,
            quantity=quantity,
            above=above,
            below=below,
            hysteresis=hysteresis,
            direction=direction,
            per_hour=per_hour,
            after_s=after_s,
            window_s=window_s,
            share=share,
            least_readings=least_readings,
            baseline_s=baseline_s,
            drop=drop,
            of=of,
            days=days,
        )

        return alert_rule_body
