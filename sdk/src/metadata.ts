// What can be said of a materialization: values with a kind, made by `meta` or wrapped from plain ones.

/** A wrapped value. The kinds and shapes are those of Dagster's `MetadataValue` that mean something outside Python. */
export type MetadataValue =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'text' | 'url' | 'path' | 'md' | 'timestamp'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'table'; readonly value: TableValue }
  | { readonly kind: 'tableSchema'; readonly value: readonly ColumnSchema[] }
  | { readonly kind: 'columnLineage'; readonly value: Readonly<Record<string, readonly ColumnOrigin[]>> }
  | { readonly kind: 'image'; readonly value: { readonly src: string; readonly alt: string } }
  | { readonly kind: 'chart'; readonly value: ChartValue };

/** Kind to what a value of it holds. */
export interface MetadataKinds {
  readonly int: number;
  readonly float: number;
  readonly text: string;
  readonly url: string;
  readonly path: string;
  readonly md: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly bool: boolean;
  readonly json: unknown;
  readonly table: TableValue;
  readonly tableSchema: readonly ColumnSchema[];
  readonly columnLineage: Readonly<Record<string, readonly ColumnOrigin[]>>;
  readonly image: { readonly src: string; readonly alt: string };
  readonly chart: ChartValue;
}

/** A wrapped value of one kind. */
export interface Wrapped<Kind extends keyof MetadataKinds> {
  readonly kind: Kind;
  readonly value: MetadataKinds[Kind];
}

/** A few rows of flat cells. */
export interface TableValue {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** One column of what was stored. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: string;
  readonly description?: string;
}

/** A column of another asset, which is named by its key. */
export interface ColumnOrigin {
  readonly asset: string;
  readonly column: string;
}

/** Bars or lines; each series has one number for each `x`. */
export interface ChartValue {
  readonly type: 'bar' | 'line';
  readonly x: readonly (string | number)[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Plain or wrapped values by name. */
export type RawMetadata = Readonly<Record<string, string | number | boolean | MetadataValue>>;
