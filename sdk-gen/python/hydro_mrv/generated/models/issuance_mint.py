from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.issuance_mint_certificate import IssuanceMintCertificate
    from ..models.issuance_mint_part import IssuanceMintPart


T = TypeVar("T", bound="IssuanceMint")


@_attrs_define
class IssuanceMint:
    """
    Attributes:
        mint_id (str):
        state (str): One of `committed`, `minted`
        token (str): Rulebook, vintage and grams of a unit: the kind of token
        amount (str): Smallest units of the token
        certificate (IssuanceMintCertificate | None): Null where the gateway makes none, or not yet
        parts (list[IssuanceMintPart]):
    """

    mint_id: str
    state: str
    token: str
    amount: str
    certificate: IssuanceMintCertificate | None
    parts: list[IssuanceMintPart]

    def to_dict(self) -> dict[str, Any]:
        from ..models.issuance_mint_certificate import IssuanceMintCertificate  # noqa: PLC0415

        mint_id = self.mint_id

        state = self.state

        token = self.token

        amount = self.amount

        certificate: dict[str, Any] | None
        if isinstance(self.certificate, IssuanceMintCertificate):
            certificate = self.certificate.to_dict()
        else:
            certificate = self.certificate

        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "mint_id": mint_id,
                "state": state,
                "token": token,
                "amount": amount,
                "certificate": certificate,
                "parts": parts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuance_mint_certificate import IssuanceMintCertificate  # noqa: PLC0415
        from ..models.issuance_mint_part import IssuanceMintPart  # noqa: PLC0415

        d = dict(src_dict)
        mint_id = d.pop("mint_id")

        state = d.pop("state")

        token = d.pop("token")

        amount = d.pop("amount")

        def _parse_certificate(data: object) -> IssuanceMintCertificate | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                certificate_type_0 = IssuanceMintCertificate.from_dict(data)

                return certificate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IssuanceMintCertificate | None, data)

        certificate = _parse_certificate(d.pop("certificate"))

        parts = []
        _parts = d.pop("parts")
        for parts_item_data in _parts:
            parts_item = IssuanceMintPart.from_dict(parts_item_data)

            parts.append(parts_item)

        issuance_mint = cls(
            mint_id=mint_id,
            state=state,
            token=token,
            amount=amount,
            certificate=certificate,
            parts=parts,
        )

        return issuance_mint
