import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../model/errors.ts";
import type { SetupContext } from "../step.ts";
import { runCommand } from "./run-command.ts";
import { isDebianLike, PATIENCE, updatePackageLists } from "./system-packages.ts";

/**
 * Fetches Debian packages with apt and unpacks them into `folder`, without what they depend on. Nothing is installed: that takes no
 * root, and starts no service. Only on Debian, Ubuntu and their like; elsewhere, and where apt has no such package, throws an
 * InputError that says `remedy`.
 */
export async function unpackPackages(
  context: SetupContext,
  packages: readonly string[],
  { folder, remedy }: { folder: string; remedy: string },
): Promise<void> {
  if (!isDebianLike()) throw new InputError(`This is not Debian or Ubuntu. ${remedy}`);
  const fetched = await mkdtemp(join(tmpdir(), "tidegate-packages-"));
  try {
    const download = () =>
      runCommand("apt-get", [...PATIENCE, "download", "-q", ...packages], { remedy, cwd: fetched });
    await download().catch(async () => {
      await updatePackageLists(context); // there are none yet, or they name what the mirror no longer has
      await download();
    });
    await mkdir(folder, { recursive: true });
    for (const file of await readdir(fetched)) {
      await runCommand("dpkg-deb", ["--extract", join(fetched, file), folder], { remedy });
    }
  } finally {
    await rm(fetched, { recursive: true });
  }
}
