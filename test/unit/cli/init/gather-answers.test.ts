import { expect, it } from "vitest";
import { gatherAnswers, type Flags } from "../../../../cli/init/gather-answers.ts";
import type { LookedInto } from "../../../../cli/init/look-into-image.ts";

const FACTS: LookedInto = {
  ...{ reference: `shop:1.4.1@sha256:${"a".repeat(64)}`, user: "", numericUser: undefined, ports: [8080], volumes: [] },
  ...{
    health: {},
    preset: undefined,
    startSeconds: 0,
    platform: "linux/amd64",
    enginePlatform: "linux/amd64",
    hasCommand: true,
  },
};

it("takes from the image what no flag says", async () => {
  expect(await gather("mine", { image: "shop:1.4.1", tier: "dev" })).toEqual({
    ...{ image: FACTS.reference, name: "shop", port: 8080, path: "/", tier: "dev" },
  });
});

it("lets flags win, and the image's health check over its exposed ports", async () => {
  const facts = { ...FACTS, ports: [8080, 9090], health: { port: 9090, path: "/up" } };
  expect(await gather("mine", { image: "shop:1.4.1", tier: "dev" }, facts)).toMatchObject({ port: 9090, path: "/up" });
  const flags = { image: "shop:1.4.1", tier: "dev", port: "3000", path: "/ok", name: "till" };
  expect(await gather("mine", flags, facts)).toMatchObject({ port: 3000, path: "/ok", name: "till" });
});

it("takes the path that is usual for a framework, where it has one", async () => {
  const flags = { image: "shop:1.4.1", tier: "dev" };
  expect(await gather("mine", flags, { ...FACTS, preset: "rails" })).toMatchObject({ path: "/up" });
  expect(await gather("mine", flags, { ...FACTS, preset: "node" })).toMatchObject({ path: "/" });
});

it("takes the tier from the stack's name", async () => {
  expect(await gather("production", { image: "shop:1.4.1" })).toMatchObject({ tier: "prod" });
});

it.each([
  ["names all that is missing before it looks", "mine", {}, /^--image: is missing.*\n--tier: is missing/],
  [
    "asks for a port where the image has several",
    "mine",
    { image: "a:1", tier: "dev" },
    /^--port: is missing, and the image exposes 80 and 443\./,
  ],
  [
    "refuses a tier that the stack's name contradicts",
    "prod",
    { image: "a:1", tier: "dev" },
    /^--tier: .*"prod" is of the tier prod, got "dev"/,
  ],
  [
    "says that names have no capitals",
    "mine",
    { image: "Shop:1", tier: "dev" },
    /^--image: must have no capitals but in its tag, got "Shop:1"\. /,
  ],
  [
    "tells every wrong flag at once",
    "mine",
    { image: "a:1", port: "x", tier: "q" },
    /^--port: must be of type number, got "x".*\n--tier: must be one of/,
  ],
  [
    "refuses an image without any tag",
    "mine",
    { image: "a", port: "80", tier: "dev" },
    /^--image: must name one certain build, got "a"/,
  ],
  [
    "refuses an image without a digest in prod",
    "prod",
    { image: "a:1", port: "80" },
    /^--image: must have a digest in prod/,
  ],
] as [string, string, Flags, RegExp][])("%s", async (_title, stack, flags, message) => {
  const facts = { ...FACTS, reference: flags.image ?? "", ports: [80, 443] };
  await expect(gather(stack, flags, facts)).rejects.toThrow(message);
});

async function gather(stack: string, flags: Flags, facts = FACTS) {
  const { answers } = await gatherAnswers({ stack, flags, canAsk: false, look: () => Promise.resolve(facts) });
  return answers;
}
