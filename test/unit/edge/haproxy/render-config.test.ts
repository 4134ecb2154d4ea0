import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { baseHash, partHash } from "../../../../edge/config-hash.ts";
import { renderBase } from "../../../../edge/haproxy/render-base.ts";
import { renderPart } from "../../../../edge/haproxy/render-part.ts";
import { GOLDEN_CASES, GOLDEN_ID } from "../../../fixtures/proxy-config/cases.ts";
import { REPOSITORY } from "../../../support/repository.ts";

const golden = (name: string) => join(REPOSITORY, "test/fixtures/proxy-config/haproxy", `${name}.cfg`);

test.each(GOLDEN_CASES)("renders a service's part: $name", async ({ name, part }) => {
  await expect(renderPart(GOLDEN_ID, part)).toMatchFileSnapshot(golden(name));
});

test("renders the base part with and without TLS", async () => {
  await expect(renderBase({ https: false })).toMatchFileSnapshot(golden("base"));
  await expect(renderBase({ https: true })).toMatchFileSnapshot(golden("base-with-tls"));
});

test("renders the base part behind trusted proxies", async () => {
  const trustedProxies = ["10.0.0.0/8", "2001:db8::7"];
  const base = {
    https: true,
    trustedProxies,
    clientIpHeader: "CF-Connecting-IP",
    proxyProtocol: ["http", "preview"],
  } as const;
  const text = renderBase({ ...base, proxyProtocol: [...base.proxyProtocol] });
  await expect(text).toMatchFileSnapshot(golden("base-behind-proxies"));
});

test("the image starts with the base part that is rendered without TLS", () => {
  expect(readFileSync(join(REPOSITORY, "images/edge/base.cfg"), "utf8")).toBe(renderBase({ https: false }));
});

test("nothing of a user's value leaves its quotes", () => {
  const [quoted] = GOLDEN_CASES.filter(({ name }) => name === "values-that-need-quotes");
  expect(quoted && renderPart(GOLDEN_ID, quoted.part)).toContain(`uri '/health?a="b"&c=#d'\\''e\\f%20$g' ver`);
});

test("a number of replicas is no part of the text, so that scaling reloads nothing, but of the hash", () => {
  const [first] = GOLDEN_CASES;
  if (first === undefined) throw new Error("no golden case");
  const scaled = { ...first.part, replicas: 3 };
  const text = renderPart(GOLDEN_ID, first.part);
  expect(renderPart(GOLDEN_ID, scaled)).toBe(text);
  expect(partHash(scaled, text)).not.toBe(partHash(first.part, text));
  expect(baseHash({ https: true }, text)).toMatch(/^[0-9a-f]{16}$/);
});
