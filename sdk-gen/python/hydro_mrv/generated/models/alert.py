from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alert_acknowledged import AlertAcknowledged
    from ..models.alert_detail import AlertDetail


T = TypeVar("T", bound="Alert")


@_attrs_define
class Alert:
    """
    Attributes:
        alert_id (str):
        plant_id (None | str): Null: of no one plant
        rule_id (None | str): Null: the gateway's own
        kind (str): The rule's kind, or of the gateway's own the event's type without `alert.`
        subject (str): The device, key, record or token that it is about; empty: the plant
        severity (str): One of `info`, `warning`, `critical`
        name (str):
        state (str): One of `pending`, `firing`, `acknowledged`, `silenced`, `resolved`
        summary (str): In words, as it was found
        value (float | None): What was compared with the limit at the last look; of how long something has lasted, at
            the last change
        since (str): Since when the condition holds, by the time of what was measured
        fired_at (None | str):
        resolved_at (None | str):
        resolution (None | str):
        acknowledged (AlertAcknowledged | None):
        detail (AlertDetail):
        created_at (str):
        changed_at (str):
    """

    alert_id: str
    plant_id: None | str
    rule_id: None | str
    kind: str
    subject: str
    severity: str
    name: str
    state: str
    summary: str
    value: float | None
    since: str
    fired_at: None | str
    resolved_at: None | str
    resolution: None | str
    acknowledged: AlertAcknowledged | None
    detail: AlertDetail
    created_at: str
    changed_at: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.alert_acknowledged import AlertAcknowledged  # noqa: PLC0415

        alert_id = self.alert_id

        plant_id: None | str
        plant_id = self.plant_id

        rule_id: None | str
        rule_id = self.rule_id

        kind = self.kind

        subject = self.subject

        severity = self.severity

        name = self.name

        state = self.state

        summary = self.summary

        value: float | None
        value = self.value

        since = self.since

        fired_at: None | str
        fired_at = self.fired_at

        resolved_at: None | str
        resolved_at = self.resolved_at

        resolution: None | str
        resolution = self.resolution

        acknowledged: dict[str, Any] | None
        if isinstance(self.acknowledged, AlertAcknowledged):
            acknowledged = self.acknowledged.to_dict()
        else:
            acknowledged = self.acknowledged

        detail = self.detail.to_dict()

        created_at = self.created_at

        changed_at = self.changed_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "alert_id": alert_id,
                "plant_id": plant_id,
                "rule_id": rule_id,
                "kind": kind,
                "subject": subject,
                "severity": severity,
                "name": name,
                "state": state,
                "summary": summary,
                "value": value,
                "since": since,
                "fired_at": fired_at,
                "resolved_at": resolved_at,
                "resolution": resolution,
                "acknowledged": acknowledged,
                "detail": detail,
                "created_at": created_at,
                "changed_at": changed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_acknowledged import AlertAcknowledged  # noqa: PLC0415
        from ..models.alert_detail import AlertDetail  # noqa: PLC0415

        d = dict(src_dict)
        alert_id = d.pop("alert_id")

        def _parse_plant_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        plant_id = _parse_plant_id(d.pop("plant_id"))

        def _parse_rule_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        rule_id = _parse_rule_id(d.pop("rule_id"))

        kind = d.pop("kind")

        subject = d.pop("subject")

        severity = d.pop("severity")

        name = d.pop("name")

        state = d.pop("state")

        summary = d.pop("summary")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        since = d.pop("since")

        def _parse_fired_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        fired_at = _parse_fired_at(d.pop("fired_at"))

        def _parse_resolved_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        resolved_at = _parse_resolved_at(d.pop("resolved_at"))

        def _parse_resolution(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        resolution = _parse_resolution(d.pop("resolution"))

        def _parse_acknowledged(data: object) -> AlertAcknowledged | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                acknowledged_type_0 = AlertAcknowledged.from_dict(data)

                return acknowledged_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AlertAcknowledged | None, data)

        acknowledged = _parse_acknowledged(d.pop("acknowledged"))

        detail = AlertDetail.from_dict(d.pop("detail"))

        created_at = d.pop("created_at")

        changed_at = d.pop("changed_at")

        alert = cls(
            alert_id=alert_id,
            plant_id=plant_id,
            rule_id=rule_id,
            kind=kind,
            subject=subject,
            severity=severity,
            name=name,
            state=state,
            summary=summary,
            value=value,
            since=since,
            fired_at=fired_at,
            resolved_at=resolved_at,
            resolution=resolution,
            acknowledged=acknowledged,
            detail=detail,
            created_at=created_at,
            changed_at=changed_at,
        )

        return alert
