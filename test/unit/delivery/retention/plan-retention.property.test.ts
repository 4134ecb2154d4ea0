import fc from "fast-check";
import { expect, test } from "vitest";
import type { EngineContainer, EngineImage } from "../../../../delivery/retention/engine-things.ts";
import { planRetention, type RetentionInput } from "../../../../delivery/retention/plan-retention.ts";
import { LABEL } from "../../../../model/names.ts";

const NOW = 1_000_000;
const REPOSITORIES = ["r.example/shop", "r.example/blog", "nginx", "127.0.0.1:5000/team/app"];

/** Few of each, so that things often mean each other. */
const repository = fc.constantFrom(...REPOSITORIES);
const digest = fc.constantFrom("a", "b", "c").map((digit) => `sha256:${digit.repeat(64)}`);
const tag = fc.constantFrom("1", "2", "3", "latest");
const name = fc.oneof(
  fc.tuple(repository, tag).map((parts) => parts.join(":")),
  fc.tuple(repository, digest).map((parts) => parts.join("@")),
);
const reference = fc.oneof(
  name,
  fc.tuple(repository, tag, digest).map(([repo, version, hash]) => `${repo}:${version}@${hash}`),
);
const id = fc.constantFrom(..."12345678").map((digit) => `sha256:${digit}`);

const image: fc.Arbitrary<EngineImage> = fc.record({
  id,
  names: fc.uniqueArray(name, { maxLength: 3 }),
  bytes: fc.nat(),
  builtAt: fc.nat(5),
  isOfSetUp: fc.boolean(),
});

const container: fc.Arbitrary<EngineContainer> = fc.record({
  id: fc.uuid(),
  name: fc.constantFrom("a", "b", "c", "d"),
  image: id,
  state: fc.constantFrom("created", "running", "restarting", "paused", "removing", "exited", "dead"),
  madeAt: fc.constantFrom(0, NOW - 10, NOW),
  labels: fc.oneof(
    fc.constant({}),
    fc.record({
      [LABEL.environment]: fc.constantFrom("ours", "theirs"),
      [LABEL.role]: fc.constantFrom("edge", "replica", "helper"),
    }),
  ),
});

const references = fc.array(reference, { maxLength: 3 });
const input: fc.Arbitrary<RetentionInput> = fc.record({
  images: fc.uniqueArray(image, { selector: (one) => one.id, maxLength: 8 }),
  containers: fc.array(container, { maxLength: 6 }),
  mentions: fc.array(fc.record({ reference, why: fc.constant("mentioned") }), { maxLength: 4 }),
  unread: fc.constantFrom([], [], [], ["an edge"]),
  services: fc.array(fc.record({ service: fc.constantFrom("shop", "blog"), references, verified: references }), {
    maxLength: 3,
  }),
  keep: fc.nat(3),
  environment: fc.constantFrom("ours", null),
  recorded: fc.oneof(fc.constant(null), fc.array(fc.constantFrom("a", "b"))),
  now: fc.constant(NOW),
});

/** Told without the code under test: the repository, tag and digest of a reference that is well formed. */
const parts = (text: string) => /^(?<repo>.+?)(?::(?<tag>\w+))?(?:@(?<digest>.+))?$/.exec(text)?.groups ?? {};

function means(text: string, known: string): boolean {
  const [wanted, there] = [parts(text), parts(known)];
  if (wanted["repo"] !== there["repo"]) return false;
  const isSame = (key: "tag" | "digest") => there[key] !== undefined && wanted[key] === there[key];
  return isSame("tag") || isSame("digest");
}

test("retention never removes what is referenced", () => {
  fc.assert(
    fc.property(input, (given) => {
      const { containers, images } = planRetention(given);
      const leaving = new Set(containers.filter(({ goes }) => goes).map((one) => one.id));
      const staying = given.containers.filter((one) => !leaving.has(one.id));
      for (const { id: removed, names } of images.filter(({ goes }) => goes)) {
        expect(staying.filter((one) => one.image === removed)).toEqual([]);
        expect(given.mentions.filter((one) => names.some((known) => means(one.reference, known)))).toEqual([]);
        expect(given.unread).toEqual([]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("retention removes only what a release of the stack brought and a registry still has", () => {
  fc.assert(
    fc.property(input, (given) => {
      const own = given.services
        .flatMap((one) => [...one.references, ...one.verified])
        .map((one) => parts(one)["repo"]);
      for (const { id: removed, names } of planRetention(given).images.filter(({ goes }) => goes)) {
        expect(names.filter((known) => !own.includes(parts(known)["repo"]))).toEqual([]);
        expect(names.some((known) => known.includes("@"))).toBe(true);
        expect(given.images.find((one) => one.id === removed)?.isOfSetUp).toBe(false);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("retention keeps the last releases of each service that the host still has", () => {
  fc.assert(
    fc.property(input, (given) => {
      const { images } = planRetention(given);
      const gone = new Set(images.filter(({ goes }) => goes).map((one) => one.id));
      for (const { verified } of given.services) {
        const there = verified.flatMap((one) =>
          given.images.filter(({ names }) => names.some((known) => means(one, known))),
        );
        const last = [...new Set(there.map((one) => one.id))].slice(0, given.keep);
        expect(last.filter((one) => gone.has(one))).toEqual([]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("retention removes no container but dead ones of its own environment that no state has", () => {
  fc.assert(
    fc.property(input, (given) => {
      for (const { id: removed } of planRetention(given).containers.filter(({ goes }) => goes)) {
        const found = given.containers.find((one) => one.id === removed);
        expect(given.environment).toBe("ours");
        expect(found?.labels).toMatchObject({ [LABEL.environment]: "ours" });
        expect(["created", "exited", "dead"]).toContain(found?.state);
        expect(given.recorded).not.toBeNull();
        expect(given.recorded).not.toContain(found?.name);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("retention finds nothing more once what goes is gone", () => {
  fc.assert(
    fc.property(input, (given) => {
      const { images, containers } = planRetention(given);
      const gone = new Set([...images, ...containers].filter(({ goes }) => goes).map((one) => one.id));
      const left = {
        ...given,
        images: given.images.filter((one) => !gone.has(one.id)),
        containers: given.containers.filter((one) => !gone.has(one.id)),
      };
      const again = planRetention(left);
      expect([...again.images, ...again.containers].filter(({ goes }) => goes)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
