/** What of an organisation's records is on the ledger, for whoever tells it so. */
export {
  type AnchoredLeaf,
  anchoredLeaves,
  anchoredSize,
  type CheckpointPlace,
  readCheckpointPlaces,
} from "../anchoring/outbox.ts";
