import { calculate } from "../carbon/calculation.ts";
import { calculationJson } from "../carbon/calculation-wire.ts";
import { calculationSchema } from "../carbon/request.ts";
import { Fault, type FieldError } from "../kernel/fault.ts";

/**
 * The answer of `POST /api/v1/carbon/calculations` to the same request, byte for byte, without a gateway.
 *
 * @param text the request as JSON
 * @throws {Fault} `malformed-json`, `invalid-request`, and `rule-violated` as the gateway answers it
 */
export function carbonAnswer(text: string): string {
  const request = calculationSchema.safeParse(parsed(text));
  if (!request.success) {
    const errors = request.error.issues.map(({ path, code, message }): FieldError => {
      const pointer = path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
      return { pointer, rule: code, detail: message };
    });
    const [first] = errors;
    const where = `${first?.pointer || "the request"}: ${first?.detail}`;
    throw new Fault("invalid-request", `The request is not valid at ${errors.length} places, first ${where}.`, {
      errors,
    });
  }
  return JSON.stringify(calculationJson(calculate(request.data)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault("malformed-json", `The request is not JSON: ${(cause as Error).message}.`, { cause });
  }
}
