import { createServer, type IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";

/**
 * A request with spans, by the JSON of OTLP 1.x (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding", and trace.proto): ids in
 * hexadecimal, enumerations as numbers, 64-bit numbers as texts or numbers, and no field that there is not.
 */
const value = z.xor([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.union([z.int(), z.string().regex(/^-?\d+$/)]) }),
  z.strictObject({ doubleValue: z.number() }),
  z.strictObject({ arrayValue: z.strictObject({ values: z.array(z.looseObject({})) }) }),
]);
const attributes = z.array(z.strictObject({ key: z.string().min(1), value }));
const hex = (digits: number) => z.string().regex(new RegExp(`^(?!0+$)[0-9a-f]{${digits}}$`));
const nanos = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(BigInt);
const dropped = z.literal(0).optional();

const spanSchema = z.strictObject({
  traceId: hex(32),
  spanId: hex(16),
  parentSpanId: hex(16).optional(),
  traceState: z.string().optional(),
  flags: z.int().min(0).optional(),
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  droppedAttributesCount: dropped,
  events: z.array(z.never()),
  droppedEventsCount: dropped,
  links: z.array(z.never()),
  droppedLinksCount: dropped,
  status: z.strictObject({ code: z.int().min(0).max(2), message: z.string().optional() }),
});
export type SentSpan = z.output<typeof spanSchema>;

const requestSchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes, droppedAttributesCount: dropped }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.string(), version: z.string(), attributes: attributes.optional() }),
          spans: z.array(spanSchema),
          schemaUrl: z.string().optional(),
        }),
      ),
      schemaUrl: z.string().optional(),
    }),
  ),
});

/** What a collector was sent at once. */
export interface SentTraces {
  path: string;
  headers: IncomingHttpHeaders;
  resource: Readonly<Record<string, unknown>>;
  spans: readonly SentSpan[];
}

export interface Collector {
  url: string;
  received: readonly SentTraces[];
  close: () => Promise<void>;
}

/** A collector on loopback that takes whatever fits, and answers with 400 what does not; `answer: "never"` leaves everybody waiting. */
export async function startCollector({
  answer = "at once",
}: { answer?: "at once" | "never" } = {}): Promise<Collector> {
  const received: SentTraces[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const sent = requestSchema.safeParse(JSON.parse(body));
      if (sent.success) received.push(tracesOf(request.url ?? "", request.headers, sent.data));
      if (answer === "at once")
        response.writeHead(sent.success ? 200 : 400).end(sent.success ? "{}" : sent.error.message);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on no socket file
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, received, close };
}

function tracesOf(
  path: string,
  headers: IncomingHttpHeaders,
  { resourceSpans }: z.output<typeof requestSchema>,
): SentTraces {
  const resource = resourceSpans.flatMap((one) =>
    one.resource.attributes.map((said) => [said.key, plain(said)] as const),
  );
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans));
  return { path, headers, resource: Object.fromEntries(resource), spans };
}

/** The attributes of a span, by their names. */
export function attributesOf(span: SentSpan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(span.attributes.map((said) => [said.key, plain(said)]));
}

function plain(said: z.output<typeof attributes>[number]): unknown {
  return Object.values(said.value)[0];
}
