import { Socket } from "node:net";

// Preloaded into a process the engine starts, ends it when the engine is gone, however it went: descriptor 3 is a pipe
// whose other end only the engine holds.
export const engine = new Socket({ fd: 3 });
engine.on("error", end);
engine.on("close", end);
engine.resume();
engine.unref();

function end(): void {
  process.kill(process.pid, "SIGKILL");
}
