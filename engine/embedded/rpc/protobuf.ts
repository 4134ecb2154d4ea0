import { createRequire } from "node:module";
import type empty from "google-protobuf/google/protobuf/empty_pb.js";
import type struct from "google-protobuf/google/protobuf/struct_pb.js";

// The SDK's stubs accept messages of the SDK's own copy of google-protobuf only.
const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/proto/resource_pb.js"));

const structs = require("google-protobuf/google/protobuf/struct_pb.js") as typeof struct;
const empties = require("google-protobuf/google/protobuf/empty_pb.js") as typeof empty;

export type Struct = struct.Struct;

export function toStruct(json: Record<string, unknown>): Struct {
  return structs.Struct.fromJavaScript(json as Parameters<typeof structs.Struct.fromJavaScript>[0]); // JSON by contract
}

export function fromStruct(message: Struct | undefined): unknown {
  return message?.toJavaScript() ?? {};
}

export function emptyMessage(): empty.Empty {
  return new empties.Empty();
}
