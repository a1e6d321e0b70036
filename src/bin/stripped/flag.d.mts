/** See flag.mjs, which runs before there is anything that reads types. */
export function strippedFlag(node: string, folder: string, sources: readonly string[]): string;
