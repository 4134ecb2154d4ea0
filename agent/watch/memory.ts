import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { progressSchema, type Progress } from "./progress.ts";

const fileSchema = z.record(z.string(), progressSchema);

/** By service, how far what is watched of it is. */
export type ProgressByService = Readonly<Record<string, Progress>>;

/** What was watched before this process began; nothing where there is no such file, or none that can be read: steps begin again. */
export async function loadProgress(path: string): Promise<ProgressByService> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return {}; // a step that lasts longer harms nobody
  }
}

/** Replaces the file at one moment. */
export async function saveProgress(path: string, progress: ProgressByService): Promise<void> {
  await writeFile(`${path}.next`, JSON.stringify(progress), { mode: 0o600 });
  await rename(`${path}.next`, path);
}
