import { BUCKET_BOUNDS_MS, STATUS_CLASSES, type Counts } from "../../edge/counts.ts";
import { CLIENTS } from "../../model/canary.ts";
import { COLORS, type Color } from "../../model/color.ts";
import { gateVerdictSchema, type GateVerdict } from "../../model/gate-result.ts";
import type { Sample } from "./exposition.ts";
import type { MetricKey } from "./metrics.ts";
import type { CanarySnapshot, ServiceSnapshot, Snapshot } from "./snapshot.ts";

type SamplesOf = (snapshot: Snapshot) => Sample[];

/** What each metric is at a moment. Nothing is said of what nobody knows: a series that ends is not taken for a 0. */
export const SAMPLES: Readonly<Record<MetricKey, SamplesOf>> = {
  requests: ofCounts(({ requests }) => [one(requests)]),
  answers: ofCounts(({ statuses }) => STATUS_CLASSES.map((name, index) => one(statuses[index] ?? 0, { class: name }))),
  connectFailures: ofCounts(({ connectFailures }) => [one(connectFailures)]),
  retries: ofCounts(({ retries }) => [one(retries)]),
  answerDuration: ofCounts(({ latency }) => histogram(latency)),
  active: ofColors(({ active }, color) => [one(Number(active === color))]),
  weight: ofColors(({ shares }, color) => [one(shares[color] / CLIENTS)]),
  release: ofColors(({ versions }, color) => info({ version: versions[color] })),
  generation: ofServices(({ generation }) => [one(generation)]),
  canaryInProgress: ofServices(({ canary }) => [one(Number(canary !== null))]),
  canaryStep: ofCanaries(({ step }) => step),
  canarySteps: ofCanaries(({ steps }) => steps),
  canaryPaused: ofCanaries(({ paused }) => Number(paused)),
  canaryStarted: ofCanaries(({ since }) => seconds(since)),
  hold: ofServices(({ hold }) => (hold === null ? [] : [one(seconds(hold.at), { version: hold.version })])),
  guardVerdict: ofServices(({ guard }) => verdicts("rule", guard)),
  gateVerdict: ofServices(({ gates }) => verdicts("gate", gates)),
  ledgerEntries: ({ ledger }) => known(ledger?.head?.number),
  ledgerHead: ({ ledger }) => known(ledger?.head?.at, seconds),
  ledgerWritable: ({ ledger }) => known(ledger?.hasRoom, Number),
  ledgerIntact: ({ ledger }) => known(ledger?.isIntact, Number),
  certificateEnd: ({ certificates }) =>
    Object.entries(certificates).map(([certificate, end]) => one(seconds(end), { certificate })),
  edgeUp: ({ isEdgeUp }) => [one(Number(isEdgeUp))],
  agent: ({ agent }) => info({ version: agent.version }),
  agentRound: ({ agent }) => known(agent.lastRoundAt ?? undefined, seconds),
};

function ofServices(samplesOf: (service: ServiceSnapshot) => Sample[]): SamplesOf {
  return ({ services }) =>
    Object.entries(services).flatMap(([service, seen]) => labelled({ service }, samplesOf(seen)));
}

function ofColors(samplesOf: (service: ServiceSnapshot, color: Color) => Sample[]): SamplesOf {
  return ofServices((service) => COLORS.flatMap((color) => labelled({ color }, samplesOf(service, color))));
}

function ofCounts(samplesOf: (counts: Counts) => Sample[]): SamplesOf {
  return ofColors(({ counts }, color) => {
    const counted = counts[color];
    return counted === undefined ? [] : samplesOf(counted);
  });
}

function ofCanaries(valueOf: (canary: CanarySnapshot) => number): SamplesOf {
  return ofServices(({ canary }) => (canary === null ? [] : [one(valueOf(canary))]));
}

/** Each bucket with all before it, as Prometheus has them; bounds in seconds. */
function histogram(latency: readonly number[]): Sample[] {
  let below = 0;
  const buckets = [...BUCKET_BOUNDS_MS, Infinity].map((bound, index): Sample => {
    below += latency[index] ?? 0;
    return { ...one(below, { le: bound === Infinity ? "+Inf" : String(seconds(bound)) }), suffix: "_bucket" };
  });
  return [...buckets, { ...one(below), suffix: "_count" }];
}

/** A series for each verdict that there could be, so that each may be asked for by its name. */
function verdicts(label: string, given: Readonly<Record<string, GateVerdict>>): Sample[] {
  return Object.entries(given).flatMap(([name, verdict]) =>
    gateVerdictSchema.options.map((option) => one(Number(option === verdict), { [label]: name, verdict: option })),
  );
}

function info({ version }: { version: string | undefined }): Sample[] {
  return version === undefined ? [] : [one(1, { version })];
}

function known<T = number>(value: T | undefined, numberOf: (value: T) => number = Number): Sample[] {
  return value === undefined ? [] : [one(numberOf(value))];
}

function one(value: number, labels: Sample["labels"] = {}): Sample {
  return { labels, value };
}

function labelled(labels: Sample["labels"], samples: readonly Sample[]): Sample[] {
  return samples.map((sample) => ({ ...sample, labels: { ...labels, ...sample.labels } }));
}

function seconds(ms: number): number {
  return ms / 1000;
}
