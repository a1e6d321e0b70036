/** A setting is missing or wrong, or what it names is: the message is one sentence that names it. No further start will do better. */
export class SettingError extends Error {}

/** That the file which a setting names cannot be read, and why as the platform calls it. */
export function unreadable(
  setting: string,
  file: string,
  { code }: { readonly code?: string | undefined },
): SettingError {
  return new SettingError(`${setting} ${file} cannot be read: ${code ?? "unknown"}.`);
}
