/**
 * What each program is started with beside its name. A young generation as large as the engine would let it grow holds
 * 100 MB of what nobody needs any more; readings come and go in milliseconds.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const nodeFlags = { serve: ["--max-semi-space-size=16"] };
