import { stripVTControlCharacters } from "node:util";
import type { EngineEvent } from "../../engine/events.ts";
import type { Display, Screen } from "./display.ts";
import { paintFor, type Paint } from "./paint.ts";
import { Report } from "./report.ts";
import type { ChangesShown } from "./step-text.ts";
import { StepTree } from "./step-tree.ts";

const FRAME_MS = 100;
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** A tree that is redrawn in place at the lower end of a terminal; lasting lines (warnings, errors) scroll above it. */
export class LiveDisplay implements Display {
  readonly #screen: Screen;
  readonly #paint: Paint;
  readonly #how: ChangesShown;
  readonly #report: Report;
  readonly #tree = new StepTree();
  readonly #startedAt = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #drawn = 0;
  #frame = 0;

  constructor(screen: Screen, how: ChangesShown) {
    this.#screen = screen;
    this.#paint = paintFor(screen.colors);
    this.#how = how;
    this.#report = new Report(this.#paint, how);
    this.#timer = setInterval(() => this.#redraw([]), FRAME_MS);
    this.#timer.unref();
  }

  event(event: EngineEvent): void {
    this.#keep(event);
    const sentences = event.type === "summary" ? this.#report.takeSentences() : [];
    const lines = this.#report.lines(event);
    if (event.type === "step-done") return; // it is in the tree
    if (event.type === "summary") {
      const tree = this.#treeLines();
      this.#tree.clear();
      this.#redraw([...sentences, ...tree, ...lines.slice(-1)]); // what was planned is in the tree
    } else if (lines.length > 0) {
      this.#redraw(lines);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    const tree = this.#treeLines();
    this.#tree.clear();
    this.#redraw([...this.#report.takeSentences(), ...tree]);
  }

  hasShown(line: string): boolean {
    return this.#report.hasShown(line);
  }

  #keep(event: EngineEvent): void {
    if (event.type === "step-started") {
      this.#startedAt.set(event.step.urn, performance.now());
      this.#tree.set(event.step, "running", 0);
    } else if (event.type === "step-done") {
      this.#startedAt.delete(event.step.urn);
      this.#tree.set(event.step, "done", event.elapsedMs);
    } else if (event.type === "step-failed") {
      this.#startedAt.delete(event.step.urn);
      this.#tree.set(event.step, "failed", event.elapsedMs);
    } else if (event.type === "diagnostic" && event.urn !== undefined && event.severity !== "debug") {
      this.#tree.note(event.urn, event.message.trim().split("\n").at(-1) ?? "");
    }
  }

  /** Prints lasting lines and draws the tree anew below them. */
  #redraw(lasting: readonly string[]): void {
    this.#frame += 1;
    const room = Math.max(3, this.#screen.rows() - 2);
    const tree = this.#treeLines();
    const shown = tree.length <= room ? tree : [`  … ${tree.length - room + 1} lines above`, ...tree.slice(1 - room)];
    const columns = this.#screen.columns();
    const region = shown.map((line) => clip(line, columns));
    if (lasting.length === 0 && this.#drawn === 0 && region.length === 0) return;
    const erase = this.#drawn === 0 ? "" : `\u001b[${this.#drawn}A\u001b[0J`;
    this.#screen.write(erase + [...lasting, ...region].map((line) => `${line}\n`).join(""));
    this.#drawn = region.length;
  }

  #treeLines(): string[] {
    const isPreview = this.#report.phase === "preview";
    const spinner = this.#paint("cyan", FRAMES[this.#frame % FRAMES.length] ?? "");
    const changes = isPreview || this.#report.phase === "refresh" ? this.#how : undefined;
    return this.#tree.lines({ paint: this.#paint, isPreview, changes, spinner }, this.#elapsed());
  }

  #elapsed(): (urn: string) => number | undefined {
    const now = performance.now();
    return (urn) => {
      const startedAt = this.#startedAt.get(urn);
      return startedAt === undefined ? undefined : now - startedAt;
    };
  }
}

/** A line cut to the terminal's width, so that it never wraps and the region keeps its height. */
function clip(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length < columns ? line : `${plain.slice(0, Math.max(1, columns - 2))}…`;
}
