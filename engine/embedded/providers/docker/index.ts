import type { PackageFactory } from "../../provider.ts";
import { containerProvider } from "./container/container.ts";
import { containerTable } from "./container/table.ts";
import { openDaemon } from "./daemon.ts";
import { networkProvider } from "./network.ts";
import { networkTable } from "./network-table.ts";
import { remoteImageProvider, remoteImageTable } from "./remote-image.ts";
import { volumeProvider, volumeTable } from "./volume.ts";

/** The package `docker`, on one container engine. */
export const docker: PackageFactory = (config) => {
  const daemon = openDaemon(config);
  return [networkProvider(daemon), volumeProvider(daemon), remoteImageProvider(daemon), containerProvider(daemon)];
};

export const dockerTables = [networkTable, volumeTable, remoteImageTable, containerTable];
