import { once } from "node:events";
import type Docker from "dockerode";
import { startIn } from "../../docker/exec.ts";

/** What answers: each instant query with the number of the first key that it contains. */
const PROGRAM = `
require("node:http").createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk) => (body += chunk)).on("end", () => {
    if (request.headers.authorization !== "Bearer " + TOKEN) return response.writeHead(401).end();
    const query = new URLSearchParams(body).get("query");
    const found = Object.entries(NUMBERS).find(([key]) => query.includes(key));
    const result = found === undefined ? [] : [{ metric: {}, value: [1, String(found[1])] }];
    response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
  });
}).listen(PORT, "127.0.0.1", () => console.log("{}"));`;

/**
 * Answers in a container, with its Node.js and on its own loopback, as a Prometheus does that has these numbers, until the container ends.
 * Whoever does not sign in with the token is refused.
 */
export async function answerQueriesIn(
  docker: Docker,
  container: string,
  { port, token, numbers }: { port: number; token: string; numbers: Readonly<Record<string, number>> },
): Promise<void> {
  const program = `const [PORT, TOKEN, NUMBERS] = ${JSON.stringify([port, token, numbers])};${PROGRAM}`;
  const { stdout } = await startIn(docker, container, ["node", "-e", program], { stdin: false });
  await once(stdout, "data");
}
