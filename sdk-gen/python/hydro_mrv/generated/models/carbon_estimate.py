from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.reason_in_words import ReasonInWords


T = TypeVar("T", bound="CarbonEstimate")


@_attrs_define
class CarbonEstimate:
    """
    Attributes:
        estimate (bool): Always true here: credits come from whole monitoring periods
        energy_wh (None | str): Net energy of the interval, whole Wh as digits; null: not known, which is not 0
        energy_source (None | str): One of `register_difference`, `interval_energy`, `power_integrated`
        creditable (bool): Metered energy of an approved interval
        er_g (None | str): Emission reduction, whole grams of CO2 as digits, rounded down
        er_t (None | str): The same in tonnes of CO2, decimal text
        reasons (list[ReasonInWords]):
    """

    estimate: bool
    energy_wh: None | str
    energy_source: None | str
    creditable: bool
    er_g: None | str
    er_t: None | str
    reasons: list[ReasonInWords]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        estimate = self.estimate

        energy_wh: None | str
        energy_wh = self.energy_wh

        energy_source: None | str
        energy_source = self.energy_source

        creditable = self.creditable

        er_g: None | str
        er_g = self.er_g

        er_t: None | str
        er_t = self.er_t

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "estimate": estimate,
                "energy_wh": energy_wh,
                "energy_source": energy_source,
                "creditable": creditable,
                "er_g": er_g,
                "er_t": er_t,
                "reasons": reasons,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.reason_in_words import ReasonInWords  # noqa: PLC0415

        d = dict(src_dict)
        estimate = d.pop("estimate")

        def _parse_energy_wh(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        energy_wh = _parse_energy_wh(d.pop("energy_wh"))

        def _parse_energy_source(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        energy_source = _parse_energy_source(d.pop("energy_source"))

        creditable = d.pop("creditable")

        def _parse_er_g(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        er_g = _parse_er_g(d.pop("er_g"))

        def _parse_er_t(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        er_t = _parse_er_t(d.pop("er_t"))

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = ReasonInWords.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        carbon_estimate = cls(
            estimate=estimate,
            energy_wh=energy_wh,
            energy_source=energy_source,
            creditable=creditable,
            er_g=er_g,
            er_t=er_t,
            reasons=reasons,
        )

        carbon_estimate.additional_properties = d
        return carbon_estimate

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
