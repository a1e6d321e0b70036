import { sql } from "kysely";
import type { Db } from "./database.ts";

/** Which of the secrets in files something in a database rests on: then no other one will do. */
export type SecretsInUse = {
  /** Salts of records, webhooks' secrets. */
  readonly plant: boolean;
  /** Second factors; of these only people are seen here, who may have some. */
  readonly auth: boolean;
  /** Tokens whose supply key is the one that a local gateway makes. */
  readonly supply: boolean;
};

/** A gateway makes these secrets for a new database. Beside what was made with another it would sign and open nothing right, unsaid. */
export async function secretsInUse(db: Db): Promise<SecretsInUse> {
  const { rows } = await sql<SecretsInUse>`SELECT
    EXISTS (SELECT FROM plant_heads WHERE seq > 0) OR EXISTS (SELECT FROM webhook_endpoints) AS plant,
    EXISTS (SELECT FROM users) AS auth,
    EXISTS (SELECT FROM tokens) AS supply`.execute(db);
  return rows[0] as SecretsInUse;
}
