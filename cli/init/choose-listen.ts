/** The first and the last port that the edge of a new stack may get. */
export const FIRST_PORT = 8080;
export const LAST_PORT = 9079;

/** Addresses on loopback for the edge of a new stack: the first pair of ports that nobody has taken. */
export function chooseListen(taken: ReadonlySet<number>): { http: string; preview: string } {
  for (let port = FIRST_PORT; port < LAST_PORT; port += 2) {
    if (!taken.has(port) && !taken.has(port + 1)) return addresses(port);
  }
  return addresses(FIRST_PORT); // the engine says which of them is taken
}

function addresses(port: number): { http: string; preview: string } {
  return { http: `127.0.0.1:${port}`, preview: `127.0.0.1:${port + 1}` };
}
