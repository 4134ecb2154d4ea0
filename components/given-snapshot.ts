import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadSnapshot } from "../edge/snapshot.ts";
import type { StackId } from "../model/names.ts";
import type { Observed } from "../model/observed.ts";

/**
 * What TIDEGATE_OBSERVED says in a preview, in place of what there is; undefined where somebody has to look. The path is relative to where the
 * user called the engine: the program itself runs in a folder of its own. Throws what {@link loadSnapshot} does.
 */
export function givenSnapshot(id: StackId): Observed | undefined {
  const path = process.env["TIDEGATE_OBSERVED"];
  if (path === undefined || !pulumi.runtime.isDryRun()) return undefined;
  return loadSnapshot(resolve(process.env["PWD"] ?? process.cwd(), path), id);
}
