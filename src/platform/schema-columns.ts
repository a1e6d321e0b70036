import type { ColumnType } from "kysely";

/** Types of columns, as kysely reads and writes them. */

/** bigint columns arrive as `bigint`. */
export type BigIntColumn = ColumnType<bigint, bigint | number, bigint | number>;
export type Nullable<T> = T | null;
export type NullableBigInt = ColumnType<bigint | null, bigint | null, bigint | null>;
export type JsonColumn<T> = ColumnType<T, string, string>;
