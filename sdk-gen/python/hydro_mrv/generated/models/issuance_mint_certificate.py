from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="IssuanceMintCertificate")


@_attrs_define
class IssuanceMintCertificate:
    """
    Attributes:
        state (str): One of `ordered`, `minted`
        uri (str): Public address of the HIP-412 document, and the NFT's metadata; ends in its SHA-256
        token_id (str):
        serial (None | str): Null until the ledger's mirror has shown it
        transaction_id (None | str):
        hashscan_url (None | str): Of the serial; null on the local ledger
    """

    state: str
    uri: str
    token_id: str
    serial: None | str
    transaction_id: None | str
    hashscan_url: None | str

    def to_dict(self) -> dict[str, Any]:
        state = self.state

        uri = self.uri

        token_id = self.token_id

        serial: None | str
        serial = self.serial

        transaction_id: None | str
        transaction_id = self.transaction_id

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "state": state,
                "uri": uri,
                "token_id": token_id,
                "serial": serial,
                "transaction_id": transaction_id,
                "hashscan_url": hashscan_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = d.pop("state")

        uri = d.pop("uri")

        token_id = d.pop("token_id")

        def _parse_serial(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        serial = _parse_serial(d.pop("serial"))

        def _parse_transaction_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        transaction_id = _parse_transaction_id(d.pop("transaction_id"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        issuance_mint_certificate = cls(
            state=state,
            uri=uri,
            token_id=token_id,
            serial=serial,
            transaction_id=transaction_id,
            hashscan_url=hashscan_url,
        )

        return issuance_mint_certificate
