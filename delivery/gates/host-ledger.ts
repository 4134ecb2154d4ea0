import { connectDocker, LOCAL_HOST } from "../../docker/connect.ts";
import { z } from "zod";
import { unnamedHost } from "../../model/hosts.ts";
import { parseAll } from "../../model/problems.ts";
import { hostStore } from "../ledger/host-store.ts";
import { hostTime } from "./host-time.ts";
import type { GatePlace } from "./place.ts";

const hostSchema = z.string().default(LOCAL_HOST);

/** Reads the ledger of another stack from its Docker host. Throws an Error where it is on AWS, which a stack on a host does not read. */
export const readHostLedger: GatePlace["readLedger"] = async (of, config) => {
  if (config["tidegate:platform"] === "aws") {
    throw new Error(`the ledger of ${of.stack} lies in a bucket on AWS; \`ledger\` names an export`);
  }
  const host = parseAll(hostSchema, config["tidegate:host"], { path: `Pulumi.${of.stack}.yaml: tidegate:host` });
  return { text: await hostStore(unnamedHost(host), of).read(), now: await hostTime(connectDocker(host)) };
};
