/** A setting is missing or wrong, or what it names is: the message is one sentence that names it. No further start will do better. */
export class SettingError extends Error {}
