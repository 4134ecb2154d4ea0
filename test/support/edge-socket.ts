import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A socket as the edge shares it, that answers each line by a rule. */
export class EdgeSocket {
  readonly folder = mkdtempSync(join(tmpdir(), "tidegate-socket-"));
  readonly path = join(this.folder, "edge.sock");
  /** All that was said, each conversation's first line included. */
  readonly heard: string[] = [];
  readonly #clients = new Set<Socket>();
  readonly #answer: (line: string) => string;
  #server = createServer();

  /** `answer` returns lines, the one that ends an answer included; nothing for a first line. */
  constructor(answer: (line: string) => string) {
    this.#answer = answer;
  }

  async listen(): Promise<void> {
    this.#server = createServer((client) => {
      this.#clients.add(client);
      createInterface({ input: client }).on("line", (line) => {
        this.heard.push(line);
        client.write(this.#answer(line));
      });
    });
    this.#server.listen(this.path);
    await once(this.#server, "listening");
  }

  /** Ends as an edge does that is killed, and leaves nobody listening. */
  async stop(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const client of this.#clients) client.destroy();
    this.#clients.clear();
    await closed;
  }

  async remove(): Promise<void> {
    if (this.#server.listening) await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
