import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where an engine keeps what it knows of its networks, below its data root: a bbolt file with records in JSON. */
const NETWORKS_FILE = "network/files/local-kv.db";
/** A network's record, from its first key to its last. */
const RECORD = /\{"addrSpace":(?:(?!\{"addrSpace":).)*?"scope":"[a-z]*"\}/gs;

/**
 * Lets an engine start again that was killed while it removed a network. Its file then still names the network, marked
 * `inDelete`, with the addresses asked for and none given; each start panics over it ("index out of range" in
 * `reservePools`, libnetwork/controller.go of Docker 20.10). Without the addresses asked for the engine starts, and ends
 * the removal itself. The file keeps its length, as its pages must; a copy of it stays beside it. Only for an engine
 * that does not run. Returns the path of the copy, undefined when there is no such network.
 */
export function mendHalfRemovedNetworks(dataRoot: string): string | undefined {
  const file = join(dataRoot, NETWORKS_FILE);
  if (!existsSync(file)) return undefined;
  const before = readFileSync(file, "latin1"); // one character for each byte
  const after = before.replaceAll(RECORD, (record) =>
    record.includes('"inDelete":true') && !record.includes('"ipamV4Info"')
      ? record.replace('"ipamV4Config"', '"ipamV4Forgot"')
      : record,
  );
  if (after === before) return undefined;
  const copy = `${file}.before-mending`;
  copyFileSync(file, copy);
  writeFileSync(`${file}.new`, after, { encoding: "latin1", mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return copy;
}
