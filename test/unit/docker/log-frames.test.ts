import { expect, test } from "vitest";
import { textOfFrames } from "../../../docker/log-frames.ts";

function frame(stream: number, text: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(text.length, 4);
  return Buffer.concat([header, text]);
}

test("puts frames together, with a character over the edge of two, and leaves out one that is cut off", () => {
  const text = Buffer.from("grün\n");
  const frames = [frame(1, text.subarray(0, 3)), frame(2, text.subarray(3)), frame(1, Buffer.from("next\n"))];
  expect(textOfFrames(Buffer.concat(frames))).toBe("grün\nnext\n");
  expect(textOfFrames(Buffer.concat([...frames, Buffer.from([1, 0, 0])]))).toBe("grün\nnext\n");
  expect(textOfFrames(Buffer.alloc(0))).toBe("");
});
