import { renderAnnotations } from "./annotations.ts";
import type { Row } from "./panel.ts";
import { renderPanel } from "./render-panel.ts";
import { ROWS } from "./rows.ts";
import { renderVariables } from "./variables.ts";

const GRID_WIDTH = 24;
/** Of Grafana 10.4, the oldest that it is written for: later ones bring it up to date as they load it. */
const SCHEMA_VERSION = 39;

/** One page of Grafana for an environment: as a file to import or to provision. */
export function renderDashboard(): string {
  const dashboard = {
    uid: "tidegate",
    title: "Tidegate",
    description: "What users get from both colors of each service, and where its release stands.",
    tags: ["tidegate"],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    timezone: "browser",
    templating: { list: renderVariables() },
    annotations: { list: renderAnnotations() },
    panels: place(ROWS),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

/** Puts rows below each other, and numbers their panels from 1 on. */
function place(rows: readonly Row[]): object[] {
  let y = 0;
  let id = 0;
  return rows.flatMap(({ height: h, panels }) => {
    const edge = (index: number) => Math.round((GRID_WIDTH * index) / panels.length);
    const placed = panels.map((panel, index) => {
      id += 1;
      return renderPanel(panel, id, { x: edge(index), y, w: edge(index + 1) - edge(index), h });
    });
    y += h;
    return placed;
  });
}
