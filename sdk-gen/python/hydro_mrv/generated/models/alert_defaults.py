from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alert_rule import AlertRule


T = TypeVar("T", bound="AlertDefaults")


@_attrs_define
class AlertDefaults:
    """
    Attributes:
        enabled (bool):
        rules (list[AlertRule]):
    """

    enabled: bool
    rules: list[AlertRule]

    def to_dict(self) -> dict[str, Any]:
        enabled = self.enabled

        rules = []
        for rules_item_data in self.rules:
            rules_item = rules_item_data.to_dict()
            rules.append(rules_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enabled": enabled,
                "rules": rules,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.alert_rule import AlertRule  # noqa: PLC0415

        d = dict(src_dict)
        enabled = d.pop("enabled")

        rules = []
        _rules = d.pop("rules")
        for rules_item_data in _rules:
            rules_item = AlertRule.from_dict(rules_item_data)

            rules.append(rules_item)

        alert_defaults = cls(
            enabled=enabled,
            rules=rules,
        )

        return alert_defaults
