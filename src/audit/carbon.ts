import { z } from "zod";
import { calculate } from "../carbon/calculation.ts";
import { calculationJson } from "../carbon/calculation-wire.ts";
import { customTable, customTableSchema } from "../carbon/custom-table.ts";
import { type FactorTable, factorTables } from "../carbon/factors.ts";
import { calculationSchema } from "../carbon/request.ts";
import { Fault, type FieldError } from "../kernel/fault.ts";

/**
 * The answer of `POST /api/v1/carbon/calculations` to the same request, byte for byte, without a gateway.
 *
 * @param text the request as JSON
 * @param tables texts of the custom grid-factor tables it may name: uploads, or what the gateway answers of one
 * @throws {Fault} `malformed-json`, `invalid-request`, and `rule-violated` as the gateway answers it
 */
export function carbonAnswer(text: string, tables: readonly string[] = []): string {
  const request = checked(calculationSchema, parsed(text, "The request"), "The request");
  const custom = tables.map(gridTable).map((table) => [table.id, table] as const);
  return JSON.stringify(calculationJson(calculate(request, new Map([...custom, ...factorTables]))));
}

const answeredSchema = z.object({ hash: z.string(), table: z.unknown() });

/** @throws {Fault} `malformed-json`, `invalid-request`, also when it is not the table its hash is of */
function gridTable(text: string): FactorTable {
  const json = parsed(text, "The grid table");
  const answered = answeredSchema.safeParse(json);
  const table = customTable(
    checked(customTableSchema, answered.success ? answered.data.table : json, "The grid table"),
  );
  if (answered.success && answered.data.hash !== table.hash) {
    const detail = `The grid table ${table.id} was changed: its hash is ${table.hash}, not ${answered.data.hash}.`;
    throw new Fault("invalid-request", detail, { errors: [{ pointer: "/hash", rule: "hash", detail }] });
  }
  return table;
}

function checked<S extends z.ZodType>(schema: S, json: unknown, what: string): z.output<S> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, code, message }): FieldError => {
    const pointer = path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    return { pointer, rule: code, detail: message };
  });
  const [first] = errors;
  const where = `${first?.pointer || what.toLowerCase()}: ${first?.detail}`;
  throw new Fault("invalid-request", `${what} is not valid at ${errors.length} places, first ${where}.`, { errors });
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("malformed-json", `${what} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}
