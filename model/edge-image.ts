/** Version of the edge's image: raised with every change in `images/edge/`, because it names what a host runs. */
export const EDGE_IMAGE_VERSION = "0.11.0";

/** Image of the edge in the registry that set-up runs on loopback; `tidegate:edge.image` names another one. */
export const EDGE_IMAGE = `127.0.0.1:5000/tidegate/edge:${EDGE_IMAGE_VERSION}`;

/** Numeric user and group the edge's processes run as; owns the edge's volume. The same as in `images/edge/Dockerfile`. */
export const EDGE_USER = "10010:10010";
