import { ROOT_CONTEXT, SpanStatusCode, trace, type Context } from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from "@opentelemetry/sdk-trace-base";
import { packageVersion } from "../package-version.ts";
import type { Step } from "./step.ts";

/**
 * Sends steps as spans by OTLP over HTTP, as JSON, in one request. A step comes after what it is a part of; the first is a part of what
 * `TRACEPARENT` names. Rejects where they did not arrive within `withinMs`, retries included.
 */
export async function exportSpans(steps: readonly Step[], withinMs: number): Promise<void> {
  const spans = spansOf(steps);
  if (spans.length === 0) return; // the trace is one that nobody records
  const exporter = new OTLPTraceExporter({ timeoutMillis: withinMs });
  await new Promise<void>((resolve, reject) => {
    exporter.export([...spans], ({ error }) => (error === undefined ? resolve() : reject(error)));
  });
}

function spansOf(steps: readonly Step[]): readonly ReadableSpan[] {
  const ended: ReadableSpan[] = [];
  const collector: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => void ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": "tidegate" }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [collector] });
  const tracer = provider.getTracer("tidegate", packageVersion());
  const outer = outerContext();
  const inside = new Map<Step, Context>();
  for (const step of steps) {
    const { name, attributes, startedAt, endedAt, parent, failure } = step;
    const around = (parent === undefined ? undefined : inside.get(parent)) ?? outer;
    const span = tracer.startSpan(name, { attributes, startTime: startedAt }, around);
    inside.set(step, trace.setSpan(around, span));
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    span.end(endedAt);
  }
  return ended;
}

/** What a pipeline hands on to what it runs (opentelemetry.io/docs/specs/otel/context/env-carriers). */
function outerContext(): Context {
  const get = (carrier: NodeJS.ProcessEnv, key: string) => carrier[key.toUpperCase()];
  return new W3CTraceContextPropagator().extract(ROOT_CONTEXT, process.env, { get, keys: Object.keys });
}
