from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.log_key_predecessor import LogKeyPredecessor


T = TypeVar("T", bound="LogKey")


@_attrs_define
class LogKey:
    """
    Attributes:
        origin (str): Name of the log
        verifier_key (str): C2SP signed-note verifier key, Ed25519
        network (str): One of `local`, `testnet`, `previewnet`, `mainnet`
        topic_id (None | str): HCS topic with the checkpoints; null until it is made
        mirror_url (None | str): The topic's messages on a mirror node
        hashscan_url (None | str): The topic's page; null on the local ledger too
        predecessors (list[LogKeyPredecessor]): Logs on the same topic that this one went on from when their keys were
            lost or given up, in their order
    """

    origin: str
    verifier_key: str
    network: str
    topic_id: None | str
    mirror_url: None | str
    hashscan_url: None | str
    predecessors: list[LogKeyPredecessor]

    def to_dict(self) -> dict[str, Any]:
        origin = self.origin

        verifier_key = self.verifier_key

        network = self.network

        topic_id: None | str
        topic_id = self.topic_id

        mirror_url: None | str
        mirror_url = self.mirror_url

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        predecessors = []
        for predecessors_item_data in self.predecessors:
            predecessors_item = predecessors_item_data.to_dict()
            predecessors.append(predecessors_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "origin": origin,
                "verifier_key": verifier_key,
                "network": network,
                "topic_id": topic_id,
                "mirror_url": mirror_url,
                "hashscan_url": hashscan_url,
                "predecessors": predecessors,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.log_key_predecessor import LogKeyPredecessor  # noqa: PLC0415

        d = dict(src_dict)
        origin = d.pop("origin")

        verifier_key = d.pop("verifier_key")

        network = d.pop("network")

        def _parse_topic_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        topic_id = _parse_topic_id(d.pop("topic_id"))

        def _parse_mirror_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        mirror_url = _parse_mirror_url(d.pop("mirror_url"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        predecessors = []
        _predecessors = d.pop("predecessors")
        for predecessors_item_data in _predecessors:
            predecessors_item = LogKeyPredecessor.from_dict(predecessors_item_data)

            predecessors.append(predecessors_item)

        log_key = cls(
            origin=origin,
            verifier_key=verifier_key,
            network=network,
            topic_id=topic_id,
            mirror_url=mirror_url,
            hashscan_url=hashscan_url,
            predecessors=predecessors,
        )

        return log_key
