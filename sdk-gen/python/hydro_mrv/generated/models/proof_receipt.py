from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.proof_receipt_block_proof_type_0 import ProofReceiptBlockProofType0


T = TypeVar("T", bound="ProofReceipt")


@_attrs_define
class ProofReceipt:
    """Where on the ledger the checkpoint stands

    Attributes:
        network (str): One of `local`, `testnet`, `previewnet`, `mainnet`
        topic_id (str):
        sequence_number (str):
        consensus_timestamp (None | str): Null while the mirror does not show the message yet
        running_hash (None | str): Of the topic, base64, version 3, after this message
        transaction_id (str):
        transaction_id_mirror (str):
        hashscan_url (None | str):
        mirror_url (str):
        block_proof (None | ProofReceiptBlockProofType0): Kept for block proofs, which the network does not offer yet:
            null until then
        previous_running_hash (str | Unset): The same before it; absent when not known
    """

    network: str
    topic_id: str
    sequence_number: str
    consensus_timestamp: None | str
    running_hash: None | str
    transaction_id: str
    transaction_id_mirror: str
    hashscan_url: None | str
    mirror_url: str
    block_proof: None | ProofReceiptBlockProofType0
    previous_running_hash: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.proof_receipt_block_proof_type_0 import (
            ProofReceiptBlockProofType0,  # noqa: PLC0415
        )

        network = self.network

        topic_id = self.topic_id

        sequence_number = self.sequence_number

        consensus_timestamp: None | str
        consensus_timestamp = self.consensus_timestamp

        running_hash: None | str
        running_hash = self.running_hash

        transaction_id = self.transaction_id

        transaction_id_mirror = self.transaction_id_mirror

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        mirror_url = self.mirror_url

        block_proof: dict[str, Any] | None
        if isinstance(self.block_proof, ProofReceiptBlockProofType0):
            block_proof = self.block_proof.to_dict()
        else:
            block_proof = self.block_proof

        previous_running_hash = self.previous_running_hash

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "network": network,
                "topic_id": topic_id,
                "sequence_number": sequence_number,
                "consensus_timestamp": consensus_timestamp,
                "running_hash": running_hash,
                "transaction_id": transaction_id,
                "transaction_id_mirror": transaction_id_mirror,
                "hashscan_url": hashscan_url,
                "mirror_url": mirror_url,
                "block_proof": block_proof,
            }
        )
        if previous_running_hash is not UNSET:
            field_dict["previous_running_hash"] = previous_running_hash

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.proof_receipt_block_proof_type_0 import (
            ProofReceiptBlockProofType0,  # noqa: PLC0415
        )

        d = dict(src_dict)
        network = d.pop("network")

        topic_id = d.pop("topic_id")

        sequence_number = d.pop("sequence_number")

        def _parse_consensus_timestamp(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        consensus_timestamp = _parse_consensus_timestamp(d.pop("consensus_timestamp"))

        def _parse_running_hash(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        running_hash = _parse_running_hash(d.pop("running_hash"))

        transaction_id = d.pop("transaction_id")

        transaction_id_mirror = d.pop("transaction_id_mirror")

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        mirror_url = d.pop("mirror_url")

        def _parse_block_proof(data: object) -> None | ProofReceiptBlockProofType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                block_proof_type_0 = ProofReceiptBlockProofType0.from_dict(data)

                return block_proof_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProofReceiptBlockProofType0, data)

        block_proof = _parse_block_proof(d.pop("block_proof"))

        previous_running_hash = d.pop("previous_running_hash", UNSET)

        proof_receipt = cls(
            network=network,
            topic_id=topic_id,
            sequence_number=sequence_number,
            consensus_timestamp=consensus_timestamp,
            running_hash=running_hash,
            transaction_id=transaction_id,
            transaction_id_mirror=transaction_id_mirror,
            hashscan_url=hashscan_url,
            mirror_url=mirror_url,
            block_proof=block_proof,
            previous_running_hash=previous_running_hash,
        )

        return proof_receipt
