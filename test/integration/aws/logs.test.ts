import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { InputError } from "../../../model/errors.ts";
import { connectAws } from "../../../platforms/aws/clients.ts";
import { readTaskLines } from "../../../platforms/aws/logs/read-lines.ts";
import { putLines } from "../../support/aws/log-lines.ts";
import { REGION } from "../../support/aws/region.ts";
import { useAws } from "../../support/aws/use-aws.ts";

useAws();

const group = () => `/tidegate/test-${randomBytes(4).toString("hex")}`;

it("reads what the tasks of one color have written, in the order of their times", async () => {
  const name = group();
  const now = Date.now();
  await putLines(name, "shop-blue/shop/a", [
    { at: now - 2_000, text: "first\n" },
    { at: now, text: "third" },
  ]);
  await putLines(name, "shop-blue/shop/b", [{ at: now - 1_000, text: "second" }]);
  await putLines(name, "shop-green/shop/c", [{ at: now, text: "of the other color" }]);
  const { logs } = await connectAws({ region: REGION });
  const read = async (since: number) =>
    (await readTaskLines(logs, { group: name, prefix: "shop-blue/", since })).map(({ text }) => text);
  expect(await read(now - 60_000)).toEqual(["first", "second", "third"]);
  expect(await read(now - 1_500)).toEqual(["second", "third"]);
});

it("says what to do where nothing has been made yet", async () => {
  const { logs } = await connectAws({ region: REGION });
  const read = readTaskLines(logs, { group: group(), prefix: "shop-blue/", since: 0 });
  await expect(read).rejects.toThrow(/^logs: there is no log group .* yet\. Run `tidegate up`/);
  await expect(read).rejects.toBeInstanceOf(InputError);
});
