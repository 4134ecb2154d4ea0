/** How an alert comes about: series of one value a minute, as promtool writes them, and minutes from their first. */
export interface AlertCase {
  alert: string;
  /** What is so. */
  when: string;
  given: Readonly<Record<string, string>>;
  /** When it does not fire yet. */
  silentAt: number;
  /** When it does, and how; left out where it never does. */
  fires?: { at: number; labels: Readonly<Record<string, string>>; says: string };
}

const STACK = { project: "acme", stack: "prod" };
const SHOP = { ...STACK, service: "shop" };
const GREEN = { ...SHOP, color: "green" };
const AGENT = { job: "tidegate", instance: "a:9464" };
const TOMCAT = { job: "shop", instance: "shop-1:8080" };

export const ALERT_CASES: readonly AlertCase[] = [
  {
    alert: "TidegateAgentSilent",
    when: "an agent answers no scrape",
    given: {
      [series("up", AGENT)]: "1x2 0x10",
      [series("tidegate_agent_round_timestamp_seconds", { ...AGENT, ...STACK })]: "0 60 120 stale",
    },
    silentAt: 3,
    fires: { at: 4, labels: AGENT, says: "An agent is silent: a:9464." },
  },
  {
    alert: "TidegateAgentSilent",
    when: "an agent answers, and ends no round",
    given: {
      [series("up", AGENT)]: "1x10",
      [series("tidegate_agent_round_timestamp_seconds", { ...AGENT, ...STACK })]: "0 60 120 120x10",
    },
    silentAt: 4,
    fires: { at: 6, labels: { ...AGENT, ...STACK }, says: "An agent is silent: a:9464." },
  },
  {
    alert: "TidegateAgentSilent",
    when: "an agent answers, and has never ended a round",
    given: { [series("up", AGENT)]: "1x10" },
    silentAt: 0,
    fires: { at: 2, labels: AGENT, says: "An agent is silent: a:9464." },
  },
  {
    alert: "TidegateAgentSilent",
    when: "an agent makes its rounds",
    given: {
      [series("up", AGENT)]: "1x20",
      [series("tidegate_agent_round_timestamp_seconds", { ...AGENT, ...STACK })]: "0+60x20",
    },
    silentAt: 20,
  },
  {
    alert: "TidegateAgentSilent",
    when: "no agent is scraped under the job's name",
    given: { [series("up", { job: "agents" })]: "1x10" },
    silentAt: 0,
    fires: { at: 2, labels: { job: "tidegate" }, says: "An agent is silent." },
  },
  {
    alert: "TidegateEdgeUnreachable",
    when: "the edge answers no round",
    given: { [series("tidegate_edge_up", STACK)]: "1x2 0x10" },
    silentAt: 3,
    fires: { at: 5, labels: STACK, says: "The edge of acme/prod does not answer its agent." },
  },
  {
    alert: "TidegateCanaryStuck",
    when: "a step does not end",
    given: { [series("tidegate_canary_step_start_timestamp_seconds", SHOP)]: "0x90" },
    silentAt: 60,
    fires: {
      at: 70,
      labels: SHOP,
      says: "The canary of shop of acme/prod has been in one step for more than an hour.",
    },
  },
  {
    alert: "TidegateCanaryStuck",
    when: "each step takes half an hour",
    given: { [series("tidegate_canary_step_start_timestamp_seconds", SHOP)]: "0x30 1800x30 3600x30" },
    silentAt: 89,
  },
  {
    alert: "TidegateErrorRatioHigh",
    when: "one answer of ten is an error",
    given: answers({ good: 54, bad: 6 }),
    silentAt: 2,
    fires: { at: 6, labels: GREEN, says: "10% of the answers of green of shop of acme/prod are errors." },
  },
  {
    alert: "TidegateErrorRatioHigh",
    when: "one answer of fifty is an error",
    given: answers({ good: 49, bad: 1 }),
    silentAt: 30,
  },
  {
    alert: "TidegateErrorRatioHigh",
    when: "there are too few answers to tell",
    given: answers({ good: 1, bad: 4 }),
    silentAt: 30,
  },
  {
    alert: "TidegateAnswersSlow",
    when: "one answer of ten takes between 1 s and 2.5 s",
    given: { ...answers({ good: 60, bad: 0 }), ...latency({ "1": 54, "2.5": 60, "+Inf": 60 }) },
    silentAt: 4,
    fires: { at: 9, labels: GREEN, says: "5 % of the answers of green of shop of acme/prod take more than 1.75s." },
  },
  {
    alert: "TidegateAnswersSlow",
    when: "one answer of fifty takes as long",
    given: { ...answers({ good: 50, bad: 0 }), ...latency({ "1": 49, "2.5": 50, "+Inf": 50 }) },
    silentAt: 30,
  },
  {
    alert: "TidegateLedgerCannotBeWritten",
    when: "the disk is full",
    given: { [series("tidegate_ledger_writable", STACK)]: "1x2 0x10" },
    silentAt: 3,
    fires: { at: 5, labels: STACK, says: "The ledger of acme/prod has no room." },
  },
  {
    alert: "TidegateLedgerBroken",
    when: "a line of it was changed",
    given: { [series("tidegate_ledger_intact", STACK)]: "1x2 0x10" },
    silentAt: 3,
    fires: { at: 5, labels: STACK, says: "The ledger of acme/prod is not what was written." },
  },
  {
    alert: "TidegateHoldOpen",
    when: "a release that was rolled back stays held",
    given: { [series("tidegate_hold_start_timestamp_seconds", { ...SHOP, version: "2.0.0" })]: "0x1500" },
    silentAt: 24 * 60,
    fires: {
      at: 24 * 60 + 6,
      labels: { ...SHOP, version: "2.0.0" },
      says: "Version 2.0.0 of shop of acme/prod has been held for more than a day.",
    },
  },
  {
    alert: "TidegateCertificateEnds",
    when: "a certificate has two weeks left",
    given: {
      [series("tidegate_certificate_end_timestamp_seconds", { ...STACK, certificate: "a.example" })]: "1296000x1600",
    },
    silentAt: 24 * 60 + 30,
    fires: {
      at: 24 * 60 + 90,
      labels: { ...STACK, certificate: "a.example" },
      says: "The certificate a.example of acme/prod ends in 13d 22h 30m 0s.",
    },
  },
  {
    alert: "JvmHeapNearlyFull",
    when: "a heap that only its oldest pool bounds stays at 90 %",
    given: heap({ used: [300, 600], max: [-1, 1000] }),
    silentAt: 4,
    fires: { at: 6, labels: TOMCAT, says: "The heap of shop-1:8080 (shop) is 90% full." },
  },
  {
    alert: "JvmHeapNearlyFull",
    when: "a heap of two bounded pools is at 80 %",
    given: heap({ used: [300, 500], max: [400, 600] }),
    silentAt: 30,
  },
  {
    alert: "JvmCollectsTooMuch",
    when: "twelve seconds of each minute are pauses, by Micrometer",
    given: { [series("jvm_gc_pause_seconds_sum", { ...TOMCAT, action: "end of major GC" })]: "0+12x10" },
    silentAt: 4,
    fires: { at: 9, labels: TOMCAT, says: "shop-1:8080 (shop) spends 20% of its time collecting garbage." },
  },
  {
    alert: "JvmCollectsTooMuch",
    when: "they are, by Prometheus' own client",
    given: { [series("jvm_gc_collection_seconds_sum", { ...TOMCAT, gc: "G1 Old Generation" })]: "0+12x10" },
    silentAt: 4,
    fires: { at: 9, labels: TOMCAT, says: "shop-1:8080 (shop) spends 20% of its time collecting garbage." },
  },
  {
    alert: "JvmCollectsTooMuch",
    when: "three seconds of each minute are pauses",
    given: { [series("jvm_gc_pause_seconds_sum", TOMCAT)]: "0+3x30" },
    silentAt: 30,
  },
];

function series(name: string, labels: Readonly<Record<string, string>>): string {
  return `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(",")}}`;
}

/** Answers of green a minute. */
function answers({ good, bad }: { good: number; bad: number }): Record<string, string> {
  return {
    [series("tidegate_answers_total", { ...GREEN, class: "2xx" })]: `0+${good}x40`,
    [series("tidegate_answers_total", { ...GREEN, class: "5xx" })]: `0+${bad}x40`,
  };
}

/** Answers of green a minute up to each bound. */
function latency(buckets: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(buckets).map(([le, count]) => [
      series("tidegate_answer_duration_seconds_bucket", { ...GREEN, le }),
      `0+${count}x40`,
    ]),
  );
}

/** Bytes of the pools of a heap. */
function heap({ used, max }: { used: readonly number[]; max: readonly number[] }): Record<string, string> {
  const pools = (name: string, bytes: readonly number[]) =>
    bytes.map((count, id) => [series(name, { ...TOMCAT, area: "heap", id: String(id) }), `${count}x40`]);
  const other = series("jvm_memory_used_bytes", { ...TOMCAT, area: "nonheap", id: "Metaspace" });
  return Object.fromEntries([
    ...pools("jvm_memory_used_bytes", used),
    ...pools("jvm_memory_max_bytes", max),
    [other, "900x40"],
  ]) as Record<string, string>;
}
