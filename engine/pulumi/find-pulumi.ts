import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of the Pulumi CLI on PATH; undefined where it is not installed. */
export function findPulumi(path: string = process.env["PATH"] ?? ""): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, "pulumi"))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or not ours to run: the next folder may have it
  }
}
