from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClaimRequest")


@_attrs_define
class ClaimRequest:
    """
    Attributes:
        scheme (str): The other programme, for example I-REC(E)
        reference (str): Its own number of the claim
        from_ (str): First local day
        to (str): First local day after the claim
        energy_wh (str | Unset): How much was claimed, where it is known; the whole interval is taken all the same
    """

    scheme: str
    reference: str
    from_: str
    to: str
    energy_wh: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        scheme = self.scheme

        reference = self.reference

        from_ = self.from_

        to = self.to

        energy_wh = self.energy_wh

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "scheme": scheme,
                "reference": reference,
                "from": from_,
                "to": to,
            }
        )
        if energy_wh is not UNSET:
            field_dict["energy_wh"] = energy_wh

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        scheme = d.pop("scheme")

        reference = d.pop("reference")

        from_ = d.pop("from")

        to = d.pop("to")

        energy_wh = d.pop("energy_wh", UNSET)

        claim_request = cls(
            scheme=scheme,
            reference=reference,
            from_=from_,
            to=to,
            energy_wh=energy_wh,
        )

        return claim_request
