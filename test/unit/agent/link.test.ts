import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EdgeAwayError, Link } from "../../../agent/link.ts";
import { EdgeSocket } from "../../support/edge-socket.ts";

let edge: EdgeSocket;
let link: Link;
beforeEach(async () => {
  edge = new EdgeSocket((line) => (line.startsWith("service ") ? "" : "\u001e0\n"));
  await edge.listen();
  link = new Link(edge.path, { project: "acme", stack: "prod" });
});
afterEach(async () => {
  await link.close();
  await edge.remove();
});

test("holds one conversation about each service, and one about all", async () => {
  const [first, second] = await Promise.all([link.session("shop"), link.session("shop")]);
  await Promise.all([link.session("blog"), link.counts(), link.beat({ version: "0.1.0" })]);
  expect(second).toBe(first);
  expect(edge.heard.filter((line) => line.startsWith("service ")).toSorted()).toEqual([
    "service -",
    "service blog",
    "service shop",
  ]);
});

test("begins anew once the edge is there again", async () => {
  const before = await link.session("shop");
  await edge.stop();
  await vi.waitFor(() => expect(link.counts()).rejects.toThrow(EdgeAwayError));
  await edge.listen();
  await vi.waitFor(async () => expect(await link.session("shop")).not.toBe(before), { timeout: 10_000 });
  expect(await link.counts()).toEqual({});
});

test("leaves an edge that is away alone for a while, and says for how long", async () => {
  await edge.stop();
  await expect(link.counts()).rejects.toThrow(`edge: nobody listens on ${edge.path}`);
  await edge.listen();
  await expect(link.session("shop")).rejects.toThrow(/tried again in \d+ ms$/);
});

test("tells whoever waits that it closes", async () => {
  const silent = new EdgeSocket(() => "");
  await silent.listen();
  const other = new Link(silent.path, { project: "acme", stack: "prod" });
  await other.session("shop");
  const waiting = expect((await other.session("shop")).readRouting()).rejects.toThrow("the session is closed");
  await other.close();
  await waiting;
  await silent.remove();
});
