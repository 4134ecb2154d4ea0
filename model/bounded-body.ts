/** The body of an answer; null where it is longer than `maxBytes`, and the rest of it is not read then. Rejects where it breaks off. */
export async function readBoundedBody(answer: Response, maxBytes: number): Promise<Buffer | null> {
  const body: AsyncIterable<Uint8Array> | null = answer.body;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
