import { readValue } from "../../engine/config/edit-config.ts";
import type { WordKind } from "../completion/word-kinds.ts";
import { findStack, findProjectDir, listStacks } from "../project/find-project.ts";

/**
 * Prints the words that may stand at a place of the command line, one a line; none where they cannot be known. Never fails:
 * whoever presses Tab wants no error.
 */
export async function complete(kind: WordKind, options: { stack?: string; cwd: string }): Promise<void> {
  const words = await wordsOf(kind, options).catch(() => []);
  process.stdout.write(words.map((word) => `${word}\n`).join(""));
}

async function wordsOf(kind: WordKind, { stack, cwd }: { stack?: string; cwd: string }): Promise<string[]> {
  if (kind === "rules") return (await import("../../policy/all-rules.ts")).ALL_RULES.map(({ id }) => id);
  const stacks = listStacks(findProjectDir(cwd));
  if (kind === "stacks") return stacks;
  const meant = stack ?? (stacks.length === 1 ? stacks[0] : undefined);
  if (meant === undefined) return kind === "services" ? servicesOf(cwd, stacks) : [];
  if (kind === "services") return servicesOf(cwd, [meant]);
  const { openSession } = await import("../run/session.ts");
  const { engine } = await openSession({ stack: meant, cwd, json: false }, "nothing");
  return Object.keys(await engine.outputs({ showSecrets: false }));
}

function servicesOf(cwd: string, stacks: readonly string[]): string[] {
  const names = stacks.flatMap((stack) => {
    const services = readValue(findStack(cwd, stack), "tidegate:services");
    return typeof services === "object" && services !== null ? Object.keys(services) : [];
  });
  return [...new Set(names)].toSorted();
}
