from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.proof_receipt import ProofReceipt


T = TypeVar("T", bound="Proof")


@_attrs_define
class Proof:
    """
    Attributes:
        record_id (str): Random: says nothing of order, number or plant
        record (str): The record's exact canonical (RFC 8785) bytes, as text
        commitment (str): SHA-256 of `record`, hex: the log's leaf
        leaf_index (str):
        tree_size (str):
        proof (str): C2SP tlog-proof: index, path and signed checkpoint
        verifier_key (str): C2SP verifier key of the log that signed the checkpoint; compare it with the topic's message
            that announces it
        receipt (ProofReceipt): Where on the ledger the checkpoint stands
    """

    record_id: str
    record: str
    commitment: str
    leaf_index: str
    tree_size: str
    proof: str
    verifier_key: str
    receipt: ProofReceipt

    def to_dict(self) -> dict[str, Any]:
        record_id = self.record_id

        record = self.record

        commitment = self.commitment

        leaf_index = self.leaf_index

        tree_size = self.tree_size

        proof = self.proof

        verifier_key = self.verifier_key

        receipt = self.receipt.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "record_id": record_id,
                "record": record,
                "commitment": commitment,
                "leaf_index": leaf_index,
                "tree_size": tree_size,
                "proof": proof,
                "verifier_key": verifier_key,
                "receipt": receipt,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.proof_receipt import ProofReceipt  # noqa: PLC0415

        d = dict(src_dict)
        record_id = d.pop("record_id")

        record = d.pop("record")

        commitment = d.pop("commitment")

        leaf_index = d.pop("leaf_index")

        tree_size = d.pop("tree_size")

        proof = d.pop("proof")

        verifier_key = d.pop("verifier_key")

        receipt = ProofReceipt.from_dict(d.pop("receipt"))

        proof = cls(
            record_id=record_id,
            record=record,
            commitment=commitment,
            leaf_index=leaf_index,
            tree_size=tree_size,
            proof=proof,
            verifier_key=verifier_key,
            receipt=receipt,
        )

        return proof
