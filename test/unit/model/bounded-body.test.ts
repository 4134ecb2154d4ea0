import { expect, it } from "vitest";
import { readBoundedBody } from "../../../model/bounded-body.ts";

it.each([
  ["nothing", null, ""],
  ["as much as may be", "12345", "12345"],
])("reads %s", async (_, body, read) => {
  expect((await readBoundedBody(new Response(body), 5))?.toString("utf8")).toBe(read);
});

it("leaves a body that has no end once it is too long", async () => {
  let isLeft = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(Buffer.from("123")),
    cancel: () => {
      isLeft = true;
    },
  });
  expect(await readBoundedBody(new Response(endless), 5)).toBeNull();
  expect(isLeft).toBe(true);
});
