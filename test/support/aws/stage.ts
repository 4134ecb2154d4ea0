import type { Mandate } from "../../../edge/control/mandate.ts";
import { awsSchema, type AwsConfig } from "../../../model/aws/config.ts";
import type { Color } from "../../../model/color.ts";
import { gateSchema } from "../../../model/service.ts";
import type { MoveArgs } from "../../../platforms/aws/control/move.ts";
import { observeAws } from "../../../platforms/aws/observe/observe.ts";
import { weightsOf } from "../../../platforms/aws/observe/served.ts";
import type { AwsPlace } from "../../../platforms/aws/place.ts";
import { openStore, type AwsStore } from "../../../platforms/aws/store/open-store.ts";
import { AWS } from "../../unit/model/aws/aws-config.ts";
import { change } from "../ledger/entries.ts";
import type { Account, AccountStack, MadePool } from "./account.ts";
import { createBucket } from "./bucket.ts";
import { recordOf, sealedOnAws } from "./records.ts";

const VERSIONS = { blue: "1.0.0", green: "2.0.0" } as const;

/** A service of two colors in an account, blue serving as switch number 7, and what moves its traffic. */
export interface AwsStage {
  stack: AccountStack;
  blue: MadePool;
  green: MadePool;
  /** Rules of the public and the test listener. */
  rule: string;
  testRule: string;
  bucket: string;
  store: AwsStore;
  /** To move traffic to a color as the next switch. */
  move: (color: Color, more?: Partial<MoveArgs>) => MoveArgs;
  /** Weights of the public and the test rule. */
  weights(): Promise<Record<"public" | "test", { blue: number; green: number }>>;
  /** Kinds of the ledger's entries, each with its purpose where it has one. */
  entries(): Promise<string[]>;
}

/** What the file of such a stack says of AWS. */
export function configOf({ bucket }: Pick<AwsStage, "bucket">): AwsConfig {
  return awsSchema.parse({ ...AWS, bucket });
}

/** Where it is set, when it is not alone: listeners that others have as well, and a place on them that nobody has. */
export interface SharedListeners {
  listeners: Pick<AwsPlace, "listener" | "testListener">;
  priority: number;
}

export async function setAwsStage(account: Account, shared?: SharedListeners): Promise<AwsStage> {
  const { clients } = account;
  const stack = await account.createStack(shared?.listeners);
  const { place } = stack;
  const blue = await account.createPool(stack, { color: "blue", version: VERSIONS.blue });
  const green = await account.createPool(stack, { color: "green", version: VERSIONS.green });
  const split = (toBlue: number, toGreen: number) => [
    { group: blue.group, weight: toBlue },
    { group: green.group, weight: toGreen },
  ];
  const at = shared === undefined ? {} : { priority: shared.priority };
  const rule = await account.createRule(stack, split(100, 0), { generation: 7, ...at });
  const testRule = await account.createRule(stack, split(0, 100), { on: place.testListener, ...at });
  const { name: bucket } = await createBucket(clients);
  const store = openStore(clients, bucket, place.id);
  await store.records.put({ record: recordOf("shop", "blue", { blue: VERSIONS.blue }), untold: null }, null);
  return {
    ...{ stack, blue, green, rule, testRule, bucket, store },
    move: (color, more = {}) => ({
      ...{ clients, place, store, mandate: STANDS, service: "shop", color, generation: 8, change: change() },
      ...{ sealed: sealedOnAws(VERSIONS[color]), definition: { blue, green }[color].definition },
      gate: gateSchema.parse({ interval: "20ms", within: "60s" }),
      ...more,
    }),
    async weights() {
      const { rules, testRules, pools } = await observeAws(clients, place);
      const [shown, preview] = [rules, testRules].map(([only]) => {
        const { blue, green } = weightsOf(only ?? { service: "shop", groups: [] }, pools);
        return { blue, green };
      });
      return { public: shown ?? NOBODY, test: preview ?? NOBODY };
    },
    async entries() {
      const { lines } = await store.ledger.read();
      return lines.map((line) => {
        const { kind, purpose } = JSON.parse(line) as { kind: string; purpose?: string }; // entries that we wrote
        return [kind, purpose].filter((part) => part !== undefined).join(" ");
      });
    },
  };
}

const NOBODY = { blue: 0, green: 0 };

/** Nobody interrupts. */
const STANDS: Pick<Mandate, "during" | "atomically" | "isStopRequested"> = {
  during: (wait) => wait,
  atomically: (act) => act(),
  isStopRequested: () => false,
};
