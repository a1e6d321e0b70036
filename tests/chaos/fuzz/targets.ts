/** The operations of the OpenAPI document as a fuzzer sees them. */

export type Schema = {
  readonly type?: string | readonly string[];
  readonly example?: unknown;
  readonly enum?: readonly unknown[];
};

export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema?: Schema;
};

export type Target = {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly needsKey: boolean;
  readonly parameters: readonly Parameter[];
  /** Bodies that the document shows, by media type. */
  readonly bodies: readonly { readonly type: string; readonly examples: readonly unknown[] }[];
};

type Content = Readonly<
  Record<
    string,
    { readonly example?: unknown; readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }
  >
>;
type Operation = {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
};

export function targetsOf(documentText: string): Target[] {
  const { paths } = JSON.parse(documentText) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security = [], parameters = [], requestBody }]) => ({
      ...{ operationId, path, parameters },
      method: method.toUpperCase(),
      needsKey: security.length > 0,
      bodies: Object.entries(requestBody?.content ?? {}).map(([type, { example, examples = {} }]) => ({
        type,
        examples: [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)],
      })),
    })),
  );
}
