import { expect, it } from "vitest";
import { Turns } from "../../../docker/turns.ts";

it("lets so many go on at once, and the others in the order in which they came", async () => {
  const turns = new Turns(2);
  const started: string[] = [];
  const take = (name: string) =>
    turns.take().then((done) => {
      started.push(name);
      return done;
    });
  const [a, b, c, d] = [take("a"), take("b"), take("c"), take("d")];
  const [doneA, doneB] = [await a, await b];
  expect(started).toEqual(["a", "b"]);
  doneA();
  await c;
  expect(started).toEqual(["a", "b", "c"]);
  doneB();
  await d;
  expect(started).toEqual(["a", "b", "c", "d"]);
});

it("gives a turn back once, however often that is said", async () => {
  const turns = new Turns(1);
  const done = await turns.take();
  done();
  done();
  await turns.take();
  let third = false;
  void turns.take().then(() => (third = true));
  await new Promise(setImmediate);
  expect(third).toBe(false);
});
