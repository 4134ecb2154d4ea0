import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Load } from "../../load/load.ts";
import { EXIT } from "../../model/errors.ts";
import { enginesPresent } from "../support/engines.ts";
import { createEnvironment, Environment, release, shopService, type StackConfig } from "../support/environment.ts";
import { expectUnnoticed } from "../support/load-proof.ts";
import { useEnvironment } from "../support/use-environment.ts";

interface Refusal {
  what: string;
  /** The idle color keeps its containers too. */
  stagesNothing?: true;
  change: (config: StackConfig) => void;
  exitCode: number;
  says: RegExp;
}

const shop = (config: StackConfig) => config.services["shop"] ?? shopService();

/** Refused by the gate: the idle color may be staged, everything else stays. */
const RED: Refusal[] = [
  {
    what: "a version that never becomes healthy",
    change: (config) =>
      Object.assign(shop(config), { activeColor: "green", green: release("v3"), gate: { within: "4s" } }),
    exitCode: EXIT.gateRed,
    says: /green-0[^]*(?:503|not healthy|status)/,
  },
  {
    what: "a version that is healthy but whose pages answer 500",
    change: (config) => Object.assign(shop(config), { activeColor: "green", green: release("v4") }),
    exitCode: EXIT.gateRed,
    says: /smoke[^]*500/i,
  },
  {
    what: "an image that cannot be pulled",
    stagesNothing: true,
    change: (config) => {
      const image = `127.0.0.1:5000/tidegate/none:9.9.9@sha256:${"0".repeat(64)}`;
      Object.assign(shop(config), { activeColor: "green", green: { version: "9.9.9", image } });
    },
    exitCode: EXIT.input,
    says: /tidegate\/none/,
  },
];

/** Refused before anything is touched: not even the engine's state changes. */
const WRONG: Refusal[] = [
  {
    what: "another version for the active color",
    change: (config) => Object.assign(shop(config), { blue: release("v2") }),
    exitCode: EXIT.input,
    says: /services\.shop\.blue\.version: blue is active and cannot be replaced while it serves/,
  },
  {
    what: "a served version reused for another image",
    change: (config) => Object.assign(shop(config), { blue: { ...release("v2"), version: "1.0.0" } }),
    exitCode: EXIT.input,
    says: /services\.shop\.blue[^]*1\.0\.0/,
  },
  {
    what: "the active color taken out of the config",
    change: (config) => {
      Object.assign(shop(config), { activeColor: "green", green: release("v2") });
      delete shop(config).blue;
    },
    exitCode: EXIT.input,
    says: /blue/,
  },
  {
    what: "an unknown key",
    change: (config) => Object.assign(shop(config), { replcas: 3 }),
    exitCode: EXIT.input,
    says: /services\.shop\.replcas: is not a known key/,
  },
  {
    what: "a value of the wrong type",
    change: (config) => Object.assign(shop(config), { replicas: "two" }),
    exitCode: EXIT.input,
    says: /services\.shop\.replicas: must be of type number, got "two"/,
  },
  {
    what: "two services with the same route",
    change: (config) => (config.services["other"] = { ...shopService() }),
    exitCode: EXIT.input,
    says: /services\.shop\.route: is the route of services\.other too/,
  },
  {
    what: "other ports for the edge",
    change: (config) => Object.assign(config, { edge: { http: "127.0.0.1:1234", preview: "127.0.0.1:1235" } }),
    exitCode: EXIT.input,
    says: /replaces the edge's container/,
  },
  {
    what: "a service that serves and vanished from the config",
    change: (config) => {
      delete config.services["shop"];
      config.services["other"] = shopService();
    },
    exitCode: EXIT.input,
    says: /shop[^]*retire/,
  },
  {
    what: "a service that takes the route of one that retires",
    change: (config) => {
      config.services = { other: shopService() };
      config["retire"] = ["shop"];
    },
    exitCode: EXIT.input,
    says: /services\.other\.route: shop has this route on the edge/,
  },
  {
    what: "a host that cannot be reached",
    change: (config) => (config["host"] = "unix:///nowhere/docker.sock"),
    exitCode: EXIT.input,
    says: /\/nowhere\/docker\.sock/,
  },
];

describe.each(enginesPresent())("refusals with the %s engine", (engine) => {
  const environment = useEnvironment(engine, async (created) => {
    created.config["secrets"] = undefined;
    await created.up();
  });
  let load: Load;
  let good: StackConfig;

  beforeAll(async () => {
    good = structuredClone(environment().config);
    load = await environment().startLoad({ clients: { upload: 0, slow: 1 } });
  });

  afterAll(async () => {
    await expectUnnoticed(load);
  }, 30_000);

  it.each(RED)(
    "keeps traffic where it is: $what",
    async ({ change, exitCode, says, stagesNothing }) => {
      const before = await footprint(environment());
      change(environment().config);
      const run = await environment().tryUp();
      environment().config = structuredClone(good);
      expect(run.text).toMatch(says);
      expect(run.ran.exitCode).toBe(exitCode);
      const after = await footprint(environment());
      expect(after.active).toEqual(before.active);
      if (stagesNothing) expect(after.replicas).toEqual(before.replicas);
    },
    60_000,
  );

  it("is as before once the good config is back", async () => {
    await environment().up();
    expect((await environment().tryUp()).report).toMatchObject({ ok: true, changes: {} });
  }, 60_000);

  it.each(WRONG)(
    "touches nothing: $what",
    async ({ change, exitCode, says }) => {
      const before = await footprint(environment());
      change(environment().config);
      environment().write();
      const preview = await environment().run("preview");
      const run = await environment().run("up");
      environment().config = structuredClone(good);
      environment().write();
      expect(preview.text).toMatch(says);
      expect(preview.ran.exitCode).toBe(exitCode);
      expect(run.text).toMatch(says);
      expect(run.ran.exitCode).toBe(exitCode);
      expect(await footprint(environment())).toEqual(before);
    },
    60_000,
  );

  it("refuses a second clone with an empty state", async () => {
    const before = await footprint(environment());
    const clone = new Environment(engine, environment().id, environment().ports);
    clone.config = structuredClone(good);
    const run = await clone.tryUp();
    expect(run.ran.exitCode).toBe(EXIT.input);
    expect(run.text).toMatch(/environment/);
    expect(await footprint(environment())).toEqual(before);
    const destroyed = await clone.run("destroy");
    expect(destroyed.ran.exitCode).toBe(EXIT.input);
    expect(await footprint(environment())).toEqual(before);
    clone.forget();
  }, 60_000);

  it("refuses a wrong passphrase", async () => {
    const set = ["config", "set", "--secret", "--path", "tidegate:secrets.shop.TOKEN", "hidden", "--engine", engine];
    environment().write();
    expect((await environment().tidegate(set, { json: false })).exitCode).toBe(0);
    const before = await footprint(environment());
    const run = await environment().tryUp({ env: { PULUMI_CONFIG_PASSPHRASE: "wrong" } });
    expect(run.ran.exitCode).toBe(EXIT.input);
    expect(run.text).toMatch(/passphrase/i);
    expect(await footprint(environment())).toEqual(before);
  }, 60_000);
});

describe.skipIf(process.getuid?.() !== 0)("a full disk", () => {
  const environment = useEnvironment("embedded", async (created) => {
    created.shop.green = release("v2");
    await created.up();
  });

  it("is told before anything is touched that could not be written down", async () => {
    const folder = join(environment().dir, ".tidegate", "state");
    const before = await footprint(environment());
    const disk = mountFullDisk(folder);
    try {
      environment().shop.activeColor = "green";
      const run = await environment().tryUp();
      expect(run.ran.exitCode).toBe(EXIT.input);
      expect(run.text).toMatch(/no space|disk[^]*full|ENOSPC/i);
      expect(run.text).toContain(folder);
      expect((await footprint(environment())).active).toEqual(before.active);
    } finally {
      disk.remove();
    }
    expect((await environment().up()).report).toMatchObject({ ok: true });
    expect((await environment().record()).active).toBe("green");
  }, 60_000);
});

describe.each(enginesPresent())("a new environment with the %s engine", (engine) => {
  it("says which port is taken, and comes up once it is free", async () => {
    const environment = await createEnvironment(engine);
    const squatter = createServer();
    try {
      await new Promise<void>((resolve) => squatter.listen(environment.ports.http, "127.0.0.1", resolve));
      const run = await environment.tryUp();
      expect(run.ran.exitCode).not.toBe(0);
      expect(run.text).toMatch(new RegExp(`${environment.ports.http}[^]*(?:in use|taken|allocated)`));
      await new Promise((resolve) => squatter.close(resolve));
      await environment.up();
      expect((await fetch(environment.url)).headers.get("x-version")).toBe("1.0.0");
    } finally {
      squatter.close();
      await environment.remove();
    }
  }, 120_000);
});

/** What no refusal may change: the record, the containers of the active color, the edge; and the engine's state. */
async function footprint(environment: Environment) {
  const observed = await environment.observe();
  const service = observed.services["shop"];
  return {
    active: {
      color: service?.record?.active,
      generation: service?.record?.generation,
      sealed: service?.record?.sealed.blue?.hash,
      workers: service?.workers,
      edge: observed.edge?.id,
      replicas: service?.replicas.filter((replica) => replica.color === "blue").map((replica) => replica.id),
    },
    replicas: service?.replicas.map((replica) => replica.id),
    state: readState(environment),
  };
}

/** Puts a small file system with no room left over a folder, with what is in the folder. */
function mountFullDisk(folder: string): { remove: () => void } {
  const copy = mkdtempSync(join(tmpdir(), "tidegate-disk-"));
  cpSync(folder, copy, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
  cpSync(copy, folder, { recursive: true });
  try {
    writeFileSync(join(folder, "ballast"), Buffer.alloc(2 ** 20));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
  return {
    remove: () => {
      execFileSync("umount", [folder]);
      rmSync(copy, { recursive: true });
    },
  };
}

function readState(environment: Environment): string | undefined {
  const file = join(environment.dir, ".tidegate", "state", `${environment.id.stack}.json`);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
