import type { Db, Tx } from "../platform/database.ts";

export type SecondFactor = {
  readonly sealedSecret: Uint8Array;
  readonly isConfirmed: boolean;
  readonly lastStep: bigint | null;
};

export async function findSecondFactor(db: Db, userId: string): Promise<SecondFactor | undefined> {
  const row = await db.selectFrom("second_factors").selectAll().where("user_id", "=", userId).executeTakeFirst();
  return row && { sealedSecret: row.sealed_secret, isConfirmed: row.confirmed_at !== null, lastStep: row.last_step };
}

/** Replaces one that was never confirmed. @returns false when a confirmed one stands. */
export async function insertSecondFactor(
  tx: Tx,
  factor: { userId: string; sealedSecret: Uint8Array; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("second_factors")
    .values({
      user_id: factor.userId,
      sealed_secret: factor.sealedSecret,
      created_at: factor.at,
      confirmed_at: null,
      last_step: null,
    })
    .onConflict((conflict) =>
      conflict
        .column("user_id")
        .doUpdateSet({ sealed_secret: factor.sealedSecret, created_at: factor.at })
        .where("second_factors.confirmed_at", "is", null),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when it is confirmed already, or gone. */
export async function markConfirmed(tx: Tx, userId: string, step: number, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("second_factors")
    .set({ confirmed_at: at, last_step: BigInt(step) })
    .where("user_id", "=", userId)
    .where("confirmed_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes the code of a time step, once. @returns false when it or a later one was taken before. */
export async function takeStep(db: Db, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("second_factors")
    .set({ last_step: BigInt(step) })
    .where("user_id", "=", userId)
    .where("confirmed_at", "is not", null)
    .where((where) => where.or([where("last_step", "is", null), where("last_step", "<", BigInt(step))]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function insertRecoveryCodes(tx: Tx, userId: string, hashes: readonly Uint8Array[]): Promise<void> {
  await tx
    .insertInto("recovery_codes")
    .values(hashes.map((hash) => ({ user_id: userId, code_hash: hash, used_at: null })))
    .execute();
}

/** @returns false when there is no such code, or it was used before. */
export async function takeRecoveryCode(db: Db, userId: string, hash: Uint8Array, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("recovery_codes")
    .set({ used_at: at })
    .where("user_id", "=", userId)
    .where("code_hash", "=", hash)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function countRecoveryCodes(db: Db, userId: string): Promise<number> {
  const { n } = await db
    .selectFrom("recovery_codes")
    .select((select) => select.fn.countAll<bigint>().as("n"))
    .where("user_id", "=", userId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** With its recovery codes. @returns false when there is none. */
export async function deleteSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("second_factors").where("user_id", "=", userId).executeTakeFirst();
  return numDeletedRows === 1n;
}
