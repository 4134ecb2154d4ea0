import { z } from "zod";
import { readHostLedger } from "../../../delivery/gates/host-ledger.ts";
import type { GatePlace } from "../../../delivery/gates/place.ts";
import { awsSchema, type AwsConfig } from "../../../model/aws/config.ts";
import { otherColor } from "../../../model/color.ts";
import type { StackId } from "../../../model/names.ts";
import { parseAll } from "../../../model/problems.ts";
import { connectAws, type AwsClients } from "../clients.ts";
import { readPools } from "../observe/pools.ts";
import { openStore } from "../store/open-store.ts";

export interface AccountPlaceArgs {
  clients: Pick<AwsClients, "ecs" | "s3">;
  id: StackId;
  /** Name or ARN of the ECS cluster. */
  cluster: string;
  bucket: string;
  architecture: AwsConfig["architecture"];
}

/** Processors in the words of ECS, and of images. */
const PLATFORMS = { X86_64: "linux/amd64", ARM64: "linux/arm64" } as const;

/** An account as gates look at it. Its clock is that of this machine, and images lie in registries alone. */
export function accountPlace({ clients, id, cluster, bucket, architecture }: AccountPlaceArgs): GatePlace {
  return {
    host: null,
    now: () => Promise.resolve(Date.now()),
    platform: () => Promise.resolve(PLATFORMS[architecture]),
    findImage: () => Promise.resolve(null),
    async findWayBack({ service, color }) {
      const record = (await openStore(clients, bucket, id).records.read(service))?.record;
      const back = otherColor(color);
      const hasServed = record?.active != null;
      const sealed = record?.sealed[back] ?? null;
      if (sealed === null) return { hasServed, target: null };
      const { version, image } = sealed.release;
      const pools = await readPools(clients, cluster, id, service);
      const pool = pools.find((each) => each.color === back && each.release === sealed.hash);
      const { desired: replicas = 0, running = 0 } = pool ?? {};
      return { hasServed, target: { version, image, isImageThere: true, replicas, running } }; // a task that runs has it
    },
    readLedger: async (of, config) =>
      config["tidegate:platform"] === "aws" ? await readAccountLedger(of, config) : await readHostLedger(of, config),
  };
}

const elsewhereSchema = z.object({ region: awsSchema.shape.region, bucket: awsSchema.shape.bucket });

/** Reads the ledger of another stack from its bucket, with the credentials of this run. */
const readAccountLedger: GatePlace["readLedger"] = async (of, config) => {
  const path = `Pulumi.${of.stack}.yaml: tidegate:aws`;
  const { region, bucket } = parseAll(elsewhereSchema, config["tidegate:aws"], { path });
  return { text: await openStore(await connectAws({ region }), bucket, of).ledger.read(), now: Date.now() };
};
