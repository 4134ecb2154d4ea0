import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { connectDocker, LOCAL_HOST } from "../docker/connect.ts";
import { observeHost } from "../edge/observe-host.ts";
import type { Engine, StackRef } from "../engine/engine.ts";
import type { EngineEvent } from "../engine/events.ts";
import { findPulumi } from "../engine/pulumi/find-pulumi.ts";
import { enginesOf, selectEngine } from "../engine/select.ts";
import { DEMO_STACK } from "./stack-file.ts";

export interface DemoOptions {
  /** Folder of the repository, absolute; the demo's stack file is written there. */
  projectDir: string;
  /** Engine asked for; the owner of an earlier demo, else the one a new environment gets, when left out. */
  engine?: Engine["name"];
  /** Aborted on Ctrl-C: the step in hand is finished, the load ends, and the next run takes up from there. */
  signal: AbortSignal;
  /** A line for whoever watches. */
  say: (line: string) => void;
  /** What the engine reports meanwhile. */
  onEvent?: (event: EngineEvent) => void;
}

/** The engine of the demo's stack, whose file must exist. */
export async function openDemo(options: DemoOptions): Promise<Engine> {
  providePassphrase(options.projectDir);
  const ref: StackRef = {
    projectDir: options.projectDir,
    project: readProjectName(options.projectDir),
    stack: DEMO_STACK,
  };
  const { environment } = await observeHost(connectDocker(LOCAL_HOST), { project: ref.project, stack: ref.stack });
  const selection = {
    stack: ref.stack,
    observed: environment,
    ...(options.engine === undefined ? {} : { wanted: options.engine }),
  };
  return selectEngine(selection, enginesOf(ref, findPulumi()));
}

/** Name of the project that the demo is a stack of. */
export function readProjectName(projectDir: string): string {
  const file: unknown = parse(readFileSync(join(projectDir, "Pulumi.yaml"), "utf8"));
  return z.object({ name: z.string() }).parse(file).name;
}

/** Engines want a passphrase; a demo must not ask for one. It gets its own, kept beside its state. */
function providePassphrase(projectDir: string): void {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: given } = process.env;
  if (text !== undefined || given !== undefined) return;
  const file = join(projectDir, ".tidegate", "demo.passphrase");
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
  process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = file;
}
