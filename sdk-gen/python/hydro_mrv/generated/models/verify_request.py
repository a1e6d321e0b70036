from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="VerifyRequest")


@_attrs_define
class VerifyRequest:
    """The answer of GET /api/v1/records/{id}/proof as it is; members beside these three are not looked at.

    Attributes:
        record (Any): The exact bytes as text, or the record as a JSON object, which is put into canonical form first
        proof (str): C2SP tlog-proof text
        verifier_key (str): The log's key, from a source you trust
    """

    record: Any
    proof: str
    verifier_key: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        record = self.record

        proof = self.proof

        verifier_key = self.verifier_key

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "record": record,
                "proof": proof,
                "verifier_key": verifier_key,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        record = d.pop("record")

        proof = d.pop("proof")

        verifier_key = d.pop("verifier_key")

        verify_request = cls(
            record=record,
            proof=proof,
            verifier_key=verifier_key,
        )

        verify_request.additional_properties = d
        return verify_request

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
