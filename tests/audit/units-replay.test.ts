import { expect, test } from "vitest";
import { UnitsReplay } from "../../src/audit/units-replay.ts";
import { statementBytesOf, type TransferStatement } from "../../src/issuance/unit-statements.ts";
import { sha256Hex } from "../../src/kernel/canonical.ts";
import { envelope } from "./envelopes.ts";

const issuedUnder = "a".repeat(64);
const claim = "0.0.9@1700000000.000000001";

/** Units of one issuance in two tokens, as where a series was full; then an airdrop of each of these, claimed at once. */
function claimed(...tokens: readonly string[]): void {
  const units = new UnitsReplay();
  const parts = [...new Set(tokens)].map((tokenId) => ({ tokenId, units: 10n }));
  const kind = { rulebook: "acm0002-v22.0", vintage: 2026, unitG: 1_000n };
  units.issued({ issuanceId: "iss_1", statementSha256: issuedUnder, ...kind, parts });
  let seq = 0;
  const record = (transfer: object) => envelope(++seq, "transfer", { transfer: { issuance_id: "iss_1", ...transfer } });
  const moves = tokens.map((token_id, i) => {
    const named = { v: 1, type: "transfer", transfer_id: `trf_${i}` } as const;
    const rest = { token_id, units: "1", to_account: "0.0.9", issued_under: issuedUnder };
    return { ...named, ...rest } satisfies TransferStatement;
  });
  for (const statement of moves) {
    const { transfer_id } = statement;
    units.transfer(record({ step: "order", transfer_id, statement, sha256: sha256Hex(statementBytesOf(statement)) }));
    units.transfer(record({ step: "wait", transfer_id, transaction_id: `0.0.2@1700000000.00000000${seq}` }));
  }
  for (const { transfer_id } of moves) units.transfer(record({ step: "arrive", transfer_id, transaction_id: claim }));
}

test("one claim may take airdrops of several tokens, but in each of them one", () => {
  expect(() => claimed("0.0.5", "0.0.6")).not.toThrow();
  expect(() => claimed("0.0.5", "0.0.5")).toThrow(`the transaction ${claim} did trf_0 already`);
});
