import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { writeFileAtomically } from "../../engine/embedded/state/atomic-file.ts";
import { ProblemsError } from "../../model/errors.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { OBSERVABILITY_FILES } from "../../observability/files.ts";
import { defineResult } from "../result/result.ts";

export interface ObservabilityExportOptions {
  folder: string;
  /** Replace files with other contents. */
  force: boolean;
  json: boolean;
}

const changeSchema = z.enum(["new", "replaced", "unchanged"]);

export const observabilityExportResult = defineResult("observability export", {
  folder: z.string().describe("Absolute."),
  files: z.array(
    z.strictObject({ name: z.string(), what: z.string(), change: changeSchema.describe("What became of the file.") }),
  ),
});

/**
 * Writes the files for Prometheus, Alertmanager and Grafana into a folder. Throws an InputError, before the first is written, where one
 * is there with other contents and may not be replaced.
 */
export async function observabilityExport({ folder, force, json }: ObservabilityExportOptions): Promise<void> {
  const place = resolve(folder);
  const files = OBSERVABILITY_FILES.map(({ name, what, render }) => {
    const [path, text] = [join(place, name), render()];
    return { name, what, path, text, change: changeOf(path, text) };
  });
  const taken = files.filter(({ change }) => change === "replaced").map(({ path }) => path);
  if (!force && taken.length > 0) {
    throw new ProblemsError(
      taken.map((path) => `${path}: is there, with other contents. \`--force\` replaces it; or name another folder.`),
    );
  }
  for (const { path, text, change } of files) {
    if (change !== "unchanged") await writeFileAtomically(path, text, { backup: false, mode: 0o644 });
  }
  if (json) {
    const told = files.map(({ name, what, change }) => ({ name, what, change }));
    return observabilityExportResult.print({ folder: place, files: told });
  }
  process.stdout.write(files.map(({ path }) => `${path}\n`).join(""));
  for (const { name, what, change } of files) process.stderr.write(`${name}: ${what}; ${change}\n`);
}

function changeOf(path: string, text: string): z.infer<typeof changeSchema> {
  if (!existsSync(path)) return "new";
  return readTextFile(path) === text ? "unchanged" : "replaced";
}
