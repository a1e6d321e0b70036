from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Anchor")


@_attrs_define
class Anchor:
    """
    Attributes:
        state (str): `pending`: durable and in line for the ledger. One of `pending`, `anchored`
        network (str): One of `local`, `testnet`, `previewnet`, `mainnet`
        topic_id (None | str): HCS topic; null until anchored, as are the next five
        sequence_number (None | str): Of the topic's message with the checkpoint; 64-bit, as digits
        consensus_timestamp (None | str): Seconds and nanoseconds since the Unix epoch
        leaf_index (None | str): Zero-based place in the log; 64-bit, as digits
        tree_size (None | str): Leaves under the anchored checkpoint; 64-bit, as digits
        note (str | Unset): Only on the local ledger: what its anchor is worth
    """

    state: str
    network: str
    topic_id: None | str
    sequence_number: None | str
    consensus_timestamp: None | str
    leaf_index: None | str
    tree_size: None | str
    note: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        state = self.state

        network = self.network

        topic_id: None | str
        topic_id = self.topic_id

        sequence_number: None | str
        sequence_number = self.sequence_number

        consensus_timestamp: None | str
        consensus_timestamp = self.consensus_timestamp

        leaf_index: None | str
        leaf_index = self.leaf_index

        tree_size: None | str
        tree_size = self.tree_size

        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "state": state,
                "network": network,
                "topic_id": topic_id,
                "sequence_number": sequence_number,
                "consensus_timestamp": consensus_timestamp,
                "leaf_index": leaf_index,
                "tree_size": tree_size,
            }
        )
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        state = d.pop("state")

        network = d.pop("network")

        def _parse_topic_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic_id = _parse_topic_id(d.pop("topic_id"))

        def _parse_sequence_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sequence_number = _parse_sequence_number(d.pop("sequence_number"))

        def _parse_consensus_timestamp(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        consensus_timestamp = _parse_consensus_timestamp(d.pop("consensus_timestamp"))

        def _parse_leaf_index(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        leaf_index = _parse_leaf_index(d.pop("leaf_index"))

        def _parse_tree_size(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        tree_size = _parse_tree_size(d.pop("tree_size"))

        note = d.pop("note", UNSET)

        anchor = cls(
            state=state,
            network=network,
            topic_id=topic_id,
            sequence_number=sequence_number,
            consensus_timestamp=consensus_timestamp,
            leaf_index=leaf_index,
            tree_size=tree_size,
            note=note,
        )

        return anchor
