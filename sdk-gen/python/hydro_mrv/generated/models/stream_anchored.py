from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="StreamAnchored")


@_attrs_define
class StreamAnchored:
    """
    Attributes:
        plant_id (str):
        from_seq (int):
        to_seq (int): Up to this place the plant's chain is on the ledger
        tree_size (int):
        network (str):
        topic_id (str):
        sequence_number (int):
        transaction_id (str):
    """

    plant_id: str
    from_seq: int
    to_seq: int
    tree_size: int
    network: str
    topic_id: str
    sequence_number: int
    transaction_id: str

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        from_seq = self.from_seq

        to_seq = self.to_seq

        tree_size = self.tree_size

        network = self.network

        topic_id = self.topic_id

        sequence_number = self.sequence_number

        transaction_id = self.transaction_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "from_seq": from_seq,
                "to_seq": to_seq,
                "tree_size": tree_size,
                "network": network,
                "topic_id": topic_id,
                "sequence_number": sequence_number,
                "transaction_id": transaction_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        from_seq = d.pop("from_seq")

        to_seq = d.pop("to_seq")

        tree_size = d.pop("tree_size")

        network = d.pop("network")

        topic_id = d.pop("topic_id")

        sequence_number = d.pop("sequence_number")

        transaction_id = d.pop("transaction_id")

        stream_anchored = cls(
            plant_id=plant_id,
            from_seq=from_seq,
            to_seq=to_seq,
            tree_size=tree_size,
            network=network,
            topic_id=topic_id,
            sequence_number=sequence_number,
            transaction_id=transaction_id,
        )

        return stream_anchored
