import { createServer } from "node:net";
import { InputError } from "../model/errors.ts";

export interface DemoPorts {
  http: number;
  preview: number;
}

const FIRST: DemoPorts = { http: 8080, preview: 8081 };
const STEP = 10;
const TRIES = 20;

/** 8080 and 8081 of 127.0.0.1, or the next pair (8090 and 8091, …) of which nobody listens on either. */
export async function findFreePorts(first: DemoPorts = FIRST): Promise<DemoPorts> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const pair = { http: first.http + attempt * STEP, preview: first.preview + attempt * STEP };
    if ((await isFree(pair.http)) && (await isFree(pair.preview))) return pair;
  }
  throw new InputError(
    `demo: found no two free ports on 127.0.0.1 from ${first.http} on, tried ${TRIES} pairs. End what listens there.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
