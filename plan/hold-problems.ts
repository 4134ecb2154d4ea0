import { recordOf } from "../model/observed-hosts.ts";
import type { ColorPlans, ServiceSituation } from "./service-plan.ts";

/** Traffic would move to a version that was rolled back, and that nobody has let serve again. */
export function holdProblems({ name, spec, observed }: ServiceSituation, colors: ColorPlans): string[] {
  const { activeColor } = spec;
  const record = recordOf(observed.hosts, name);
  const hold = record?.hold;
  const version = colors[activeColor]?.release.version;
  if (hold === undefined || record?.active === activeColor || version !== hold.version) return [];
  const why = hold.reason === null ? "" : ` (${JSON.stringify(hold.reason)})`;
  const back = record?.active == null ? "" : `, set activeColor: ${record.active}`;
  return [
    `services.${name}.activeColor: version ${JSON.stringify(version)} was rolled back by ${hold.by} at ` +
      `${new Date(hold.at).toISOString()}${why} and is held, got ${activeColor}. Give a mended build a new version${back}, or let ` +
      `this one serve again: \`tidegate hold clear ${name} --reason TEXT -s ${observed.stack}\`.`,
  ];
}
