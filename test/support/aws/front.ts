import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Server } from "node:net";
import { text } from "node:stream/consumers";
import { COLOR_HEADER } from "../../../model/aws/names.ts";
import { colorSchema, type Color } from "../../../model/color.ts";
import { freePorts } from "../free-port.ts";
import type { AwsProxy } from "./proxy.ts";

/** What an app of a color answers; `null` never does. */
export type FrontAnswer = { status?: number; body?: string; headers?: Record<string, string> } | null;

/** A request as it came to an app. */
export interface FrontRequest {
  /** Listener by which it came. */
  by: "public" | "preview";
  color: Color;
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface FrontArgs {
  /** Where the rule of the public sends traffic now. */
  weights: () => Promise<Readonly<Record<Color, number>> | null>;
  /** By TLS, with this certificate; in clear when left out. */
  certificate?: { cert: string; key: string };
}

/** Stands in the load balancer's place on loopback: two listeners, behind each the color that its rules lead to. */
export interface Front {
  /** `preview green GET /ready`, oldest first. */
  asked: string[];
  /** What the apps answer; 200 with nothing until a test says otherwise. */
  answer: (request: FrontRequest) => FrontAnswer;
  /** Has whoever asks AWS for the addresses of listeners be led here, by this name of the load balancer, until the proxy is cleared. */
  lead(proxy: AwsProxy, host?: string): void;
  stop(): Promise<void>;
}

/** Ports of the listeners that tests make. */
const PORTS = { public: 443, preview: 8443 } as const;

export async function startFront({ weights, certificate }: FrontArgs): Promise<Front> {
  const [publicPort = 0, previewPort = 0] = await freePorts(2);
  const ports = { public: publicPort, preview: previewPort };
  const front: Front = {
    asked: [],
    answer: () => ({}),
    lead(proxy, host = "127.0.0.1") {
      proxy.trouble("elasticloadbalancing:DescribeListeners", (said, { body }) =>
        body.includes("ListenerArns") ? ledTo(said, ports) : said,
      );
      proxy.trouble("elasticloadbalancing:DescribeLoadBalancers", (said) =>
        said.replaceAll(/<DNSName>.*?<\/DNSName>/g, `<DNSName>${host}</DNSName>`),
      );
    },
    async stop() {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };

  async function handle(by: FrontRequest["by"], incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const named = incoming.headers[COLOR_HEADER.toLowerCase()];
    const color = typeof named === "string" ? colorSchema.parse(named.split(".")[1]) : await colorOf(by, weights);
    if (color === undefined) return void response.writeHead(404).end();
    const { method = "", url: path = "", headers } = incoming;
    front.asked.push(`${by} ${color} ${method} ${path}`);
    const answer = front.answer({ by, color, method, path, headers, body: await text(incoming) });
    if (answer === null) return;
    response.writeHead(answer.status ?? 200, answer.headers ?? {}).end(answer.body ?? "");
  }

  const servers = await Promise.all(
    (["public", "preview"] as const).map((by) => {
      const listener: RequestListener = (incoming, response) => {
        handle(by, incoming, response).catch(() => incoming.socket.destroy()); // AWS is gone, at the end of a test
      };
      return listen(
        certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener),
        ports[by],
      );
    }),
  );
  return front;
}

async function colorOf(by: FrontRequest["by"], weights: FrontArgs["weights"]): Promise<Color | undefined> {
  const found = await weights();
  if (by === "preview" || found === null) return undefined;
  return colorSchema.options.find((color) => found[color] > 0);
}

function ledTo(said: string, ports: typeof PORTS | { public: number; preview: number }): string {
  return said
    .replaceAll(`<Port>${PORTS.public}</Port>`, `<Port>${ports.public}</Port>`)
    .replaceAll(`<Port>${PORTS.preview}</Port>`, `<Port>${ports.preview}</Port>`);
}

function listen<T extends Server>(server: T, port: number): Promise<T> {
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}
