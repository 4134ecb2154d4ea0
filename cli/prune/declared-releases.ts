import { join } from "node:path";
import { z } from "zod";
import type { DeclaredRelease } from "../../delivery/retention/gather-uses.ts";
import type { StackRef } from "../../engine/engine.ts";
import { InputError } from "../../model/errors.ts";
import { parseYaml } from "../../model/parse-yaml.ts";
import { readTextFile } from "../../model/read-text-file.ts";
import { listStacks } from "../project/find-project.ts";

// Only what says which images are needed: a file that is wrong elsewhere needs its images all the same.
const fileSchema = z
  .object({
    config: z
      .object({
        "tidegate:edge": z.object({ image: z.string().optional() }).nullish(),
        "tidegate:services": z.record(z.string(), z.record(z.string(), z.unknown())).nullish(),
      })
      .nullish(),
  })
  .nullish();
const releaseSchema = z.object({ image: z.string(), version: z.coerce.string().default("") });

export interface DeclaredReleases {
  releases: readonly DeclaredRelease[];
  /** Files that could not be read, a sentence each. */
  unread: readonly string[];
}

/**
 * The images that all stack files of a project declare, read without a passphrase: stacks may share a host. Throws an InputError
 * where the stack's own file cannot be read; that of another one is told.
 */
export function declaredReleases(ref: StackRef): DeclaredReleases {
  const files = listStacks(ref.projectDir).map((stack) => readOne(ref, stack));
  return { releases: files.flatMap(({ releases }) => releases), unread: files.flatMap(({ unread }) => unread) };
}

function readOne({ projectDir, stack: own }: StackRef, stack: string): DeclaredReleases {
  const file = `Pulumi.${stack}.yaml`;
  const head = { file, isOwn: stack === own };
  try {
    const path = join(projectDir, file);
    const parsed = fileSchema.safeParse(parseYaml(readTextFile(path), path));
    if (!parsed.success) throw new InputError(`${path}: cannot be read as a stack's file. Correct it.`);
    const { "tidegate:edge": edge, "tidegate:services": services } = parsed.data?.config ?? {};
    const ofEdge =
      edge?.image === undefined ? [] : [{ ...head, service: "the edge", version: "", image: edge.image, isOwn: false }];
    const ofServices = Object.entries(services ?? {}).flatMap(([service, keys]) =>
      // Also a `release` with an image that both colors share.
      [keys, ...Object.values(keys)].flatMap((value) => {
        const release = releaseSchema.safeParse(value);
        return release.success ? [{ ...head, service, ...release.data }] : [];
      }),
    );
    return { releases: [...ofEdge, ...ofServices], unread: [] };
  } catch (error) {
    if (!(error instanceof InputError) || stack === own) throw error;
    return { releases: [], unread: [`${file} cannot be read, and its stack may need it`] };
  }
}
