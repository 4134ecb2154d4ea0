import { otherColor, type Color } from "../../model/color.ts";
import { assertDone, type Environment } from "../../test/support/environment.ts";
import { runProcess } from "../../test/support/run-process.ts";
import { median } from "../median.ts";
import { quickService, VERSIONS } from "./shipped-edge.ts";
import { measureThroughput } from "./throughput.ts";
import type { Way } from "./way.ts";

/** A row of the second table: `ratio` is the figure divided by its target; up to 1 is what the design asks for. */
export interface Figure {
  what: string;
  figure: string;
  target: string;
  ratio: number | null;
}

/** Flips an environment by whole `tidegate up`s under the mixed load: losses and order. */
export async function measureFlips(environment: Environment, flips: number): Promise<Figure[]> {
  const load = await environment.startLoad();
  let color: Color = "blue";
  for (let flip = 0; flip < flips; flip += 1) {
    color = otherColor(color);
    load.announce(VERSIONS[color]);
    await environment.flip(color);
  }
  const { requests, lost, backwards, mixedMs, held } = await load.stop();
  return [
    {
      what: `${environment.engine} engine: requests lost in ${flips} flips, mixed clients`,
      figure: `${lost} of ${requests}; ${held.cut} streams cut`,
      target: "0",
      ratio: lost === 0 ? 0 : null,
    },
    {
      what: `${environment.engine} engine: clients that saw new, then old`,
      figure: String(backwards),
      target: "0",
      ratio: backwards === 0 ? 0 : null,
    },
    {
      what: `${environment.engine} engine: colors mixed during a flip, worst`,
      figure: `${mixedMs} ms`,
      target: "0 ms",
      ratio: mixedMs === 0 ? 0 : null,
    },
  ];
}

/** One client, which keeps its connection and only looks. */
const ONE_THAT_LOOKS = { clients: { keepAlive: 1, fresh: 0, slow: 0, upload: 0, stream: 0 } };

/**
 * From the command to the first new answer, with one client that only looks: `tidegate up --skip-preview` with the embedded
 * engine, `pulumi up --skip-preview` itself with the CLI.
 */
export async function measureSwitch(environment: Environment, flips: number, targetMs: number): Promise<Figure> {
  const load = await environment.startLoad(ONE_THAT_LOOKS);
  let color: Color = environment.shop.activeColor;
  for (let flip = 0; flip < flips; flip += 1) {
    color = otherColor(color);
    environment.shop.activeColor = color;
    environment.write();
    load.announce(VERSIONS[color]);
    if (environment.engine === "embedded") await environment.flip(color);
    else await pulumiUp(environment);
  }
  const seenMs = median((await load.stop()).moves.map((move) => move.firstNewMs ?? Infinity));
  return {
    what: `${environment.engine} engine: command to traffic switched, idle pool warm, median of ${flips}`,
    figure: `${Math.round(seenMs)} ms`,
    target: `${targetMs} ms`,
    ratio: seenMs / targetMs,
  };
}

/** From the command `tidegate rollback` to the first answer of the release before, with one client that only looks. */
export async function measureRollback(environment: Environment, times: number): Promise<Figure[]> {
  const load = await environment.startLoad(ONE_THAT_LOOKS);
  let color: Color = environment.shop.activeColor;
  for (let time = 0; time < times; time += 1) {
    color = otherColor(color);
    load.announce(VERSIONS[color]);
    // Named, because it is held: the rollback before went back from it.
    const args = ["rollback", "shop", "--traffic-only", "--to", VERSIONS[color]];
    assertDone(await environment.tidegate(args), "rollback");
  }
  const seenMs = (await load.stop()).moves.map((move) => move.firstNewMs ?? Infinity);
  environment.shop.activeColor = color;
  assertDone(await environment.tidegate(["hold", "clear", "shop", "--reason", "measured"]), "hold clear");
  return [
    rollbackFigure(`median of ${times}`, median(seenMs), 500),
    rollbackFigure(`worst of ${times}`, Math.max(...seenMs), 1_000),
  ];
}

function rollbackFigure(what: string, ms: number, targetMs: number): Figure {
  return {
    what: `\`tidegate rollback\`: command to traffic back, ${what}`,
    figure: `${Math.round(ms)} ms`,
    target: `${targetMs} ms`,
    ratio: ms / targetMs,
  };
}

async function pulumiUp({ dir, id, processEnv }: Environment): Promise<void> {
  const args = ["up", "--skip-preview", "--stack", id.stack, "--non-interactive"];
  const ran = await runProcess("pulumi", args, { cwd: dir, env: processEnv, timeoutMs: 120_000 });
  assertDone(ran, "pulumi up");
}

/** Throughput of the edge against another proxy, taken in turns, because the machine is not equally fast all the time. */
export async function measureAgainst(edge: Way, other: Way, rounds: number, target: number | null): Promise<Figure> {
  const shares: number[] = [];
  const rates: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [through, plain] = [await measureThroughput(edge), await measureThroughput(other)];
    shares.push(through / plain);
    rates.push(`${through}/${plain}`);
  }
  const share = median(shares);
  return {
    what: `throughput through ${edge.name} against ${other.name} (req/s: ${rates.join(", ")})`,
    figure: `${Math.round(share * 100)} %`,
    target: target === null ? "none" : `${Math.round(target * 100)} %`,
    ratio: target === null ? null : target / share,
  };
}

/** An `up` without changes: of one service, then of many in the same environment. */
export async function measureNoChange(environment: Environment, image: string, services: number): Promise<Figure> {
  const oneMs = await noChangeMs(environment);
  for (let index = 1; index < services; index += 1) {
    environment.config.services[`s${index}`] = { ...quickService(image, 2), route: { path: `/s${index}` } };
  }
  await environment.up({ timeoutMs: 600_000 });
  const manyMs = await noChangeMs(environment);
  return {
    what: `\`up\` without changes, ${services} services (${services * 4} containers) against one`,
    figure: `${Math.round(manyMs)} ms against ${Math.round(oneMs)} ms: ${(manyMs / oneMs).toFixed(1)} ×`,
    target: "4 ×",
    ratio: manyMs / oneMs / 4,
  };
}

async function noChangeMs(environment: Environment): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) times.push((await environment.up()).ran.elapsedMs);
  return median(times);
}
