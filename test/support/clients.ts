import { Agent, request, type IncomingMessage } from "node:http";

/** Asks over connections that are kept, each in its turn; of everybody, so that no client is known by its connection. */
const agent = new Agent({ keepAlive: true, maxSockets: 64, scheduling: "fifo" });

export interface Seen {
  status: number;
  /** Of the app's release; undefined where no app answered. */
  version: string | undefined;
}

/** A browser, as far as cookies go: it sends back what it was given. */
export class Client {
  readonly url: string;
  readonly cookies = new Map<string, string>();

  constructor(url: string) {
    this.url = url;
  }

  async get(headers: Readonly<Record<string, string>> = {}): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await send(this.url, { ...(cookie === "" ? {} : { cookie }), ...headers });
    for (const set of response.headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    const version = response.headers["x-version"];
    return { status: response.statusCode ?? 0, version: typeof version === "string" ? version : undefined };
  }
}

function send(url: string, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (response) => {
      response.resume().on("end", () => resolve(response));
    });
    sent.on("error", reject).end();
  });
}

/**
 * How many of `count` may go over where each does with `probability`, so that chance alone goes beyond in 1 of 100,000 cases: a test that
 * is run every day must not fail by chance. The quantiles of the binomial distribution, summed from its definition.
 */
export function binomialBounds(count: number, probability: number, beyond = 0.00001): { least: number; most: number } {
  let logOfTerm = count * Math.log(1 - probability);
  let sum = 0;
  let least: number | undefined;
  for (let hits = 0; hits <= count; hits++) {
    sum += Math.exp(logOfTerm);
    if (sum > beyond / 2) least ??= hits;
    if (sum >= 1 - beyond / 2) return { least: least ?? hits, most: hits };
    logOfTerm += Math.log(((count - hits) / (hits + 1)) * (probability / (1 - probability)));
  }
  return { least: least ?? count, most: count };
}
