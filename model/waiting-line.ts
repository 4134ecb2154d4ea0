const MARK = "waiting: ";

/** What a command of the edge's says of what it waits for: news that pass, and have no place in the report of its end. */
export function waitingLine(news: string): string {
  return `${MARK}${news}`;
}

export function isWaitingLine(line: string): boolean {
  return line.startsWith(MARK);
}
