from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RecordedSignature")


@_attrs_define
class RecordedSignature:
    """Of a signed reading; it was held against the key before the record was made

    Attributes:
        key_id (str):
        form (str): What was signed: the reading, its batch, or the request. One of `reading`, `batch`, `http`
        sha256 (str): Of what is archived of it: GET /api/v1/records/signatures
        signed_at (str): As the device says
    """

    key_id: str
    form: str
    sha256: str
    signed_at: str

    def to_dict(self) -> dict[str, Any]:
        key_id = self.key_id

        form = self.form

        sha256 = self.sha256

        signed_at = self.signed_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "form": form,
                "sha256": sha256,
                "signed_at": signed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key_id = d.pop("key_id")

        form = d.pop("form")

        sha256 = d.pop("sha256")

        signed_at = d.pop("signed_at")

        recorded_signature = cls(
            key_id=key_id,
            form=form,
            sha256=sha256,
            signed_at=signed_at,
        )

        return recorded_signature
