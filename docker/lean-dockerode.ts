import { createRequire } from "node:module";

// dockerode loads gRPC and ssh2 with its first line, for builds with BuildKit and for ssh:// hosts: 70 of the 110 ms it
// takes, in a process that is to move traffic in less than half a second. Here they are loaded when they are called: ssh2,
// which would take any host key, never, because ssh-agent.ts stands in for it.
const fromHere = createRequire(import.meta.url);
const fromDockerode = createRequire(fromHere.resolve("dockerode"));
const fromModem = createRequire(fromDockerode.resolve("docker-modem"));
loadWhenCalled(fromDockerode, "./session");
loadWhenCalled(fromModem, "./ssh");
const { default: Dockerode } = await import("dockerode");

/** The class of dockerode, loaded in a third of the time. */
export { Dockerode };

/** Puts a function in a module's place that loads the module and calls it. */
function loadWhenCalled(require: NodeJS.Require, request: string): void {
  const file = require.resolve(request);
  const load = (...args: unknown[]): unknown => {
    if (require.cache[file]?.exports === load) Reflect.deleteProperty(require.cache, file);
    return (require(file) as (...args: unknown[]) => unknown)(...args); // both modules export one function
  };
  const module: Partial<NodeJS.Module> = {
    id: file,
    filename: file,
    loaded: true,
    exports: load,
    children: [],
    paths: [],
  };
  require.cache[file] ??= module as NodeJS.Module; // what the loader reads of an entry is there
}
