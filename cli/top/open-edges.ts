import { statusOf } from "../../docker/connect.ts";
import type { CountReader } from "../../edge/counts.ts";
import { haproxy } from "../../edge/haproxy/index.ts";
import { findEdge } from "../../edge/running-edge.ts";
import { InputError } from "../../model/errors.ts";
import type { StackHost } from "../../model/hosts.ts";
import { edgeContainerName, type StackId } from "../../model/names.ts";
import { sumOfCounts } from "./watch-counts.ts";

/** Reads what the edges of all hosts count, together. Where one did not answer, the next reading looks for it anew. */
export function openEdges(hosts: readonly StackHost[], id: StackId): CountReader {
  const edges = hosts.map((host) => openEdge(host, id));
  return {
    read: async () => sumOfCounts(await Promise.all(edges.map((edge) => edge.read()))),
    close: () => {
      for (const edge of edges) edge.close();
    },
  };
}

function openEdge({ address }: StackHost, id: StackId): CountReader {
  let reader: CountReader | undefined;
  const close = () => {
    reader?.close();
    reader = undefined;
  };
  return {
    close,
    read: async () => {
      try {
        reader ??= await haproxy.openCounts(await findEdge({ host: address, ...id }));
        return await reader.read();
      } catch (error) {
        close();
        if (statusOf(error) === undefined) throw error;
        throw new InputError(`edge: ${edgeContainerName(id)} has just ended. Run again.`, { cause: error });
      }
    },
  };
}
