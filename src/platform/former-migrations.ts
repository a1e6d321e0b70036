/** A text that a file of migrations had when databases were brought forward with it. */
export type FormerText = {
  /** SHA-256 of that file. */
  readonly hash: string;
  /** What a database lacks that had it, to be as if it had had today's; undefined: nothing, it only said something else. */
  readonly mend?: string;
};

const traceColumn = "ADD COLUMN trace text CHECK (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$')";
/** Which traces a checkpoint's records have is the job's; of what is sent already nobody asks. */
const tracesOfJobs = "ALTER TABLE checkpoints DROP COLUMN traces; ALTER TABLE ledger_jobs ADD COLUMN traces text[];";

/**
 * Texts of before that are mended, from when files were still changed after they had been published. What such a database
 * holds is kept. Of 0001 there are two more, which lack what only the records themselves could tell: those databases stay
 * with the version that made them.
 */
export const formerTexts: ReadonlyMap<number, readonly FormerText[]> = new Map([
  [
    7,
    [
      {
        hash: "b6db34e2cc7ba730ebebf672dcd2f5cccd6c835357a994e3a1d8a7a86659037f",
        mend: "ALTER TABLE tokens ADD COLUMN accepted_transactions text[] NOT NULL DEFAULT '{}'",
      },
    ],
  ],
  [
    27,
    [
      {
        hash: "94036b2d53ecf10e152b43234816853eb7c00b5a35509c103735d63dd4373bdb",
        mend: "CREATE INDEX alerts_own ON alerts (org_id, alert_id) WHERE rule_id IS NULL AND state <> 'resolved'",
      },
    ],
  ],
  [
    29,
    [
      {
        hash: "7757d44bd71e3e80610f9e2ff26f4fcfb52ba03babaf040259c256666bfe37ce",
        mend: ["mint_intents", "transfers", "retirements"]
          .map((table) => `ALTER TABLE ${table} ${traceColumn};`)
          .concat(tracesOfJobs)
          .join(" "),
      },
      { hash: "3028a499b0d0985ca2e2f7089be03399eaca32f779b76abb1cd52f01f99e5d3d", mend: tracesOfJobs },
    ],
  ],
  [37, [{ hash: "8925b6de4c9134141bd4e48146a924b2356c28d296755c48c6f2e7396a1ed523" }]],
]);
