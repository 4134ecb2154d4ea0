import type { Message } from "../message.ts";

/** The values of a channel's secrets. */
export interface Access {
  url: string;
  /** What messages are signed with, or a routing key; undefined where the channel has none. */
  key: string | undefined;
}

/** An HTTP request, always a POST. */
export interface Post {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** The beginning of an answer to it. */
export interface Answer {
  status: number;
  body: string;
  /** What `Retry-After` asks for, in milliseconds from now. */
  retryAfterMs?: number;
  /** Origin of where a redirect leads. */
  redirect?: string;
}

/** Whether a message got through. `problem` is a sentence without its end, and has no secret in it. */
export type Outcome = { ok: true } | { ok: false; problem: string; retryAfterMs?: number };

/** How to speak to one service: both pure. */
export interface HttpChannel {
  /** The request for a message that is sent at `at`, Unix time in milliseconds. */
  render: (message: Message, access: Access, at: number) => Post;
  read: (answer: Answer) => Outcome;
}

export function jsonPost(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Post {
  return {
    url,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}
