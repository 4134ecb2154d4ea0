const HEADER_BYTES = 8;

/**
 * The text of a container's output as the engine hands it on where there is no terminal: in frames of a header (stream, three zero
 * bytes, length) and what was written.
 */
export function textOfFrames(frames: Buffer): string {
  const texts: Buffer[] = [];
  for (let offset = 0; offset + HEADER_BYTES <= frames.length;) {
    const length = frames.readUInt32BE(offset + 4);
    texts.push(frames.subarray(offset + HEADER_BYTES, offset + HEADER_BYTES + length));
    offset += HEADER_BYTES + length;
  }
  return Buffer.concat(texts).toString("utf8"); // a character may go over the edge of a frame
}
