import { join } from "node:path";
import { expect, it } from "vitest";
import { fitText, PLAIN } from "../../../../agent/notify/fit-text.ts";
import { writeMessage } from "../../../../agent/notify/message.ts";
import { en } from "../../../../agent/notify/texts/en.ts";
import { zh } from "../../../../agent/notify/texts/zh.ts";
import { EVENTS } from "../../../support/notify-events.ts";

it.each([
  ["en", en],
  ["zh", zh],
])("tells every kind of event in %s", async (name, language) => {
  const texts = Object.values(EVENTS).map((event) => {
    const message = writeMessage("msg_1", [event], { language });
    return `${message.title}\n${fitText(message, PLAIN, 10_000)}\n`;
  });
  await expect(texts.join("\n")).toMatchFileSnapshot(join(import.meta.dirname, `texts-${name}.golden.txt`));
});
