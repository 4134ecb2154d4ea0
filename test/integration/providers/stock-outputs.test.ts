import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { PlainObject, PlainValue } from "../../../engine/embedded/provider.ts";
import { isZero } from "../../../engine/embedded/providers/schema/diff.ts";
import type { Fixture as Recorded } from "../../fixtures/stock-plans/fixture.ts";
import { freePorts } from "../../support/free-port.ts";
import { docker, dockerProvider, IMAGE, useFixture } from "./support/fixture.ts";

/** Different with every run, or on every machine. */
const DYNAMIC = ["hostname", "networkDatas", "id", "platform", "ipamConfigs"];
/** The stock plugin spoils addresses here: it corrects a list of ports by position, and the engine sorts them. */
const SPOILED = ["container-ports ports"];

test.each([
  ["container", "container-hardened"],
  ["container", "container-plain"],
  ["container", "container-ports"],
  ["network", "network"],
] as const)("makes and reads a %s as the stock plugin does: %s", async (type, scenario) => {
  const { name, context } = useFixture();
  const network = await docker.createNetwork({ Name: name });
  const { Id: image } = await docker.getImage(IMAGE).inspect();
  const file = new URL(`../../fixtures/stock-plans/${scenario}.json`, import.meta.url);
  let text = readFileSync(file, "utf8").replaceAll("$network", network.id).replaceAll("$image", image);
  text = text.replaceAll(/tidegate-stock/g, name);
  const ports = [...new Set(text.match(/\b18\d{3}\b/g))];
  const free = await freePorts(ports.length);
  ports.forEach((port, index) => (text = text.replaceAll(port, String(free[index]))));
  const stock = JSON.parse(text) as Recorded; // made by record.ts

  const provider = dockerProvider(type);
  const inputs = provider.check(stock.inputs);
  const made = { ...(await provider.create(inputs, context)), inputs };
  expect(comparable(made.outputs)).toEqual(comparable(stock.outputs));
  const read = await provider.read(made, context);
  expect(comparable(read?.outputs ?? {})).toEqual(comparable(stock.refresh.outputs));
  const spoiled = (name: string) => SPOILED.includes(`${scenario} ${name}`);
  const correct = (inputs: PlainObject) =>
    Object.fromEntries(Object.entries(comparable(inputs)).filter(([name]) => !spoiled(name)));
  expect(correct(read?.inputs ?? {})).toEqual(correct(stock.refresh.inputs));
});

/** Without what is dynamic or empty; names and lists sorted. */
function comparable(properties: PlainObject): PlainObject {
  const entries = Object.entries(properties).filter(([name, value]) => !DYNAMIC.includes(name) && !isZero(value));
  return Object.fromEntries(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => [name, sorted(value)]),
  );
}

function sorted(value: PlainValue): PlainValue {
  if (Array.isArray(value)) return value.map(sorted).toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
  return typeof value === "object" && value !== null ? comparable(value) : value;
}

function text(value: PlainValue): string {
  return JSON.stringify(value);
}
