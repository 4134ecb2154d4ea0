import type { Panel } from "./panel.ts";
import { DATASOURCE } from "./variables.ts";

/** Place of a panel in Grafana's grid, 24 units wide. */
interface GridPosition {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A panel as Grafana's dashboard JSON has it (grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model). */
export function renderPanel(panel: Panel, id: number, gridPos: GridPosition): object {
  const { title, description, kind, unit, queries } = panel;
  return {
    id,
    type: GRAFANA_TYPE[kind],
    title,
    description,
    gridPos,
    datasource: DATASOURCE,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + index),
      datasource: DATASOURCE,
      expr,
      ...(kind === "lines" ? { range: true } : { instant: true }),
      ...(kind === "table" ? { format: "table" } : { legendFormat: legend }),
    })),
    fieldConfig: {
      defaults: {
        unit,
        mappings: renderWords(panel.words ?? {}),
        noValue: "–",
        ...(kind === "lines" ? { min: 0 } : {}),
      },
      overrides: kind === "lines" ? COLORS : [],
    },
    ...LOOKS[kind],
  };
}

const GRAFANA_TYPE = { lines: "timeseries", number: "stat", table: "table" } as const;

/** Series of a color are drawn in it, each service in a shade of its own. */
const COLORS = ["blue", "green"].map((color) => ({
  matcher: { id: "byRegexp", options: `/ ${color}( |$)/` },
  properties: [{ id: "color", value: { mode: "shades", fixedColor: color } }],
}));

const LOOKS: Readonly<Record<Panel["kind"], object>> = {
  lines: {
    options: {
      legend: { displayMode: "list", placement: "bottom", showLegend: true },
      tooltip: { mode: "multi", sort: "desc" },
    },
  },
  number: {
    options: {
      colorMode: "value",
      graphMode: "none",
      textMode: "auto",
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    },
  },
  table: {
    options: { showHeader: true },
    transformations: [{ id: "organize", options: { excludeByName: { Time: true } } }],
  },
};

function renderWords(words: NonNullable<Panel["words"]>): object[] {
  const options = Object.fromEntries(Object.entries(words).map(([value, { text, color }]) => [value, { text, color }]));
  return Object.keys(words).length === 0 ? [] : [{ type: "value", options }];
}
