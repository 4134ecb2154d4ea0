import { durationMs } from "../../model/duration.ts";
import type { GateId, Gates, GateSettings } from "../../model/gates/gates.ts";
import type { GateResult, GateVerdict } from "../../model/gate-result.ts";
import { shownText } from "../../model/shown-text.ts";
import type { GatePlace } from "./place.ts";
import type { GateRequest } from "./request.ts";
import { withinDeadline } from "./within-deadline.ts";

/** What a probe may ask. */
export interface GateContext {
  request: GateRequest;
  /** Folder of Pulumi.yaml, absolute. */
  projectDir: string;
  /** Environment of the process: what a CI job hands in. Some of it is secret. */
  variables: Readonly<Record<string, string | undefined>>;
  /** Where the release is to serve; null in a preview that has only a snapshot of it. */
  place: GatePlace | null;
}

/** What a judge makes of what was seen. */
export interface Finding {
  verdict: GateVerdict;
  seen: string;
  /** What to do about it; left out when it passed. */
  remedy?: string;
}

/** All there is to say about a gate: `tidegate gates explain` and docs/gates.md take it from here. */
export interface GateText<Id extends GateId = GateId> {
  id: Id;
  title: string;
  /** What it asks, in a sentence. */
  description: string;
  /** What goes wrong without it. */
  rationale: string;
  /** What to do where it is closed. */
  remediation: string;
  /** As a stack file has it under `gates`. */
  example: string;
  /** How long it may take to find out; later it is closed. */
  deadline: string;
}

/** A gate as its file writes it. `Seen` is what its probe finds. */
export interface GateDefinition<Id extends GateId, Seen> extends GateText<Id> {
  /** What it looks at and what would pass, with these settings; `asked` and `wanted` of its result. */
  words: (settings: GateSettings<Id>, request: GateRequest) => { asked: string; wanted: string };
  /** Whether the probe needs the host or account itself, of which a snapshot does not tell enough. */
  needsPlace: boolean;
  /** Finds out. What it throws, and what it does not find within the deadline, closes the gate. `signal` is aborted then. */
  probe: (settings: GateSettings<Id>, context: GateContext, signal: AbortSignal) => Promise<Seen>;
  /** Pure. */
  judge: (settings: GateSettings<Id>, seen: Seen, request: GateRequest) => Finding;
}

/** A gate whatever its settings are. */
export interface Gate extends GateText {
  /** Asks it, by what is declared of it. Never throws: what goes wrong is a result. */
  ask: (gates: Gates, context: GateContext) => Promise<GateResult>;
}

export function defineGate<Id extends GateId, Seen>(definition: GateDefinition<Id, Seen>): Gate {
  const { id, deadline, words, needsPlace, probe, judge } = definition;
  return {
    ...definition,
    async ask(gates, context) {
      const settings = gates[id];
      if (settings == null) throw new Error(`the gate ${id} is asked, but not declared`);
      const started = performance.now();
      const finding =
        needsPlace && context.place === null
          ? unknown(
              "needs a look at where it is to run, which this preview does not take",
              "Nothing; the `up` asks it.",
            )
          : await withinDeadline(durationMs(deadline), async (signal) =>
              judge(settings, await probe(settings, context, signal), context.request),
            ).catch((error: unknown) => unknown(said(error), "Mend that and run again: what nobody knows is closed."));
      const { verdict, seen, remedy = null } = finding;
      const tookMs = Math.round(performance.now() - started);
      return { gate: id, verdict, ...words(settings, context.request), seen: shownText(seen), remedy, tookMs };
    },
  };
}

/** What a gate with `needsPlace` may count on. */
export function placeOf({ place }: Pick<GateContext, "place">): GatePlace {
  if (place === null) throw new Error("a gate that does not need the place asks it");
  return place;
}

function unknown(seen: string, remedy: string): Finding {
  return { verdict: "inconclusive", seen, remedy };
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
