/** Applies a JSON merge patch (RFC 7396): members replace, null removes, objects are merged, lists are replaced. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    // Own members only: a name such as __proto__ is refused by every schema behind this.
    if (value === null) delete merged[name];
    else Object.defineProperty(merged, name, { ...plain, value: mergePatch(merged[name], value) });
  }
  return merged;
}

const plain = { enumerable: true, configurable: true, writable: true };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
