import { imageOnHost } from "../../docker/images/image-facts.ts";
import { otherColor } from "../../model/color.ts";
import { isStopped } from "../../model/observed.ts";
import { readHostLedger } from "./host-ledger.ts";
import { hostTime } from "./host-time.ts";
import type { GatePlace } from "./place.ts";
import { readEngine } from "./probe-host.ts";

/** A Docker host as gates look at it. */
export function hostPlace(host: NonNullable<GatePlace["host"]>): GatePlace {
  const { docker, observe } = host;
  return {
    host,
    now: () => hostTime(docker),
    platform: async () => (await readEngine(docker)).platform,
    findImage: (image) => imageOnHost(docker, image),
    async findWayBack({ service, color }) {
      const { record = null, replicas = [] } = (await observe()).services[service] ?? {};
      const back = otherColor(color);
      const sealed = record?.sealed[back] ?? null;
      const hasServed = record?.active != null;
      if (sealed === null) return { hasServed, target: null };
      const { version, image } = sealed.release;
      const own = replicas.filter((replica) => replica.color === back && replica.release === sealed.hash);
      const running = own.filter(({ state }) => !isStopped(state)).length;
      const isImageThere = (await imageOnHost(docker, image)) !== null;
      return { hasServed, target: { version, image, isImageThere, replicas: own.length, running } };
    },
    readLedger: readHostLedger,
  };
}
