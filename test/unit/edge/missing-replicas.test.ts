import { expect, it } from "vitest";
import { missingReplicaNotices } from "../../../edge/missing-replicas.ts";
import { observed, observedHost, observedOn, release, replicas, seal, spec, steady } from "./observed.ts";

const [first] = replicas("blue", seal(release("1")));
const alone = steady({ replicas: first === undefined ? [] : [first] });
const TOLD =
  "shop.blue serves without p-dev-shop-blue-1: not on the host. Unless this `up` makes it, run it again with `--refresh`.";

it("tells of a container that is gone of the color that serves, because the state may still believe in it", () => {
  expect(missingReplicaNotices("shop", spec(), observed(alone))).toEqual([TOLD]);
});

it("names the host where it was, of several", () => {
  const hosts = observedOn([observedHost(steady(), { name: "a" }), observedHost(alone, { name: "b" })]);
  expect(missingReplicaNotices("shop", spec(), hosts)).toEqual([`b: ${TOLD}`]);
});

it("tells nothing of an idle color, or of a service that is new", () => {
  const blueOnly = steady().replicas.filter((replica) => replica.color === "blue");
  expect(missingReplicaNotices("shop", spec(), observed(steady({ replicas: blueOnly })))).toEqual([]);
  expect(missingReplicaNotices("shop", spec(), observed(null))).toEqual([]);
});
