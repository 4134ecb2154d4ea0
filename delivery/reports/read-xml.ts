import { SaxesParser } from "saxes";
import { InputError } from "../../model/errors.ts";
import type { ReportFile } from "./report-file.ts";

/** An element as it begins. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** Names of the elements around it, outermost first. */
  parents: readonly string[];
}

/**
 * Calls `onElement` for every element of an XML report, in order. Nothing is loaded or expanded for it: a document type is passed over,
 * an entity that it declares is an error. Throws an InputError where the text is not well-formed.
 */
export function readXml(
  { path, text }: Pick<ReportFile, "path" | "text">,
  onElement: (element: XmlElement) => void,
): void {
  const parents: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw new InputError(`${path}: is not well-formed XML (${error.message}). Have its tool write it again.`);
  });
  parser.on("opentag", ({ name, attributes }) => {
    onElement({ name, attributes, parents: [...parents] });
    parents.push(name);
  });
  parser.on("closetag", () => void parents.pop());
  parser.write(text).close();
}
