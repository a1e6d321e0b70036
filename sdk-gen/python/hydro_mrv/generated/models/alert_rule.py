from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alert_rule_body import AlertRuleBody


T = TypeVar("T", bound="AlertRule")


@_attrs_define
class AlertRule:
    """
    Attributes:
        rule_id (str):
        plant_id (str):
        default (None | str): Which default rule it was made as; null: one of your own
        rule (AlertRuleBody):
        created_at (str):
        updated_at (str):
    """

    rule_id: str
    plant_id: str
    default: None | str
    rule: AlertRuleBody
    created_at: str
    updated_at: str

    def to_dict(self) -> dict[str, Any]:
        rule_id = self.rule_id

        plant_id = self.plant_id

        default: None | str
        default = self.default

        rule = self.rule.to_dict()

        created_at = self.created_at

        updated_at = self.updated_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rule_id": rule_id,
                "plant_id": plant_id,
                "default": default,
                "rule": rule,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_rule_body import AlertRuleBody  # noqa: PLC0415

        d = dict(src_dict)
        rule_id = d.pop("rule_id")

        plant_id = d.pop("plant_id")

        def _parse_default(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        default = _parse_default(d.pop("default"))

        rule = AlertRuleBody.from_dict(d.pop("rule"))

        created_at = d.pop("created_at")

        updated_at = d.pop("updated_at")

        alert_rule = cls(
            rule_id=rule_id,
            plant_id=plant_id,
            default=default,
            rule=rule,
            created_at=created_at,
            updated_at=updated_at,
        )

        return alert_rule
