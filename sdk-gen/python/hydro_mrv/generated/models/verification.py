from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.model_hash import ModelHash
    from ..models.verification_layer import VerificationLayer
    from ..models.verification_reason import VerificationReason


T = TypeVar("T", bound="Verification")


@_attrs_define
class Verification:
    """
    Attributes:
        layers (list[VerificationLayer]):
        reasons (list[VerificationReason]):
        policy (ModelHash):
        model (ModelHash):
    """

    layers: list[VerificationLayer]
    reasons: list[VerificationReason]
    policy: ModelHash
    model: ModelHash
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        layers = []
        for layers_item_data in self.layers:
            layers_item = layers_item_data.to_dict()
            layers.append(layers_item)

        reasons = []
        for reasons_item_data in self.reasons:
            reasons_item = reasons_item_data.to_dict()
            reasons.append(reasons_item)

        policy = self.policy.to_dict()

        model = self.model.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "layers": layers,
                "reasons": reasons,
                "policy": policy,
                "model": model,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.model_hash import ModelHash  # noqa: PLC0415
        from ..models.verification_layer import VerificationLayer  # noqa: PLC0415
        from ..models.verification_reason import VerificationReason  # noqa: PLC0415

        d = dict(src_dict)
        layers = []
        _layers = d.pop("layers")
        for layers_item_data in _layers:
            layers_item = VerificationLayer.from_dict(layers_item_data)

            layers.append(layers_item)

        reasons = []
        _reasons = d.pop("reasons")
        for reasons_item_data in _reasons:
            reasons_item = VerificationReason.from_dict(reasons_item_data)

            reasons.append(reasons_item)

        policy = ModelHash.from_dict(d.pop("policy"))

        model = ModelHash.from_dict(d.pop("model"))

        verification = cls(
            layers=layers,
            reasons=reasons,
            policy=policy,
            model=model,
        )

        verification.additional_properties = d
        return verification

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
