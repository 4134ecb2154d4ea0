/** A query of a panel. */
export interface Query {
  /** PromQL, with the variables of the dashboard. */
  expr: string;
  /** Name of each series, with `{{label}}` in it; left out in a table, which has the labels as columns. */
  legend?: string;
}

export interface Panel {
  /** `lines` over time, one `number` now, or a `table` of what is now. */
  kind: "lines" | "number" | "table";
  title: string;
  /** What it shows, in a sentence. */
  description: string;
  /** As Grafana calls it: `reqps`, `percentunit`, `s`. */
  unit: string;
  queries: readonly Query[];
  /** Words in the place of numbers, with their color. */
  words?: Readonly<Record<number, { text: string; color: string }>>;
}

/** Panels side by side, all as wide as each other. */
export interface Row {
  /** In Grafana's grid, a unit of which is 30 pixels. */
  height: number;
  panels: readonly Panel[];
}
