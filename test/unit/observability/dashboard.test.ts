import { describe, expect, it } from "vitest";
import { z } from "zod";
import { renderDashboard } from "../../../observability/dashboard/render-dashboard.ts";

const datasource = z.strictObject({ type: z.literal("prometheus"), uid: z.literal("${datasource}") });

/** What Grafana asks of every panel, and what ours are. */
const dashboardSchema = z.object({
  uid: z.string().max(40),
  title: z.string(),
  schemaVersion: z.int(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  annotations: z.object({
    list: z.array(z.object({ name: z.string(), datasource, expr: z.string(), enable: z.boolean() })),
  }),
  panels: z.array(
    z.object({
      id: z.int().positive(),
      type: z.enum(["timeseries", "stat", "table"]),
      title: z.string().min(1),
      description: z.string().min(1),
      datasource,
      gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().positive(), h: z.int().positive() }),
      fieldConfig: z.object({ defaults: z.object({ unit: z.string() }), overrides: z.array(z.unknown()) }),
      targets: z.array(z.object({ refId: z.string(), datasource, expr: z.string().min(1) })).min(1),
    }),
  ),
});

const { panels, templating, annotations, ...page } = dashboardSchema.parse(JSON.parse(renderDashboard()));
const cellsOf = ({ gridPos: { x, y, w, h } }: (typeof panels)[number]) =>
  Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`);

describe("the dashboard", () => {
  it("has a name of its own, so that a newer one takes its place", () => {
    expect(page).toMatchObject({ uid: "tidegate", title: "Tidegate" });
  });

  it("gives each panel an id, and each query of a panel one", () => {
    const ids = panels.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    for (const { targets, title } of panels) {
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length);
    }
  });

  it("fills the width of its grid without a gap, and lets no panel lie on another", () => {
    const cells = panels.flatMap(cellsOf);
    const height = Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells).toHaveLength(24 * height);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  it("uses only variables that it has, or that Grafana has", () => {
    const known = [...templating.list.map(({ name }) => name), "__rate_interval", "__all"];
    const used = [...renderDashboard().matchAll(/\$\{?(\w+)/g)].map(([, name]) => name);
    expect(used.filter((name) => !known.includes(name ?? ""))).toEqual([]);
    expect(known.filter((name) => !used.includes(name))).toEqual([]);
  });

  it("marks switches and steps of a canary", () => {
    expect(annotations.list.map(({ name }) => name)).toEqual(["Switches", "Canary steps"]);
  });

  it("draws the series of a color in it, in shades", () => {
    const [blue] = panels.find(({ title }) => title === "Requests")?.fieldConfig.overrides ?? [];
    expect(blue).toEqual({
      matcher: { id: "byRegexp", options: "/ blue( |$)/" },
      properties: [{ id: "color", value: { mode: "shades", fixedColor: "blue" } }],
    });
  });
});
