from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LogKeyPredecessor")


@_attrs_define
class LogKeyPredecessor:
    """
    Attributes:
        origin (str):
        verifier_key (str): Signed the checkpoints of its time, which stay proven by it
        size (str): Leaves that it ended at
    """

    origin: str
    verifier_key: str
    size: str

    def to_dict(self) -> dict[str, Any]:
        origin = self.origin

        verifier_key = self.verifier_key

        size = self.size

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "origin": origin,
                "verifier_key": verifier_key,
                "size": size,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        origin = d.pop("origin")

        verifier_key = d.pop("verifier_key")

        size = d.pop("size")

        log_key_predecessor = cls(
            origin=origin,
            verifier_key=verifier_key,
            size=size,
        )

        return log_key_predecessor
