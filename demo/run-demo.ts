import type { Engine } from "../engine/engine.ts";
import { startLoad, type Load } from "../load/load.ts";
import { InputError, TidegateError } from "../model/errors.ts";
import { loadImages } from "../setup/images/images-file.ts";
import { openDemo, type DemoOptions } from "./open-demo.ts";
import { findFreePorts, type DemoPorts } from "./ports.ts";
import { release, type Released } from "./release.ts";
import { removeDemo } from "./remove-demo.ts";
import type { Cutover, DemoResult } from "./result.ts";
import {
  hasStackFile,
  loadImagesInUse,
  loadPorts,
  writeStackFile,
  type Declared,
  type DemoRelease,
} from "./stack-file.ts";

/** What the demo app's images answer in `X-Version`. */
const VERSIONS = { v1: "1.0.0", v2: "2.0.0", v3: "3.0.0", v4: "4.0.0" } as const;

type Releases = Record<keyof typeof VERSIONS, DemoRelease>;

/**
 * Releases the demo app under load: v1, a cutover to v2, two broken versions that are refused, a rollback to v1. Set-up
 * must have run. Throws a TidegateError where a step went another way than it should.
 */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const releases = findReleases(options.projectDir);
  await removeOutdated(options, releases);
  const ports = loadPorts(options.projectDir) ?? (await findFreePorts());
  const demo = new Demo(options, ports, releases);
  return demo.run();
}

class Demo {
  readonly #options: DemoOptions;
  readonly #ports: DemoPorts;
  readonly #releases: Releases;
  readonly #cutovers: Cutover[] = [];
  readonly #refused: DemoResult["refused"] = [];

  constructor(options: DemoOptions, ports: DemoPorts, releases: Releases) {
    this.#options = options;
    this.#ports = ports;
    this.#releases = releases;
  }

  async run(): Promise<DemoResult> {
    const { v1, v2, v3, v4 } = this.#releases;
    const isAgain = hasStackFile(this.#options.projectDir);
    this.#declare({ activeColor: "blue", blue: v1 });
    const engine = await openDemo(this.#options);
    await this.#first(engine, isAgain);
    const load = await startLoad({ url: this.#url });
    try {
      this.#say(
        "      load: 8 kept connections, 2 that are opened anew each time, 4 slow answers, a 5 MB upload, 2 event streams",
      );
      await this.#cutOver(engine, load);
      await this.#refuse(engine, load, v3, "[3/5] v3 never becomes healthy");
      await this.#refuse(engine, load, v4, "[4/5] v4 is healthy, but its pages answer 500");
      this.#declare({ activeColor: "green", blue: v1, green: v2 });
      assertReleased(await release(engine, this.#options), "v1 back into blue");
      const rollbackMs = await this.#rollBack(engine, load);
      const { requests, lost } = await load.stop();
      this.#farewell(requests, lost);
      return { requests, lost, cutovers: this.#cutovers, refused: this.#refused, rollbackMs, engine: engine.name };
    } catch (error) {
      await load.stop();
      throw error;
    }
  }

  async #first(engine: Engine, isAgain: boolean): Promise<void> {
    const done = assertReleased(await release(engine, this.#options, isAgain), "v1 on blue");
    this.#say(`[1/5] v1 on blue: serves at ${this.#url} after ${seconds(done.totalMs)} (${engine.name} engine)`);
  }

  async #cutOver(engine: Engine, load: Load): Promise<void> {
    const { v1, v2 } = this.#releases;
    this.#declare({ activeColor: "green", blue: v1, green: v2 });
    load.announce(v2.version);
    const done = assertReleased(await release(engine, this.#options), "cutover to v2");
    const switchMs = this.#record(v1, v2, done);
    this.#say(
      `[2/5] v2 into green, then cutover: switched in ${Math.round(switchMs)} ms, ${seconds(done.totalMs)} in all; ${await seen(load)}`,
    );
  }

  async #refuse(engine: Engine, load: Load, broken: DemoRelease, what: string): Promise<void> {
    this.#declare({ activeColor: "blue", blue: broken, green: this.#releases.v2 });
    const { verdict, error, totalMs, report } = await release(engine, this.#options);
    if (error === null || verdict === null || verdict.ok) {
      throw error ?? new TidegateError(`demo: version ${broken.version} should have been refused and was not.`, 1);
    }
    this.#refused.push({ version: broken.version, reason: verdict.message });
    this.#say(
      `${what}: refused after ${seconds(totalMs)} (${verdict.reason ?? "no reason"}); v2 goes on serving; ${await seen(load)}`,
    );
    for (const line of report) this.#say(`      ${line}`);
  }

  async #rollBack(engine: Engine, load: Load): Promise<number> {
    const { v1, v2 } = this.#releases;
    this.#declare({ activeColor: "blue", blue: v1, green: v2 });
    load.announce(v1.version);
    const done = assertReleased(await release(engine, this.#options), "rollback to v1");
    const switchMs = this.#record(v2, v1, done);
    const backMs = (await load.report()).moves.at(-1)?.firstNewMs;
    if (typeof backMs !== "number")
      throw new TidegateError("demo: no client was answered by v1 after the rollback.", 1);
    this.#say(
      `[5/5] rollback: v1 answers ${seconds(backMs)} after the command, switched in ${Math.round(switchMs)} ms; ${await seen(load)}`,
    );
    return Math.round(backMs);
  }

  #record(from: DemoRelease, to: DemoRelease, { verdict, totalMs }: Released): number {
    if (typeof verdict?.switchMs !== "number") {
      throw new TidegateError(`demo: the cutover to ${to.version} did not say how long its switch took.`, 1);
    }
    const { switchMs } = verdict;
    this.#cutovers.push({ from: from.version, to: to.version, switchMs, totalMs: Math.round(totalMs) });
    return switchMs;
  }

  #declare(declared: Omit<Declared, "ports">): void {
    writeStackFile(this.#options.projectDir, { ...declared, ports: this.#ports });
  }

  #farewell(requests: number, lost: number): void {
    this.#say(`done: ${requests} requests, ${lost} lost`);
    this.#say(`  look at it     ${this.#url}  (serves: v1)    http://127.0.0.1:${this.#ports.preview}  (idle: v2)`);
    this.#say("  what runs      npm run tidegate -- status -s demo");
    this.#say("  remove it      npm run demo -- --down           (--down --all: images and registry, too)");
  }

  #say(line: string): void {
    this.#options.say(line);
  }

  get #url(): string {
    return `http://127.0.0.1:${this.#ports.http}`;
  }
}

function findReleases(projectDir: string): Releases {
  const images = loadImages(projectDir);
  const find = (key: keyof Releases): DemoRelease => {
    const image = images[key];
    if (image === undefined)
      throw new InputError(`demo: image ${key} is not built. Run \`npm run demo\`, which sets it up.`);
    return { version: VERSIONS[key], image: `${image.reference}@${image.digest}` };
  };
  return { v1: find("v1"), v2: find("v2"), v3: find("v3"), v4: find("v4") };
}

/** A version keeps its image. When the demo's images were built anew, an earlier demo cannot be taken up. */
async function removeOutdated(options: DemoOptions, releases: Releases): Promise<void> {
  const known = Object.values(releases).map((entry) => entry.image);
  if (loadImagesInUse(options.projectDir).every((image) => known.includes(image))) return;
  options.say("The demo's images were built anew since it last ran: removing the old environment first.");
  await removeDemo(options);
}

function assertReleased(done: Released, what: string): Released {
  if (done.error !== null) throw done.error;
  if (done.verdict !== null && !done.verdict.ok) throw new TidegateError(`demo: ${what}: ${done.verdict.message}`, 3);
  return done;
}

async function seen(load: Load): Promise<string> {
  const { requests, lost } = await load.report();
  return `${requests} requests, ${lost} lost`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
