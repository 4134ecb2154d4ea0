import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askCounts, connectToEdge, sessionOver, tellBeat } from "../../../../edge/haproxy/socket.ts";
import { BusyError } from "../../../../model/errors.ts";
import { EdgeSocket } from "../../../support/edge-socket.ts";

const ID = { project: "acme", stack: "prod" };
const ANSWERS: Record<string, string> = {
  open: 'null\nnull\nledger {"head":null,"broken":null,"hasRoom":true}\nnew 9 shop.green\n\u001e0\n',
  counts: "\u001e0\n",
  switch: "\u001fothers have held the edge's lock for 120 s\n\u001e75\n",
  beat: "\u001e0\n",
};

let edge: EdgeSocket;
beforeEach(async () => {
  edge = new EdgeSocket((line) => ANSWERS[line.split(" ", 1)[0] ?? ""] ?? "");
  await edge.listen();
});
afterEach(() => edge.remove());

test("holds a session about a service over the socket", async () => {
  const conversation = await connectToEdge(edge.path, "shop");
  const session = sessionOver(conversation, "shop", ID);
  expect((await session.readEdge()).workers).toEqual([{ pid: "9", old: false, sendsTo: "green" }]);
  session.close();
  expect(edge.heard).toEqual(["service shop", "open"]);
});

test("reads counters and tells signs of life, about no service", async () => {
  const conversation = await connectToEdge(edge.path, null);
  expect(await askCounts(conversation, ID)).toEqual({});
  await tellBeat(conversation, { version: "0.1.0" });
  conversation.close();
  expect(edge.heard).toEqual(["service -", "counts", 'beat {"version":"0.1.0"}']);
});

test("says what went wrong in the edge's words, which come among the answers", async () => {
  const session = sessionOver(await connectToEdge(edge.path, "shop"), "shop", ID);
  const change = { service: "shop", expected: 0, active: null, generation: 1, sealed: { blue: null, green: null } };
  await expect(session.switchTraffic([change])).rejects.toThrow(
    new BusyError("edge: others have held the edge's lock for 120 s. Run again."),
  );
  session.close();
});

test("is over when the edge ends", async () => {
  const conversation = await connectToEdge(edge.path, "shop");
  const asked = conversation.ask("silence", 60_000);
  await vi.waitFor(() => expect(edge.heard).toContain("silence"));
  await edge.stop();
  await expect(asked).rejects.toThrow("edge: it ended the conversation.");
  expect(conversation.isOver).toBe(true);
});

test("finds nobody where nobody listens", async () => {
  await edge.stop();
  await expect(connectToEdge(edge.path, "shop")).rejects.toThrow("ENOENT");
});
