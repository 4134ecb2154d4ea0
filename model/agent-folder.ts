/** Where edge and agent have the volume that they share, and the socket in it on which the edge answers. As in `images/edge`. */
export const AGENT_FOLDER = "/run/tidegate-agent";
export const AGENT_SOCKET_NAME = "edge.sock";
