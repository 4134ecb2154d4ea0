// Runs one `up` of a test project in a process of its own, which a fail point may kill.
import { join } from "node:path";
import { createEmbeddedEngine } from "../../../../engine/embedded/index.ts";
import { World } from "./world.ts";

const [dir = ""] = process.argv.slice(2);
const world = new World();
world.keepIn(join(dir, "world.json"));
const ref = { projectDir: dir, project: "test", stack: "dev" };
const engine = await createEmbeddedEngine(ref, { packages: { fake: world.factory } });
await engine.up({ onEvent: () => undefined, skipPreview: true });
