import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The Debian mirror this machine's apt uses, undefined when its sources name none (on Ubuntu, say; debootstrap then takes
 * its own default). `TIDEGATE_DEBIAN_MIRROR` overrides it.
 */
export function debianMirror(): string | undefined {
  return process.env["TIDEGATE_DEBIAN_MIRROR"] ?? findDebianMirror(readAptSources("/etc/apt"));
}

/** The first address of an archive whose path ends in `/debian`, in either format of apt's sources. */
export function findDebianMirror(sources: string): string | undefined {
  const active = sources.split("\n").filter((line) => /^\s*(?:deb\s|URIs:)/.test(line));
  const addresses = active.flatMap((line) => line.match(/\bhttps?:\/\/\S+/g) ?? []);
  return addresses.map((address) => address.replace(/\/+$/, "")).find((address) => address.endsWith("/debian"));
}

function readAptSources(folder: string): string {
  const list = (path: string) => {
    try {
      return readdirSync(path).map((file) => join(path, file));
    } catch {
      return []; // a machine without apt
    }
  };
  return [...list(folder), ...list(join(folder, "sources.list.d"))]
    .filter((file) => /\.(?:list|sources)$/.test(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}
