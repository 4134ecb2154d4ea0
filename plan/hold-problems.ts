import { recordOf } from "../model/observed-hosts.ts";
import type { Hold } from "../model/record.ts";
import type { ColorPlans, ServiceSituation } from "./service-plan.ts";

/** `version "2.0.0" was rolled back by jane@laptop at 2026-11-29T22:00:00.000Z ("errors at checkout")`. */
export function holdText({ version, reason, by, at }: Hold): string {
  const why = reason === null ? "" : ` (${JSON.stringify(reason)})`;
  return `version ${JSON.stringify(version)} was rolled back by ${by} at ${new Date(at).toISOString()}${why}`;
}

/** Traffic would move to a version that was rolled back, and that nobody has let serve again. */
export function holdProblems({ name, spec, observed }: ServiceSituation, colors: ColorPlans): string[] {
  const { activeColor } = spec;
  const record = recordOf(observed.hosts, name);
  const hold = record?.hold;
  const version = colors[activeColor]?.release.version;
  if (hold === undefined || record?.active === activeColor || version !== hold.version) return [];
  const back = record?.active == null ? "" : `, set activeColor: ${record.active}`;
  return [
    `services.${name}.activeColor: ${holdText(hold)} and is held, got ${activeColor}. Give a mended build a new version${back}, or let ` +
      `this one serve again: \`tidegate hold clear ${name} --reason TEXT -s ${observed.stack}\`.`,
  ];
}
