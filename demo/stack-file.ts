import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { Color } from "../model/color.ts";
import type { DemoPorts } from "./ports.ts";

/** Name of the demo's stack; its file, Pulumi.demo.yaml, is written by the demo and kept out of git. */
export const DEMO_STACK = "demo";

/** A version of the demo app and its image, by digest. */
export interface DemoRelease {
  version: string;
  image: string;
}

/** What the demo declares at one of its steps. */
export interface Declared {
  ports: DemoPorts;
  activeColor: Color;
  blue: DemoRelease;
  green?: DemoRelease;
}

const HEADER = "Written by `npm run demo`, anew at each of its steps. `npm run demo -- --down` removes it.";

const stackFileSchema = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() });
const releaseSchema = z.object({ image: z.string() });
const servicesSchema = z.object({
  shop: z.object({ blue: releaseSchema.optional(), green: releaseSchema.optional() }),
});
const edgeSchema = z.object({ http: z.string(), preview: z.string() });

/** Writes what is declared; keys that engines keep in the file stay. */
export function writeStackFile(projectDir: string, declared: Declared): void {
  const { config, ...kept } = readStackFile(projectDir);
  const others = Object.entries(config ?? {}).filter(([key]) => !key.startsWith("tidegate:"));
  const text = stringify({ ...kept, config: { ...Object.fromEntries(others), ...renderConfig(declared) } });
  writeFileSync(stackFile(projectDir), `# ${HEADER}\n${text}`);
}

export function removeStackFile(projectDir: string): void {
  rmSync(stackFile(projectDir), { force: true });
}

export function hasStackFile(projectDir: string): boolean {
  return existsSync(stackFile(projectDir));
}

/** Ports of an earlier run of the demo; undefined when there was none. */
export function loadPorts(projectDir: string): DemoPorts | undefined {
  const edge = edgeSchema.safeParse(readStackFile(projectDir).config?.["tidegate:edge"]);
  if (!edge.success) return undefined;
  const port = (address: string) => Number(address.slice(address.lastIndexOf(":") + 1));
  return { http: port(edge.data.http), preview: port(edge.data.preview) };
}

/** Images an earlier run declared last. */
export function loadImagesInUse(projectDir: string): string[] {
  const services = servicesSchema.safeParse(readStackFile(projectDir).config?.["tidegate:services"]);
  if (!services.success) return [];
  const { blue, green } = services.data.shop;
  return [blue, green].flatMap((release) => (release === undefined ? [] : [release.image]));
}

function renderConfig({ ports, activeColor, blue, green }: Declared): Record<string, unknown> {
  return {
    "tidegate:tier": "dev",
    "tidegate:edge": { http: `127.0.0.1:${ports.http}`, preview: `127.0.0.1:${ports.preview}` },
    "tidegate:services": {
      shop: {
        activeColor,
        replicas: 2,
        gate: { passes: 3, interval: "100ms", within: "8s" },
        drain: "5s",
        blue,
        ...(green === undefined ? {} : { green }),
        release: {
          port: 3000,
          health: { path: "/healthz", timeout: "1s" },
          smoke: [{ path: "/", contains: "shop" }],
        },
      },
    },
  };
}

function readStackFile(projectDir: string): z.infer<typeof stackFileSchema> {
  const file = stackFile(projectDir);
  return existsSync(file) ? stackFileSchema.parse(parse(readFileSync(file, "utf8")) ?? {}) : {};
}

function stackFile(projectDir: string): string {
  return join(projectDir, `Pulumi.${DEMO_STACK}.yaml`);
}
