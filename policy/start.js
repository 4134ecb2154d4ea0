// The Pulumi CLI loads a pack by its package's `main`, through ts-node when that is TypeScript, which would check and
// compile all of it at every start. From JavaScript, Node loads the TypeScript as it is.
import "./index.ts";
