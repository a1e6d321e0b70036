/** A cumulative register of a meter. */
export type RegisterKind = "export" | "import" | "gross";

/** A declared change of meter: last values of the old one, first values of the new one. */
export type MeterReplacement = {
  readonly atMs: number;
  readonly last: { readonly [kind in RegisterKind]: bigint | null };
  readonly first: { readonly [kind in RegisterKind]: bigint | null };
};

type Shown = { readonly exportWh: bigint | null; readonly importWh: bigint | null; readonly grossWh: bigint | null };
type Bases = { readonly [kind in RegisterKind]: { readonly wh: bigint } | undefined };

const registers = { export: "exportWh", import: "importWh", gross: "grossWh" } as const;

/**
 * Whether a reading that ends at the very change of meters shows the old one: its time does not tell. It does when
 * whatever it holds lies between what was read before and what the old meter was taken out with.
 */
export function showsOldMeter(reading: Shown, before: Bases, { last }: MeterReplacement): boolean {
  const told = (Object.keys(registers) as RegisterKind[]).flatMap((kind) => {
    const [wh, most] = [reading[registers[kind]], last[kind]];
    return wh === null || most === null ? [] : [(before[kind]?.wh ?? 0n) <= wh && wh <= most];
  });
  return told.length > 0 && told.every((fits) => fits);
}
