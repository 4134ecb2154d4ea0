import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import { parse } from "yaml";
import { InputError } from "../../../model/errors.ts";
import type { StackId } from "../../../model/names.ts";
import { modulePath, startNode } from "../program/node-process.ts";
import type { Config } from "../project/stack-file.ts";
import { MAX_MESSAGE_BYTES } from "../rpc/server.ts";

export interface PackOptions {
  /** Folder of PulumiPolicy.yaml. */
  folder: string;
  /** Folder of the project's Pulumi.yaml, whose stack files the rules may read. */
  projectDir: string;
  id: StackId;
  config: Config;
  dryRun: boolean;
  cacheDir: string;
  /** What the pack prints, its port left out; returns it fit to be shown. */
  onLine: (line: string) => string;
}

export interface PackProcess {
  client: AnalyzerClient;
  stop(): void;
}

/** How long a pack may take to start serving, type check and all. */
const START_TIMEOUT_MS = 60_000;
const PORT_LINE = /^\d{1,5}$/;

/** Starts a policy pack as its own process. Throws an InputError when it ends before it serves. */
export async function startPack(options: PackOptions): Promise<PackProcess> {
  const lines: string[] = [];
  let onPort: (port: string) => void = () => undefined;
  const port = new Promise<string>((resolve) => {
    onPort = resolve;
  });
  let serving = false;
  const pack = startNode({
    args: ["--import", modulePath("lifeline"), "--import", modulePath("light-pack"), entryOf(options.folder)],
    cwd: options.folder,
    env: {
      PULUMI_NODEJS_ORGANIZATION: "organization",
      PULUMI_NODEJS_PROJECT: options.id.project,
      PULUMI_NODEJS_STACK: options.id.stack,
      PULUMI_NODEJS_DRY_RUN: String(options.dryRun),
      PULUMI_CONFIG: JSON.stringify(options.config.values),
      TIDEGATE_PROJECT_DIR: options.projectDir,
    },
    cacheDir: options.cacheDir,
    onLine: (stream, line) => {
      if (stream === "stdout" && !serving && PORT_LINE.test(line.trim())) {
        serving = true;
        onPort(line.trim());
        return;
      }
      lines.push(options.onLine(line));
    },
  });
  const early = pack.ended.then((exit) => {
    throw new InputError(
      `${options.folder}: the policy pack ended (${exit}) before it served:\n${lines.slice(-20).join("\n")}`,
    );
  });
  const late = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new InputError(`${options.folder}: the policy pack did not start within ${START_TIMEOUT_MS / 1000} s.`));
    }, START_TIMEOUT_MS);
    void port.then(() => clearTimeout(timer));
    void pack.ended.catch(() => undefined).then(() => clearTimeout(timer));
  });
  early.catch(() => undefined); // its normal end comes after the race below
  late.catch(() => undefined);
  try {
    const address = `127.0.0.1:${await Promise.race([port, early, late])}`;
    const client = new AnalyzerClient(address, credentials.createInsecure(), {
      "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
      "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
      "grpc.enable_retries": 0, // what a process on this machine does not answer, it will not answer to a second call
    });
    return {
      client,
      stop: () => {
        client.close();
        pack.kill();
      },
    };
  } catch (error) {
    pack.kill();
    throw error;
  }
}

function entryOf(folder: string): string {
  const path = join(folder, "PulumiPolicy.yaml");
  if (!existsSync(path)) throw new InputError(`${path}: is missing. Name the folder of a policy pack.`);
  const file: unknown = parse(readFileSync(path, "utf8"));
  const main = typeof file === "object" && file !== null && "main" in file ? file.main : undefined;
  return typeof main === "string" ? main : "index.ts";
}
