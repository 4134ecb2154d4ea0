import { SLOW_TEXT } from "./figure-rows.ts";

/** What a figure means, and how it is computed here. */
export interface Definition {
  name: string;
  /** DORA's own words, from its guide to its metrics; null of a figure that is not one of DORA's. */
  dora: string | null;
  here: string;
}

/** Where the definitions of DORA's figures stand. */
export const DORA_GUIDE = "dora.dev/guides/dora-metrics";

const FROM_ATTEMPT = "from its first entry, attempts at the same build that got no traffic included, to its `verified`";

export const DEFINITIONS: readonly Definition[] = [
  {
    name: "Deployment frequency",
    dora: "The number of deployments over a given period or the time between deployments.",
    here: "Releases that moved traffic, by the time of which the ledger tells. No rate from less than a week.",
  },
  {
    name: "Change lead time",
    dora: "The amount of time it takes for a change to go from committed to version control to deployed in production.",
    here:
      "From the time of the commit that the CI job ran on to the release's `verified`, where the clone of the project has that commit. " +
      `Where it has not: ${FROM_ATTEMPT}, told apart, because it leaves out all that came before.`,
  },
  {
    name: "Change fail rate",
    dora: "The ratio of deployments that require immediate intervention following a deployment.",
    here: "Deployments that were gone back from: by themselves, by a rollback, or by an up that returns to what had served.",
  },
  {
    name: "Failed deployment recovery time",
    dora: "The time it takes to recover from a deployment that fails and requires immediate intervention.",
    here:
      "From the failed deployment's `switch` until what was gone back to is `verified`; of a fallback, which nothing proves " +
      "afterwards, until its `switch`.",
  },
  {
    name: "Deployment rework rate",
    dora: "The ratio of deployments that are unplanned but happen as a result of an incident in production.",
    here: "Deployments that were declared an emergency, and those that are the next of their service after a failed one.",
  },
  {
    name: "Success rate",
    dora: null,
    here: "Releases that were `verified`, of all that ended; each attempt counts. A later way back does not change it.",
  },
  { name: "Time to deploy", dora: null, here: `Of deployments that proved themselves, each ${FROM_ATTEMPT}.` },
  {
    name: "Time to return",
    dora: null,
    here: "From the failed deployment's `switch` to the `switch` of the way back.",
  },
  { name: `More than ${SLOW_TEXT}`, dora: null, here: "Deployments whose time to deploy is longer than that." },
];
