import { agentTrouble, thawing } from "../../model/agent-trouble.ts";
import type { CanaryState } from "../../model/canary-state.ts";
import type { Color } from "../../model/color.ts";
import { messageOn } from "../../model/hosts.ts";
import type { ObservedHost } from "../../model/observed.ts";
import type { EdgeRecord } from "../../model/record.ts";
import { awaitedBy, canaryText, type AwaitedByCanary } from "../../plan/canary-text.ts";
import { standstillOf, standstillText } from "../status/standstill.ts";
import type { Followed } from "./followed.ts";

/** How far a release is. */
export interface Progress extends Pick<Followed, "service" | "version"> {
  active: Color;
  canary: CanaryState;
  awaits: AwaitedByCanary;
  /** The same as a line for people. */
  message: string;
}

/** Remembers what it has told of a stack, so that nothing is told twice. */
export class News {
  readonly #stack: string;
  /** What was told last, by service or host. */
  readonly #told = new Map<string, string>();

  constructor(stack: string) {
    this.#stack = stack;
  }

  /** How far a release is, where that or what it waits for is another thing than before; `now` is Unix time in milliseconds. */
  progress({ service, to, version }: Followed, record: EdgeRecord | null, now: number): Progress[] {
    const canary = record?.canary;
    if (canary === undefined) return [];
    const awaits = awaitedBy(canary, now);
    if (!this.#isNew(`service ${service}`, `${canary.revision} ${awaits}`)) return [];
    const message = `${service}: ${canaryText(canary, to, now)}${this.#remedy(service, awaits)}`;
    return [{ service, version, active: to, canary, awaits, message }];
  }

  /** What keeps the steps from being carried out, and that it is over: a line each. */
  trouble(hosts: readonly ObservedHost[]): string[] {
    return hosts.flatMap((host) => {
      const what = host.agent == null ? "is missing" : agentTrouble(host.agent);
      const kind = host.agent?.state === "running" && what !== undefined ? "silent" : (what ?? "well");
      if (!this.#isNew(`host ${host.name}`, kind, "well")) return [];
      if (what === undefined) return [messageOn(hosts, host, "the agent is back, and the steps go on")];
      const others =
        kind === "silent"
          ? `\`tidegate logs --agent -s ${this.#stack}\` says what it is at`
          : `\`tidegate up -s ${this.#stack}\` brings it back`;
      const remedy = (host.agent == null ? undefined : thawing(host.agent)) ?? others;
      return [messageOn(hosts, host, `the agent ${what}: nobody carries the steps out. ${remedy}`)];
    });
  }

  /** Why a release stands still, each reason once. */
  standstill({ service }: Followed, hosts: readonly ObservedHost[]): string[] {
    const found = standstillOf(hosts, service, this.#stack);
    if (!this.#isNew(`standstill ${service}`, found === null ? "" : `${found.since} ${found.because}`)) return [];
    return found === null ? [] : [`${service}: ${standstillText(found)} ${found.next}`];
  }

  #remedy(service: string, awaits: AwaitedByCanary): string {
    const command = (verb: string) => `\`tidegate canary ${verb} ${service} --reason TEXT -s ${this.#stack}\``;
    if (awaits === "promotion") return `: ${command("promote")}`;
    return awaits === "resumption" ? `; to go on: ${command("resume")}` : "";
  }

  #isNew(about: string, told: string, before = ""): boolean {
    const last = this.#told.get(about) ?? before;
    this.#told.set(about, told);
    return last !== told;
  }
}
