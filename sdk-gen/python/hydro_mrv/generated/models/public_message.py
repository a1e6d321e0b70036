from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PublicMessage")


@_attrs_define
class PublicMessage:
    """Only of an approved record whose plant has `anchor_mode` `record`, once it is anchored: its own message

    Attributes:
        state (str): `pending`: not yet known to be on the topic. One of `pending`, `published`
        hedera_tx_id (None | str): The message's own transaction; null until published, as are the next
        hashscan_url (None | str): Null on the local ledger too
        sequence_number (None | str):
        mirror_url (None | str): The message on a mirror node
    """

    state: str
    hedera_tx_id: None | str
    hashscan_url: None | str
    sequence_number: None | str
    mirror_url: None | str

    def to_dict(self) -> dict[str, Any]:
        state = self.state

        hedera_tx_id: None | str
        hedera_tx_id = self.hedera_tx_id

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        sequence_number: None | str
        sequence_number = self.sequence_number

        mirror_url: None | str
        mirror_url = self.mirror_url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "state": state,
                "hedera_tx_id": hedera_tx_id,
                "hashscan_url": hashscan_url,
                "sequence_number": sequence_number,
                "mirror_url": mirror_url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = d.pop("state")

        def _parse_hedera_tx_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hedera_tx_id = _parse_hedera_tx_id(d.pop("hedera_tx_id"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        def _parse_sequence_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sequence_number = _parse_sequence_number(d.pop("sequence_number"))

        def _parse_mirror_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        mirror_url = _parse_mirror_url(d.pop("mirror_url"))

        public_message = cls(
            state=state,
            hedera_tx_id=hedera_tx_id,
            hashscan_url=hashscan_url,
            sequence_number=sequence_number,
            mirror_url=mirror_url,
        )

        return public_message
