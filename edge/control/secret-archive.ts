import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";

/**
 * Secret values as an archive of one folder: each value a file that only `user` (`"10001:10001"`) can read, in a folder
 * whose names only that user can list. To be unpacked beside the folder, because the engine leaves the rights of the
 * place it unpacks into as they are.
 */
export async function secretArchive(
  folder: string,
  values: Readonly<Record<string, string>>,
  user: string,
): Promise<Buffer> {
  const [uid = 0, gid = uid] = user.split(":").map(Number);
  const archive = pack();
  archive.entry({ name: folder, type: "directory", mode: 0o500, uid, gid });
  for (const [name, value] of Object.entries(values)) {
    archive.entry({ name: `${folder}/${name}`, mode: 0o400, uid, gid }, value);
  }
  archive.finalize();
  return buffer(archive);
}
