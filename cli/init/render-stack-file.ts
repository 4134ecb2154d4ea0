import { stringify } from "yaml";
import { presetHealthPath, type PresetName } from "../../model/presets.ts";
import type { Answers } from "./answers.ts";
import { versionOf } from "./names.ts";

export interface StackFileSpec extends Answers {
  host: string;
  listen: { http: string; preview: string };
  /** Numeric user the app runs as. */
  user: string;
  /** Folders of data. */
  volumes: readonly string[];
  /** How long the app may take to start. */
  startSeconds: number;
  preset: PresetName | undefined;
}

/** Open at any time, so that the first release is; the policies ask that production says it. */
const GATE_LINES = [
  "tidegate:gates:",
  "  window: # when releases may be made",
  '    open: ["mon-sun 00:00-24:00"] # at any time; narrow it, to "mon-fri 09:00-17:00" say',
];

/** Below this the default of `gate.within` will do. */
const GATE_SECONDS = 30;

/**
 * The file of a new stack: small, and enough for one `up` with the policies on. What stands in the way of stg and prod
 * later, two colors, a smoke request and hours for releases, is there from the start in those.
 */
export function renderStackFile(spec: StackFileSpec): string {
  const { name, tier, host, listen } = spec;
  const isStrict = tier !== "dev";
  const release = [`version: ${quote(versionOf(spec.image))}`, `image: ${scalar(spec.image)}`];
  const idle = isStrict
    ? ["green: # the way back; the next version takes its place", ...indent(release)]
    : ["# green: # the next version, proved before it serves", "#   version: …", "#   image: …"];
  const service = [
    ...(spec.preset === undefined
      ? []
      : [`preset: ${spec.preset} # what is usual for it (docs/presets.md); what stands here goes before it`]),
    "activeColor: blue # the color that serves",
    "replicas: 2 # containers per color",
    ...gateLines(spec),
    "blue:",
    ...indent(release),
    ...idle,
    "release: # for both colors",
    ...indent(releaseLines(spec, isStrict)),
  ];
  const lines = [
    `tidegate:host: ${scalar(host)}`,
    `tidegate:tier: ${tier} # how strictly the policies judge: dev, stg or prod`,
    "tidegate:edge:",
    `  http: ${listen.http} # where users reach it; "0.0.0.0:80" opens it to the network`,
    `  preview: ${listen.preview} # where the idle color can be looked at`,
    ...(tier === "prod" ? GATE_LINES : []),
    "tidegate:services:",
    ...indent([`${name}:`, ...indent(service)]),
  ];
  return ["# Made by `tidegate init`. docs/configuration.md explains every key.", "config:", ...indent(lines), ""].join(
    "\n",
  );
}

function gateLines({ startSeconds }: StackFileSpec): string[] {
  if (startSeconds <= GATE_SECONDS) return [];
  return [
    "gate:",
    `  within: ${startSeconds + GATE_SECONDS}s # the image says that it may take ${startSeconds} s to start`,
  ];
}

function releaseLines({ port, path, user, volumes, preset }: StackFileSpec, isStrict: boolean): string[] {
  const isUsual = preset !== undefined && presetHealthPath(preset) === path; // it brings its smoke request as well
  const health = ["health:", `  path: ${scalar(path)} # answers 200 when the app is well`];
  const smoke = ["smoke: # pages that must be right before the color may serve", `  - path: ${scalar(path)}`];
  return [
    `port: ${port} # where the app listens in its container`,
    ...(isUsual ? [] : health),
    ...(isStrict && !isUsual ? smoke : []),
    `user: ${quote(user)} # never root`,
    // Every preset has the folders that its framework writes to.
    ...(preset === undefined ? ["writable: # in memory; everything else is read-only", "  - /tmp"] : []),
    ...(volumes.length === 0 ? [] : ["volumes: # kept, and shared by all containers of both colors"]),
    ...volumes.flatMap((target) => [`  - source: ${volumeName(target)}`, `    target: ${scalar(target)}`]),
  ];
}

/** `/var/lib/app` gives `var-lib-app`. */
function volumeName(target: string): string {
  return target.replace(/[^a-zA-Z0-9]+/g, "-").replace(/^-|-$/g, "") || "data";
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? line : `  ${line}`));
}

function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trimEnd();
}

function quote(text: string): string {
  return JSON.stringify(text);
}
