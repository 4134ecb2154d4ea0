import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of shell scripts that stand for commands a runner has. */
export interface FakeCommands {
  folder: string;
  /** Puts them before the real ones. */
  PATH: string;
  remove(): void;
}

export function fakeCommands(scripts: Readonly<Record<string, string>>): FakeCommands {
  const folder = mkdtempSync(join(tmpdir(), "tidegate-commands-"));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}`);
    chmodSync(join(folder, name), 0o755);
  }
  return {
    folder,
    PATH: `${folder}:${process.env["PATH"]}`,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
