import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Engine } from "../../engine/engine.ts";

export type EngineName = Engine["name"];

/** The engines this machine has: the embedded one always, the Pulumi CLI when it is on PATH. TIDEGATE_TEST_ENGINES narrows them. */
export function enginesPresent(): EngineName[] {
  const wanted = process.env["TIDEGATE_TEST_ENGINES"]?.split(",");
  const present: EngineName[] = onPath("pulumi") ? ["embedded", "pulumi"] : ["embedded"];
  return present.filter((name) => wanted === undefined || wanted.includes(name));
}

function onPath(command: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch (error) {
      if (error instanceof Error) return false;
      throw error;
    }
  });
}
