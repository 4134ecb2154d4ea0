import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const credentialsSchema = z.object({ current: z.string() });
const projectSchema = z.object({ backend: z.object({ url: z.string() }) });

/**
 * Folder of the file backend the Pulumi CLI would use here, in the CLI's own order of precedence: PULUMI_BACKEND_URL,
 * `backend.url` of Pulumi.yaml, the last `pulumi login`. Undefined for every other kind of backend.
 */
export function fileBackendDir(projectDir: string, environment = process.env): string | undefined {
  const url =
    environment["PULUMI_BACKEND_URL"] ?? projectBackend(projectDir) ?? loginBackend(environment["PULUMI_HOME"]);
  if (url === undefined || !url.startsWith("file://")) return undefined;
  const path = url.slice("file://".length).replace(/\?.*$/, "");
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return resolve(projectDir, path);
}

function projectBackend(projectDir: string): string | undefined {
  const result = projectSchema.safeParse(parse(read(join(projectDir, "Pulumi.yaml")) ?? ""));
  return result.success ? result.data.backend.url : undefined;
}

function loginBackend(pulumiHome = join(homedir(), ".pulumi")): string | undefined {
  const text = read(join(pulumiHome, "credentials.json"));
  if (text === undefined) return undefined;
  const result = credentialsSchema.safeParse(parse(text)); // JSON is YAML
  return result.success ? result.data.current : undefined;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // not there: the next place counts
  }
}
