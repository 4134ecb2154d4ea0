import { once } from "node:events";
import { connectDocker } from "../../../docker/connect.ts";

// Listens to the engine at the address it is given, and interrupts every process of its group but itself.
const docker = connectDocker(process.argv[2] ?? "");
const events = await docker.getEvents();
const ended = new Promise<string>((resolve) => {
  for (const how of ["end", "error", "close"]) events.on(how, () => resolve("cut off"));
});
events.resume();
const interrupted = once(process, "SIGINT");
process.kill(-process.pid, "SIGINT");
await interrupted;
const answered = docker.ping().then(() => "still listening");
console.log(await Promise.race([ended, answered]));
process.exit();
