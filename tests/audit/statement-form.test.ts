import { expect, test } from "vitest";
import { takenSchema } from "../../src/audit/statement-form.ts";
import { statement } from "../../src/http/periods.examples.ts";

test.each(["-1", "1e3", "", "many", 7])(
  "what a meter's register is ahead by is digits, in a statement that is taken as it stands: %j is refused",
  (power_wh) => {
    const meters = (ahead: unknown) => [{ device_id: "METER-001", trusted_export_wh: null, ahead }];
    const told = { nameplate_wh: "0", power_wh: "12", gaps: "400" };
    expect(takenSchema.safeParse({ ...statement, meters: meters(told) }).success).toBe(true);
    expect(takenSchema.safeParse({ ...statement, meters: meters(undefined) }).success).toBe(true);
    expect(takenSchema.safeParse({ ...statement, meters: meters({ ...told, power_wh }) }).success).toBe(false);
  },
);
