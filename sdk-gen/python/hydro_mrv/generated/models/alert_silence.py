from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alert_silence_ended import AlertSilenceEnded


T = TypeVar("T", bound="AlertSilence")


@_attrs_define
class AlertSilence:
    """
    Attributes:
        silence_id (str):
        plant_id (None | str):
        rule_id (None | str):
        alert_id (None | str):
        reason (str):
        from_ (str):
        until (str):
        created_by (str):
        ended (AlertSilenceEnded | None): Ended by somebody before its time
    """

    silence_id: str
    plant_id: None | str
    rule_id: None | str
    alert_id: None | str
    reason: str
    from_: str
    until: str
    created_by: str
    ended: AlertSilenceEnded | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.alert_silence_ended import AlertSilenceEnded  # noqa: PLC0415

        silence_id = self.silence_id

        plant_id: None | str
        plant_id = self.plant_id

        rule_id: None | str
        rule_id = self.rule_id

        alert_id: None | str
        alert_id = self.alert_id

        reason = self.reason

        from_ = self.from_

        until = self.until

        created_by = self.created_by

        ended: dict[str, Any] | None
        if isinstance(self.ended, AlertSilenceEnded):
            ended = self.ended.to_dict()
        else:
            ended = self.ended

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "silence_id": silence_id,
                "plant_id": plant_id,
                "rule_id": rule_id,
                "alert_id": alert_id,
                "reason": reason,
                "from": from_,
                "until": until,
                "created_by": created_by,
                "ended": ended,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_silence_ended import AlertSilenceEnded  # noqa: PLC0415

        d = dict(src_dict)
        silence_id = d.pop("silence_id")

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

        def _parse_alert_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        alert_id = _parse_alert_id(d.pop("alert_id"))

        reason = d.pop("reason")

        from_ = d.pop("from")

        until = d.pop("until")

        created_by = d.pop("created_by")

        def _parse_ended(data: object) -> AlertSilenceEnded | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                ended_type_0 = AlertSilenceEnded.from_dict(data)

                return ended_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AlertSilenceEnded | None, data)

        ended = _parse_ended(d.pop("ended"))

        alert_silence = cls(
            silence_id=silence_id,
            plant_id=plant_id,
            rule_id=rule_id,
            alert_id=alert_id,
            reason=reason,
            from_=from_,
            until=until,
            created_by=created_by,
            ended=ended,
        )

        return alert_silence
